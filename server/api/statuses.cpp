// Statuses: write, read, edit, delete.
#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"
#include "domain/posts.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::api {
namespace {

constexpr std::size_t batch_limit = 20;
constexpr std::size_t description_limit = 1500;

Reply status_reply(domain::Context& context, PostId id, AccountId viewer) {
    auto view = domain::load_post(context, id, viewer);
    if (!view) return view.error();
    json::Writer writer;
    write_status(writer, context, *view, viewer);
    return json_reply(writer);
}

Result<domain::PostDraft> read_draft(const http::Request& request, const Viewer& viewer) {
    domain::PostDraft draft;
    draft.author = viewer.id();
    draft.app = viewer.token.app_id;
    draft.text = text_or(request, "status");
    draft.spoiler_text = text_or(request, "spoiler_text");
    draft.sensitive = flag_or(request, "sensitive", viewer.member.default_sensitive);
    draft.language = text_or(request, "language", viewer.member.default_language);
    COLLEGIUM_TRY(draft.visibility, visibility_parameter(request, viewer.member.default_visibility));
    auto parent = text_or(request, "in_reply_to_id");
    if (!parent.empty()) {
        auto id = parse_id<PostId>(parent);
        if (!id) return Error(Errc::not_found, "The post you are trying to reply to does not appear to exist.");
        draft.in_reply_to = *id;
    }
    draft.media = ids_parameter<MediaId>(request, "media_ids", batch_limit);
    draft.idempotency_key = idempotency_key(request);
    if (!request.parameters()["poll"].is_null())
        return Error(Errc::unprocessable, "Validation failed: Polls are not offered by this server");
    if (request.parameters().contains("scheduled_at") && !text_or(request, "scheduled_at").empty())
        return Error(Errc::unprocessable, "Validation failed: Scheduled posts are not offered by this server");
    return draft;
}

// Unknown people that the text names are looked up first, once; whoever cannot be found stays plain text.
std::vector<std::string> missing_people(domain::Context& context, const http::Request& request, std::string_view text) {
    if (request.attempt > 0) return {};
    return domain::unknown_mentions(context, text);
}

Reply create(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:statuses");
    if (!viewer) return viewer.error();
    auto draft = read_draft(request, *viewer);
    if (!draft) return draft.error();
    if (auto handles = missing_people(context, request, draft->text); !handles.empty())
        return http::Needs{{}, std::move(handles)};
    auto post = domain::create_post(context, *draft);
    if (!post) return post.error();
    return status_reply(context, post->id, viewer->id());
}

// media_attributes comes as an array, or as a map with numeric keys, as all of their kind (mastodon-api.md 2.3).
Result<std::vector<domain::MediaWords>> read_media_words(const http::Request& request) {
    std::vector<domain::MediaWords> words;
    const auto& given = request.parameters()["media_attributes"];
    std::vector<const json::Value*> all;
    for (const auto& one : given.items()) all.push_back(&one);
    for (const auto& [key, one] : given.members()) all.push_back(&one);
    for (const auto* one : all) {
        const auto id = parse_id<MediaId>((*one)["id"].string());
        const auto& description = (*one)["description"];
        if (!id || !description.is_string() || words.size() == batch_limit) continue;
        if (strings::count_characters(description.string()) > description_limit)
            return Error(Errc::unprocessable,
                         "Validation failed: Description is too long (maximum is 1500 characters)");
        words.push_back({*id, description.string()});
    }
    return words;
}

Reply edit(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<PostId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    domain::PostChange change;
    change.text = text_or(request, "status");
    change.spoiler_text = text_or(request, "spoiler_text");
    change.sensitive = flag_or(request, "sensitive", false);
    change.language = text_parameter(request, "language");
    change.media = ids_parameter<MediaId>(request, "media_ids", batch_limit);
    auto words = read_media_words(request);
    if (!words) return words.error();
    change.media_words = std::move(*words);
    if (auto handles = missing_people(context, request, change.text); !handles.empty())
        return http::Needs{{}, std::move(handles)};
    // A resource's or an offer's post is made from its record: it is edited there.
    auto present = repo::find_post(context.db, subject->id);
    if (present && present->account_id == subject->viewer.id() && present->kind != model::PostKind::note)
        return Error(Errc::unprocessable, "Validation failed: Edit this on its own page, " + present->url);
    auto post = domain::edit_post(context, subject->viewer.id(), subject->id, change);
    if (!post) return post.error();
    return status_reply(context, post->id, subject->viewer.id());
}

Reply remove(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<PostId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    auto view = domain::load_post(context, subject->id, subject->viewer.id());
    if (!view || view->post.account_id != subject->viewer.id()) return Error(Errc::not_found, "Record not found");
    const std::string source = view->post.source;
    auto deleted = domain::delete_post(context, subject->viewer.id(), subject->id);
    if (!deleted) return deleted.error();
    json::Writer writer;
    write_deleted_status(writer, context, *view, source);
    return json_reply(writer);
}

Reply show(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto id = id_in_path<PostId>(request);
    if (!id) return id.error();
    return status_reply(context, *id, *viewer);
}

Reply show_many(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto ids = ids_parameter<PostId>(request, "id", batch_limit + 1);
    if (ids.size() > batch_limit) return Error(Errc::unprocessable, "Too many ids: the limit is 20");
    auto views = domain::load_posts(context, ids, *viewer, domain::Hide::nothing);
    json::Writer writer;
    write_statuses(writer, context, views, *viewer);
    return json_reply(writer);
}

Reply thread(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto id = id_in_path<PostId>(request);
    if (!id) return id.error();
    auto thread = domain::load_thread(context, *id, *viewer);
    if (!thread) return thread.error();
    json::Writer writer;
    writer.begin_object().key("ancestors");
    write_statuses(writer, context, thread->ancestors, *viewer);
    writer.key("descendants");
    write_statuses(writer, context, thread->descendants, *viewer);
    writer.end_object();
    return json_reply(writer);
}

Reply source(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<PostId>(context, request, "read:statuses");
    if (!subject) return subject.error();
    auto post = repo::find_post(context.db, subject->id);
    if (!post || post->account_id != subject->viewer.id()) return Error(Errc::not_found, "Record not found");
    json::Writer writer;
    writer.begin_object();
    writer.field("id", post->id.text());
    writer.field("text", post->source);
    writer.field("spoiler_text", post->spoiler_text);
    writer.end_object();
    return json_reply(writer);
}

Reply history(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto id = id_in_path<PostId>(request);
    if (!id) return id.error();
    auto view = domain::load_post(context, *id, *viewer);
    if (!view) return view.error();
    auto edits = repo::edits_of(context.db, *id);
    const auto& post = view->post;
    edits.push_back({post.content, post.spoiler_text, post.sensitive, post.edited_at.value_or(post.created_at)});
    json::Writer writer;
    writer.begin_array();
    for (const auto& edit : edits) write_status_edit(writer, context, edit, *view);
    writer.end_array();
    return json_reply(writer);
}

}  // namespace

Routes status_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::post, "/api/v1/statuses", Lane::write, api, create, open_to_browsers},
        {Method::get, "/api/v1/statuses", Lane::read, api, show_many, open_to_browsers},
        {Method::get, "/api/v1/statuses/:id", Lane::read, api, show, open_to_browsers},
        {Method::put, "/api/v1/statuses/:id", Lane::write, api, edit, open_to_browsers},
        {Method::delete_, "/api/v1/statuses/:id", Lane::write, api, remove, open_to_browsers},
        {Method::get, "/api/v1/statuses/:id/context", Lane::read, api, thread, open_to_browsers},
        {Method::get, "/api/v1/statuses/:id/source", Lane::read, api, source, open_to_browsers},
        {Method::get, "/api/v1/statuses/:id/history", Lane::read, api, history, open_to_browsers},
    };
}

}  // namespace collegium::api
