#include "api/entities/entities.hpp"

namespace collegium::api {
namespace {

std::string_view name_of(model::NotificationKind kind) {
    switch (kind) {
        case model::NotificationKind::mention: return "mention";
        case model::NotificationKind::reblog: return "reblog";
        case model::NotificationKind::favourite: return "favourite";
        case model::NotificationKind::follow: return "follow";
        case model::NotificationKind::follow_request: return "follow_request";
        case model::NotificationKind::status: return "status";
        case model::NotificationKind::update: return "update";
        case model::NotificationKind::mentorship: return "mentorship";
    }
    return "mention";
}

}  // namespace

void write_notification(json::Writer& writer, const domain::Context& context, const domain::NotificationView& view) {
    const auto& notification = view.notification;
    writer.begin_object();
    writer.field("id", notification.id.text());
    writer.field("type", name_of(notification.kind));
    writer.field("created_at", format_rfc3339(notification.created_at));
    writer.field("group_key", "ungrouped-" + notification.id.text());
    writer.key("account");
    write_account(writer, context, *view.from);
    if (view.post) {
        writer.key("status");
        write_status(writer, context, *view.post, notification.account_id);
    }
    writer.end_object();
}

}  // namespace collegium::api
