// Notifications of one person, ready to be shown.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "domain/timelines.hpp"
#include "storage/model/post.hpp"
#include "storage/repo/notifications.hpp"

namespace collegium::domain {

struct NotificationView {
    model::Notification notification;
    std::shared_ptr<const model::Account> from;
    std::optional<PostView> post;
};
struct NotificationPage {
    std::vector<NotificationView> notifications;  // those of hidden people and of vanished posts left out
    std::int64_t newest = 0;
    std::int64_t oldest = 0;
};
NotificationPage load_notifications(Context& context, AccountId viewer, const repo::NotificationFilter& filter,
                                    const model::Page& page);
Result<NotificationView> load_notification(Context& context, AccountId viewer, NotificationId id);

}  // namespace collegium::domain
