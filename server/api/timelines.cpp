// Timelines: home, public, tag, list, favourites, bookmarks, and an account's own.
#include "domain/timelines.hpp"

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::api {
namespace {

constexpr std::size_t tag_filter_limit = 4;

Reply timeline_reply(domain::Context& context, const http::Request& request, const model::Page& page,
                     const domain::Timeline& timeline, AccountId viewer, Next next) {
    json::Writer writer;
    write_statuses(writer, context, timeline.posts, viewer);
    auto response = http::Response::json(writer.take());
    const PageEnds ends{timeline.newest, timeline.oldest, timeline.rows};
    set_links(response, context, request, page, ends, next, Previous::min_id);
    return response;
}

repo::Origin origin_of(const http::Request& request) {
    if (flag_or(request, "local", false)) return repo::Origin::local;
    if (flag_or(request, "remote", false)) return repo::Origin::remote;
    return repo::Origin::all;
}

repo::Attached attached_of(const http::Request& request) {
    return flag_or(request, "only_media", false) ? repo::Attached::media : repo::Attached::anything;
}

// Mastodon takes four names of each kind, too.
std::vector<std::string> tag_names(const http::Request& request, std::string_view parameter) {
    auto names = texts_parameter(request, parameter);
    if (names.size() > tag_filter_limit) names.resize(tag_filter_limit);
    for (auto& name : names)
        if (name.starts_with('#')) name.erase(0, 1);
    std::erase(names, "");
    return names;
}

Reply home(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto timeline = domain::home_timeline(context, viewer->id(), page);
    return timeline_reply(context, request, page, timeline, viewer->id(), Next::when_not_empty);
}

Reply public_timeline(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto timeline = domain::public_timeline(context, *viewer, origin_of(request), page, attached_of(request));
    return timeline_reply(context, request, page, timeline, *viewer, Next::when_not_empty);
}

Reply tag(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    repo::TagFilter filter;
    filter.any = tag_names(request, "any");
    filter.all = tag_names(request, "all");
    filter.none = tag_names(request, "none");
    filter.attached = attached_of(request);
    const auto timeline =
        domain::tag_timeline(context, *viewer, request.part("tag"), origin_of(request), page, std::move(filter));
    return timeline_reply(context, request, page, timeline, *viewer, Next::when_not_empty);
}

Reply list(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ListId>(context, request, "read:lists");
    if (!subject) return subject.error();
    const auto page = read_page(request);
    auto timeline = domain::list_timeline(context, subject->viewer.id(), subject->id, page);
    if (!timeline) return timeline.error();
    return timeline_reply(context, request, page, *timeline, subject->viewer.id(), Next::when_not_empty);
}

Reply account(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto id = id_in_path<AccountId>(request);
    if (!id) return id.error();
    auto author = repo::find_account(context.db, *id);
    if (!author || author->deleted_at) return Error(Errc::not_found, "Record not found");
    if (flag_or(request, "pinned", false)) return http::Response::json("[]");
    domain::AccountTimelineOptions options;
    options.only_media = flag_or(request, "only_media", false);
    options.exclude_replies = flag_or(request, "exclude_replies", false);
    options.exclude_reblogs = flag_or(request, "exclude_reblogs", false);
    options.tagged = text_or(request, "tagged");
    const auto page = read_page(request);
    const auto timeline = domain::account_timeline(context, *viewer, *id, options, page);
    return timeline_reply(context, request, page, timeline, *viewer, Next::when_full);
}

Reply favourites(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:favourites");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto timeline = domain::favourites_timeline(context, viewer->id(), page);
    return timeline_reply(context, request, page, timeline, viewer->id(), Next::when_full);
}

Reply bookmarks(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:bookmarks");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto timeline = domain::bookmarks_timeline(context, viewer->id(), page);
    return timeline_reply(context, request, page, timeline, viewer->id(), Next::when_full);
}

}  // namespace

Routes timeline_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/timelines/home", Lane::read, api, home, open_to_browsers},
        {Method::get, "/api/v1/timelines/public", Lane::read, api, public_timeline, open_to_browsers},
        {Method::get, "/api/v1/timelines/tag/:tag", Lane::read, api, tag, open_to_browsers},
        {Method::get, "/api/v1/timelines/list/:id", Lane::read, api, list, open_to_browsers},
        {Method::get, "/api/v1/accounts/:id/statuses", Lane::read, api, account, open_to_browsers},
        {Method::get, "/api/v1/favourites", Lane::read, api, favourites, open_to_browsers},
        {Method::get, "/api/v1/bookmarks", Lane::read, api, bookmarks, open_to_browsers},
    };
}

}  // namespace collegium::api
