#include "storage/repo/notifications.hpp"

#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

const std::string select_notification =
    "SELECT id, account_id, kind, from_account_id, post_id, created_at FROM notification ";

model::Notification read_notification(const sql::Row& row) {
    model::Notification notification;
    notification.id = row.id<NotificationId>(0);
    notification.account_id = row.id<AccountId>(1);
    notification.kind = row.as<model::NotificationKind>(2);
    notification.from_account_id = row.id<AccountId>(3);
    notification.post_id = row.id<PostId>(4);
    notification.created_at = row.time(5);
    return notification;
}

}  // namespace

bool insert_notification(sql::Connection& db, const model::Notification& notification) {
    return db.execute(
               "INSERT INTO notification (account_id, kind, from_account_id, post_id, created_at) "
               "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               {notification.account_id, notification.kind, notification.from_account_id, notification.post_id,
                notification.created_at}) > 0;
}

std::vector<model::Notification> notifications_page(sql::Connection& db, AccountId account,
                                                    const NotificationFilter& filter, const model::Page& page) {
    std::string condition = "WHERE account_id = ?";
    sql::Params params = {account};
    if (!filter.kinds.empty()) {
        sql::IdList kinds;
        for (auto kind : filter.kinds) kinds.values.push_back(static_cast<std::int64_t>(kind));
        condition += " AND kind {{in_ids}}";
        params.emplace_back(std::move(kinds));
    }
    if (filter.from) {
        condition += " AND from_account_id = ?";
        params.emplace_back(filter.from);
    }
    const PageClause clause(page, "id");
    return clause.in_order(
        db.all(select_notification + condition + clause.sql(), clause.with(params), read_notification));
}

std::optional<model::Notification> find_notification(sql::Connection& db, AccountId account, NotificationId id) {
    return db.one(select_notification + "WHERE account_id = ? AND id = ?", {account, id}, read_notification);
}

bool delete_notification(sql::Connection& db, AccountId account, NotificationId id) {
    return db.execute("DELETE FROM notification WHERE account_id = ? AND id = ?", {account, id}) > 0;
}

void clear_notifications(sql::Connection& db, AccountId account) {
    db.execute("DELETE FROM notification WHERE account_id = ?", {account});
}

void delete_notifications_of(sql::Connection& db, AccountId account, AccountId from, model::NotificationKind kind) {
    db.execute("DELETE FROM notification WHERE account_id = ? AND from_account_id = ? AND kind = ?",
               {account, from, kind});
}

std::int64_t count_notifications_after(sql::Connection& db, AccountId account, NotificationId id, int limit) {
    return db
        .number(
            "SELECT COUNT(*) FROM (SELECT id FROM notification WHERE account_id = ? AND id > ? AND kind <> ? "
            "LIMIT ?) newest",
            {account, id.value, model::NotificationKind::mentorship, limit})
        .value_or(0);
}

}  // namespace collegium::repo
