#include <algorithm>

#include "as2/learning_resource.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "core/strings.hpp"
#include "domain/uris.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/note_value.hpp"
#include "federation/objects/proposal.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/resources.hpp"

namespace collegium::federation {
namespace {

using model::Visibility;

constexpr std::size_t attachment_limit = 4;  // Mastodon keeps no more
constexpr std::size_t description_limit = 1'500;
constexpr std::string_view resource_relation = "https://schema.org/LearningResource";

bool is_for_everyone(const model::Post& post) {
    return post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
}

void set_people(const domain::Context& context, const std::vector<model::Mention>& mentions, as2::Note& note) {
    for (const auto& mention : mentions) {
        if (mention.silent) continue;
        const auto& domain = mention.domain.empty() ? context.config.instance.domain : mention.domain;
        note.mentions.push_back({mention.uri, "@" + mention.username + "@" + domain});
    }
}

// Video and audio as Document: their own types make some servers refuse the whole post (federation.md 7.8).
as2::Attachment attachment_of(const domain::Context& context, const model::Media& media) {
    as2::Attachment attachment;
    attachment.type = std::string(media.kind == model::MediaKind::image ? as2::type::image : as2::type::document);
    attachment.url = media.store_key.empty() ? media.remote_url : domain::Uris(context.config).media(media.token);
    attachment.media_type = media.mime_type;
    attachment.description = strings::shorten(media.description, description_limit);
    attachment.blurhash = media.blurhash;
    if (media.width > 0 && media.height > 0) {
        attachment.width = media.width;
        attachment.height = media.height;
    }
    return attachment;
}

void set_attachments(const domain::Context& context, const domain::PostView& view, as2::Note& note) {
    // A resource's files stand in its record; as attachments apps would show them as nameless links.
    const bool only_images = view.post.kind == model::PostKind::resource;
    for (const auto& media : view.media) {
        if (only_images && media.kind != model::MediaKind::image) continue;
        if (note.attachments.size() < attachment_limit) note.attachments.push_back(attachment_of(context, media));
    }
}

void set_collections(domain::Context& context, const model::Post& post, as2::Note& note) {
    if (!is_for_everyone(post)) return;
    const domain::Uris uris(context.config);
    as2::EmbeddedCollection replies;
    replies.id = uris.replies(post.id);
    replies.total = post.replies_count;
    replies.first = replies.id + "?page=true";
    if (post.replies_count > 0) {
        auto found = public_replies(context, post.id, PostId());
        replies.items = std::move(found.ids);
        if (found.more) replies.next = replies.first + "&min_id=" + found.last.text();
    }
    note.replies = std::move(replies);
    as2::EmbeddedCollection likes;
    likes.id = post.uri + "/likes";
    likes.total = post.favourites_count;
    note.likes = std::move(likes);
    as2::EmbeddedCollection shares;
    shares.id = post.uri + "/shares";
    shares.total = post.reblogs_count;
    note.shares = std::move(shares);
    // The thread is ours to list when it began here.
    const bool root = post.thread_id == post.id.value;
    auto beginning = root ? std::nullopt : repo::find_post(context.db, PostId{post.thread_id});
    if (root || (beginning && beginning->local && is_for_everyone(*beginning)))
        note.context = uris.thread(post.thread_id);
}

void add_resource(domain::Context& context, const domain::PostView& view, as2::Note& note) {
    auto resource = repo::find_resource_by_post(context.db, view.post.id);
    if (!resource) return;
    auto stored = json::parse(resource->record);
    if (!stored) return;
    if (auto record = as2::parse_learning_resource(*stored))
        note.extensions.set(as2::property::learning_resource, as2::to_json_ld(*record, as2::LdForm::embedded));
    as2::ObjectLink link;
    link.href = resource->uri;
    link.media_type = std::string(as2::ld_json_type);
    link.rel = {std::string(resource_relation)};
    link.name = resource->title;
    note.links.push_back(std::move(link));
    as2::Attachment preview;  // what Mastodon makes its preview card from
    preview.type = std::string(as2::type::link);
    preview.url = note.url;
    preview.media_type = "text/html";
    note.attachments.push_back(std::move(preview));
}

// The text is made anew from the row: places and state change without an edit, and stand in its first line.
void add_proposal(domain::Context& context, const domain::PostView& view, as2::Note& note) {
    auto row = repo::find_proposal_by_post(context.db, view.post.id);
    if (!row) return;
    auto proposal = proposal_value(context, *row, view);
    note.content = as2::fallback_text(proposal, domain::Uris(context.config).home() + "tags/").html;
    if (proposal.updated) note.updated = note.updated ? std::max(*note.updated, *proposal.updated) : proposal.updated;
    as2::add_to_note(proposal, note);
}

void set_text(const domain::Context& context, const domain::PostView& view, as2::Note& note) {
    const auto& post = view.post;
    note.content = post.content;
    note.summary = post.spoiler_text;
    note.sensitive = post.sensitive;
    note.language = post.language;
    note.published = post.created_at;
    note.updated = post.edited_at;
    const domain::Uris uris(context.config);
    for (const auto& tag : view.tags)
        note.hashtags.push_back({tag.display_name.empty() ? tag.name : tag.display_name, uris.tag(tag.name)});
}

}  // namespace

std::vector<model::Mention> named_people(domain::Context& context, const domain::PostView& view) {
    auto people = view.mentions;
    const auto parent = view.post.in_reply_to_account_id;
    if (!parent || parent == view.post.account_id || !is_for_everyone(view.post)) return people;
    const bool named = std::any_of(people.begin(), people.end(),
                                   [parent](const model::Mention& mention) { return mention.account_id == parent; });
    if (named) return people;
    auto account = repo::find_account(context.db, parent);
    if (!account || !account->usable()) return people;
    model::Mention mention;
    mention.post_id = view.post.id;
    mention.account_id = account->id;
    mention.username = account->username;
    mention.domain = account->domain;
    mention.uri = account->uri;
    mention.url = account->url;
    people.push_back(std::move(mention));
    return people;
}

Audience audience_of(const domain::Context&, const model::Post& post, const model::Account& author,
                     const std::vector<model::Mention>& mentions) {
    Audience audience;
    const std::string everyone(as2::public_collection);
    switch (post.visibility) {
        case Visibility::public_:
            audience.to = {everyone};
            audience.cc = {author.followers_uri};
            break;
        case Visibility::unlisted:
            audience.to = {author.followers_uri};
            audience.cc = {everyone};
            break;
        case Visibility::followers: audience.to = {author.followers_uri}; break;
        case Visibility::direct: break;
    }
    auto& named = post.visibility == Visibility::direct ? audience.to : audience.cc;
    for (const auto& mention : mentions)
        if (std::find(named.begin(), named.end(), mention.uri) == named.end()) named.push_back(mention.uri);
    return audience;
}

as2::Note note_value(domain::Context& context, const domain::PostView& view) {
    const auto& post = view.post;
    as2::Note note;
    note.extensions = json::Value::object({});
    note.id = post.uri;
    note.type = std::string(as2::type::note);
    note.attributed_to = view.author->uri;
    note.url = post.url;
    note.in_reply_to = post.in_reply_to_uri;
    const auto people = named_people(context, view);
    auto audience = audience_of(context, post, *view.author, people);
    note.to = std::move(audience.to);
    note.cc = std::move(audience.cc);
    set_text(context, view, note);
    set_people(context, people, note);
    set_attachments(context, view, note);
    set_collections(context, post, note);
    as2::InteractionPolicy policy;  // absent, it would mean the same to Mastodon, but "unknown" to others
    policy.can_quote = as2::PolicyRule{{view.author->uri}, {}};
    note.interaction_policy = std::move(policy);
    switch (post.kind) {
        case model::PostKind::note: break;
        case model::PostKind::resource: add_resource(context, view, note); break;
        case model::PostKind::mentorship: add_proposal(context, view, note); break;
    }
    return note;
}

json::Value render_note(domain::Context& context, const domain::PostView& view) {
    return as2::write_note(note_value(context, view));
}

}  // namespace collegium::federation
