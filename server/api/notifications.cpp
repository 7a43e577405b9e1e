// Notifications and markers.
#include "domain/notifications.hpp"

#include <algorithm>

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::api {
namespace {

using model::NotificationKind;

struct KindName {
    NotificationKind kind;
    std::string_view name;
};
// Those that Mastodon's apps know; mentorship steps are told on our own pages.
constexpr KindName kinds[] = {
    {NotificationKind::mention, "mention"},
    {NotificationKind::reblog, "reblog"},
    {NotificationKind::favourite, "favourite"},
    {NotificationKind::follow, "follow"},
    {NotificationKind::follow_request, "follow_request"},
    {NotificationKind::status, "status"},
    {NotificationKind::update, "update"},
};

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

repo::NotificationFilter read_filter(const http::Request& request) {
    const auto wanted = texts_parameter(request, "types");
    const auto unwanted = texts_parameter(request, "exclude_types");
    repo::NotificationFilter filter;
    for (const auto& [kind, name] : kinds)
        if ((wanted.empty() || contains(wanted, name)) && !contains(unwanted, name)) filter.kinds.push_back(kind);
    if (auto id = parse_id<AccountId>(text_or(request, "account_id"))) filter.from = *id;
    return filter;
}

Reply list(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:notifications");
    if (!viewer) return viewer.error();
    const auto page = read_page(request, 40, 80);
    const auto filter = read_filter(request);
    if (filter.kinds.empty()) return http::Response::json("[]");
    const auto result = domain::load_notifications(context, viewer->id(), filter, page);
    json::Writer writer;
    writer.begin_array();
    for (const auto& notification : result.notifications) write_notification(writer, context, notification);
    writer.end_array();
    auto response = http::Response::json(writer.take());
    const PageEnds ends{result.newest, result.oldest, result.notifications.size()};
    set_links(response, context, request, page, ends, Next::when_not_empty, Previous::min_id);
    return response;
}

Reply show(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<NotificationId>(context, request, "read:notifications");
    if (!subject) return subject.error();
    auto notification = domain::load_notification(context, subject->viewer.id(), subject->id);
    if (!notification) return notification.error();
    json::Writer writer;
    write_notification(writer, context, *notification);
    return json_reply(writer);
}

Reply dismiss(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<NotificationId>(context, request, "write:notifications");
    if (!subject) return subject.error();
    if (!repo::delete_notification(context.db, subject->viewer.id(), subject->id))
        return Error(Errc::not_found, "Record not found");
    return http::Response::json("{}");
}

Reply clear(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:notifications");
    if (!viewer) return viewer.error();
    repo::clear_notifications(context.db, viewer->id());
    return http::Response::json("{}");
}

Reply unread_count(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:notifications");
    if (!viewer) return viewer.error();
    NotificationId last;
    for (const auto& marker : repo::find_markers(context.db, viewer->id()))
        if (marker.timeline == "notifications")
            last = parse_id<NotificationId>(marker.last_read_id).value_or(NotificationId());
    const auto limit =
        static_cast<int>(std::clamp<std::int64_t>(number_parameter(request, "limit").value_or(100), 1, 1000));
    json::Writer writer;
    writer.begin_object();
    writer.field("count", repo::count_notifications_after(context.db, viewer->id(), last, limit));
    writer.end_object();
    return json_reply(writer);
}

void write_marker(json::Writer& writer, const model::Marker& marker) {
    writer.key(marker.timeline).begin_object();
    writer.field("last_read_id", marker.last_read_id);
    writer.field("version", marker.version);
    writer.field("updated_at", format_rfc3339(marker.updated_at));
    writer.end_object();
}

Reply markers(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto wanted = texts_parameter(request, "timeline");
    json::Writer writer;
    writer.begin_object();
    for (const auto& marker : repo::find_markers(context.db, viewer->id()))
        if (contains(wanted, marker.timeline)) write_marker(writer, marker);
    writer.end_object();
    return json_reply(writer);
}

Reply put_markers(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:statuses");
    if (!viewer) return viewer.error();
    json::Writer writer;
    writer.begin_object();
    for (const char* timeline : {"home", "notifications"}) {
        auto last_read = text_of(request.parameters()[timeline]["last_read_id"]);
        if (!last_read || !parse_decimal_id(*last_read)) continue;
        write_marker(writer, repo::put_marker(context.db, viewer->id(), timeline, *last_read, context.now));
    }
    writer.end_object();
    return json_reply(writer);
}

}  // namespace

Routes notification_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/notifications", Lane::read, api, list, open_to_browsers},
        {Method::get, "/api/v1/notifications/unread_count", Lane::read, api, unread_count, open_to_browsers},
        {Method::post, "/api/v1/notifications/clear", Lane::write, api, clear, open_to_browsers},
        {Method::get, "/api/v1/notifications/:id", Lane::read, api, show, open_to_browsers},
        {Method::post, "/api/v1/notifications/:id/dismiss", Lane::write, api, dismiss, open_to_browsers},
        {Method::get, "/api/v1/markers", Lane::read, api, markers, open_to_browsers},
        {Method::post, "/api/v1/markers", Lane::write, api, put_markers, open_to_browsers},
    };
}

}  // namespace collegium::api
