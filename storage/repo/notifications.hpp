// Notifications: small sequential ids, one per cause (an edited post that mentions again notifies once).
#pragma once

#include <optional>
#include <vector>

#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

struct NotificationFilter {
    std::vector<model::NotificationKind> kinds;  // empty: all
    AccountId from;                              // none: anyone
};

// False when the same one is there.
bool insert_notification(sql::Connection& db, const model::Notification& notification);
std::vector<model::Notification> notifications_page(sql::Connection& db, AccountId account,
                                                    const NotificationFilter& filter, const model::Page& page);
std::optional<model::Notification> find_notification(sql::Connection& db, AccountId account, NotificationId id);
bool delete_notification(sql::Connection& db, AccountId account, NotificationId id);
void clear_notifications(sql::Connection& db, AccountId account);
// A follow request that was answered or taken back.
void delete_notifications_of(sql::Connection& db, AccountId account, AccountId from, model::NotificationKind kind);
std::int64_t count_notifications_after(sql::Connection& db, AccountId account, NotificationId id, int limit);

}  // namespace collegium::repo
