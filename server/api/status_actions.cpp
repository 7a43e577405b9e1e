// What people do with a status: favourite, reblog, bookmark, and their undo; who did.
#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/people.hpp"
#include "api/routes.hpp"
#include "domain/posts.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::api {
namespace {

using Act = Result<model::Post> (*)(domain::Context&, AccountId, PostId);

Reply act(domain::Context& context, const http::Request& request, std::string_view scope, Act action) {
    auto subject = require_subject<PostId>(context, request, scope);
    if (!subject) return subject.error();
    auto post = action(context, subject->viewer.id(), subject->id);
    if (!post) return post.error();
    const auto viewer = subject->viewer.id();
    auto view = domain::load_post(context, post->id, viewer);
    json::Writer writer;
    write_status(writer, context, view ? *view : domain::outline_of(context, std::move(*post), viewer), viewer);
    return json_reply(writer);
}

Reply favourite(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:favourites", domain::favourite);
}
Reply unfavourite(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:favourites", domain::unfavourite);
}
Reply bookmark(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:bookmarks", domain::bookmark);
}
Reply unbookmark(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:bookmarks", domain::unbookmark);
}
Reply unreblog(domain::Context& context, const http::Request& request) {
    return act(context, request, "write:statuses", domain::unreblog);
}

Reply reblog(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<PostId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    std::optional<model::Visibility> visibility;
    if (auto name = text_parameter(request, "visibility"); name && !name->empty()) {
        visibility = parse_visibility(*name);
        if (!visibility) return Error(Errc::unprocessable, "Validation failed: Visibility is not included in the list");
    }
    auto post = domain::reblog(context, subject->viewer.id(), subject->id, visibility);
    if (!post) return post.error();
    auto view = domain::load_post(context, post->id, subject->viewer.id());
    if (!view) return view.error();
    json::Writer writer;
    write_status(writer, context, *view, subject->viewer.id());
    return json_reply(writer);
}

using AccountPage = std::vector<repo::AccountRow> (*)(sql::Connection&, PostId, const model::Page&);

Reply people(domain::Context& context, const http::Request& request, AccountPage rows_of) {
    auto viewer = viewer_or_public(context, request, "read:accounts");
    if (!viewer) return viewer.error();
    auto id = id_in_path<PostId>(request);
    if (!id) return id.error();
    auto post = domain::require_visible(context, *id, *viewer);
    if (!post) return post.error();
    const auto page = read_page(request, 40, 80);
    const auto rows = rows_of(context.db, *id, page);
    std::vector<repo::Cursored> cursored;
    for (const auto& row : rows) cursored.emplace_back(row.cursor, row.id);
    return people_reply(context, request, cursored, page);
}

Reply favourited_by(domain::Context& context, const http::Request& request) {
    return people(context, request, repo::favourited_by_page);
}
Reply reblogged_by(domain::Context& context, const http::Request& request) {
    return people(context, request, repo::reblogged_by_page);
}

}  // namespace

Routes status_action_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::post, "/api/v1/statuses/:id/favourite", Lane::write, api, favourite, open_to_browsers},
        {Method::post, "/api/v1/statuses/:id/unfavourite", Lane::write, api, unfavourite, open_to_browsers},
        {Method::post, "/api/v1/statuses/:id/reblog", Lane::write, api, reblog, open_to_browsers},
        {Method::post, "/api/v1/statuses/:id/unreblog", Lane::write, api, unreblog, open_to_browsers},
        {Method::post, "/api/v1/statuses/:id/bookmark", Lane::write, api, bookmark, open_to_browsers},
        {Method::post, "/api/v1/statuses/:id/unbookmark", Lane::write, api, unbookmark, open_to_browsers},
        {Method::get, "/api/v1/statuses/:id/favourited_by", Lane::read, api, favourited_by, open_to_browsers},
        {Method::get, "/api/v1/statuses/:id/reblogged_by", Lane::read, api, reblogged_by, open_to_browsers},
    };
}

}  // namespace collegium::api
