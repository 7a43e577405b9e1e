#include "api/entities/entities.hpp"
#include "domain/uris.hpp"

namespace collegium::api {
namespace {

void write_mentions(json::Writer& writer, const std::vector<model::Mention>& mentions) {
    writer.key("mentions").begin_array();
    for (const auto& mention : mentions) {
        if (mention.silent) continue;
        writer.begin_object();
        writer.field("id", mention.account_id.text());
        writer.field("username", mention.username);
        writer.field("url", mention.url.empty() ? mention.uri : mention.url);
        writer.field("acct", mention.domain.empty() ? mention.username : mention.username + "@" + mention.domain);
        writer.end_object();
    }
    writer.end_array();
}

void write_tags(json::Writer& writer, const domain::Context& context, const std::vector<model::Tag>& tags) {
    const domain::Uris uris(context.config);
    writer.key("tags").begin_array();
    for (const auto& tag : tags)
        writer.begin_object().field("name", tag.name).field("url", uris.tag(tag.name)).end_object();
    writer.end_array();
}

// The custom emojis of another server's post: it keeps them in `extra`. We have none of our own.
void write_emojis(json::Writer& writer, const model::Post& post) {
    writer.key("emojis").begin_array();
    if (!post.extra.empty()) {
        if (auto extra = json::parse(post.extra)) {
            for (const auto& emoji : (*extra)["emojis"].items()) {
                const auto& address = emoji["url"].string();
                writer.begin_object();
                writer.field("shortcode", emoji["shortcode"].string());
                writer.field("url", address).field("static_url", address);
                writer.field("visible_in_picker", false);
                writer.end_object();
            }
        }
    }
    writer.end_array();
}

// Quoting is not offered: nobody may, and the answer says so.
void write_quoting(json::Writer& writer) {
    writer.null_field("quote").field("quotes_count", 0);
    writer.key("quote_approval").begin_object();
    writer.key("automatic").begin_array().end_array().key("manual").begin_array().end_array();
    writer.field("current_user", "denied").end_object();
}

void write_marks(json::Writer& writer, const repo::Marks& marks, const domain::PostView& view, AccountId viewer) {
    writer.field("favourited", marks.favourited);
    writer.field("reblogged", marks.reblogged);
    writer.field("bookmarked", marks.bookmarked);
    writer.field("muted", false);
    const auto& post = view.post;
    if (post.account_id == viewer && !post.reblog_of_id && post.visibility != model::Visibility::direct)
        writer.field("pinned", false);
    writer.key("filtered").begin_array().end_array();
}

void write_extension(json::Writer& writer, const domain::PostView& view) {
    if (!view.resource_id && !view.proposal_id) return;
    writer.key("pln").begin_object();
    writer.field("kind", view.resource_id ? "resource" : "mentorship");
    writer.field("id", view.resource_id ? view.resource_id.text() : view.proposal_id.text());
    writer.end_object();
}

enum class Text { content, source_only };

void write_members(json::Writer& writer, const domain::Context& context, const domain::PostView& view, AccountId viewer,
                   Text text) {
    const auto& post = view.post;
    // A reblog repeats what it boosts.
    const auto& shown = view.reblog ? *view.reblog : view;
    writer.field("id", post.id.text());
    writer.field("created_at", format_rfc3339(post.created_at));
    writer.key("in_reply_to_id");
    post.in_reply_to_id ? writer.value(post.in_reply_to_id.text()) : writer.null();
    writer.key("in_reply_to_account_id");
    post.in_reply_to_account_id ? writer.value(post.in_reply_to_account_id.text()) : writer.null();
    writer.field("sensitive", shown.post.sensitive);
    writer.field("spoiler_text", shown.post.spoiler_text);
    writer.field("visibility", name_of(post.visibility));
    writer.key("language");
    shown.post.language.empty() ? writer.null() : writer.value(shown.post.language);
    writer.field("uri", post.uri);
    writer.field("url", post.url.empty() ? post.uri : post.url);
    writer.field("replies_count", shown.post.replies_count);
    writer.field("reblogs_count", shown.post.reblogs_count);
    writer.field("favourites_count", shown.post.favourites_count);
    writer.key("edited_at");
    post.edited_at ? writer.value(format_rfc3339(*post.edited_at)) : writer.null();
    if (text == Text::content) writer.field("content", shown.post.content);
    writer.key("reblog");
    view.reblog ? write_status(writer, context, *view.reblog, viewer) : static_cast<void>(writer.null());
    if (view.app) {
        writer.key("application").begin_object().field("name", view.app->name);
        writer.key("website");
        view.app->website.empty() ? writer.null() : writer.value(view.app->website);
        writer.end_object();
    }
    writer.key("account");
    write_account(writer, context, *view.author);
    writer.key("media_attachments").begin_array();
    for (const auto& media : shown.media) write_media(writer, context, media);
    writer.end_array();
    write_mentions(writer, shown.mentions);
    write_tags(writer, context, shown.tags);
    write_emojis(writer, shown.post);
    writer.key("tagged_collections").begin_array().end_array();
    writer.null_field("card").null_field("poll");
    write_quoting(writer);
    if (viewer) write_marks(writer, shown.marks, view, viewer);
    write_extension(writer, shown);
}

}  // namespace

std::string_view name_of(model::Visibility visibility) {
    switch (visibility) {
        case model::Visibility::public_: return "public";
        case model::Visibility::unlisted: return "unlisted";
        case model::Visibility::followers: return "private";
        case model::Visibility::direct: return "direct";
    }
    return "direct";
}

std::optional<model::Visibility> parse_visibility(std::string_view name) {
    if (name == "public") return model::Visibility::public_;
    if (name == "unlisted") return model::Visibility::unlisted;
    if (name == "private") return model::Visibility::followers;
    if (name == "direct") return model::Visibility::direct;
    return std::nullopt;
}

void write_status(json::Writer& writer, const domain::Context& context, const domain::PostView& view,
                  AccountId viewer) {
    writer.begin_object();
    write_members(writer, context, view, viewer, Text::content);
    writer.end_object();
}

void write_statuses(json::Writer& writer, const domain::Context& context, const std::vector<domain::PostView>& views,
                    AccountId viewer) {
    writer.begin_array();
    for (const auto& view : views) write_status(writer, context, view, viewer);
    writer.end_array();
}

void write_deleted_status(json::Writer& writer, const domain::Context& context, const domain::PostView& view,
                          std::string_view source) {
    writer.begin_object();
    write_members(writer, context, view, view.post.account_id, Text::source_only);
    writer.field("text", source);
    writer.end_object();
}

void write_status_edit(json::Writer& writer, const domain::Context& context, const model::PostEdit& edit,
                       const domain::PostView& view) {
    writer.begin_object();
    writer.field("content", edit.content);
    writer.field("spoiler_text", edit.spoiler_text);
    writer.field("sensitive", edit.sensitive);
    writer.field("created_at", format_rfc3339(edit.created_at));
    writer.key("account");
    write_account(writer, context, *view.author);
    writer.key("media_attachments").begin_array();
    for (const auto& media : view.media) write_media(writer, context, media);
    writer.end_array();
    write_emojis(writer, view.post);
    writer.end_object();
}

}  // namespace collegium::api
