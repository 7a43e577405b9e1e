// The other half of storage/repo/relations.hpp: relationships, lists, markers.
#include <unordered_map>

#include "storage/repo/relations.hpp"

namespace collegium::repo {
namespace {

const std::string select_list = "SELECT l.id, l.account_id, l.title, l.replies_policy, l.exclusive FROM list l ";

model::List read_list(const sql::Row& row) {
    model::List list;
    list.id = row.id<ListId>(0);
    list.account_id = row.id<AccountId>(1);
    list.title = row.string(2);
    list.replies_policy = row.string(3);
    list.exclusive = row.flag(4);
    return list;
}

model::Marker read_marker(const sql::Row& row) {
    model::Marker marker;
    marker.timeline = row.string(0);
    marker.last_read_id = row.string(1);
    marker.version = row.integer(2);
    marker.updated_at = row.time(3);
    return marker;
}

}  // namespace

sql::Query relationships_query(AccountId account, const std::vector<AccountId>& targets, Timestamp now,
                               std::vector<model::Relationship>& found) {
    // One row per target that exists, and whatever joins it with the account in either direction.
    return sql::collect(
        found,
        "SELECT a.id, o.accepted, o.show_reblogs, o.notify, i.accepted, b.id, c.id, m.id, m.hide_notifications, "
        "m.expires_at FROM account a "
        "LEFT JOIN follow o ON o.account_id = ? AND o.target_id = a.id "
        "LEFT JOIN follow i ON i.account_id = a.id AND i.target_id = ? "
        "LEFT JOIN block b ON b.account_id = ? AND b.target_id = a.id "
        "LEFT JOIN block c ON c.account_id = a.id AND c.target_id = ? "
        "LEFT JOIN mute m ON m.account_id = ? AND m.target_id = a.id AND (m.expires_at IS NULL OR m.expires_at > ?) "
        "WHERE a.id {{in_ids}}",
        {account, account, account, account, account, now, targets}, [](const sql::Row& row) {
            model::Relationship relationship;
            relationship.target_id = row.id<AccountId>(0);
            const bool follows = !row.null(1);
            relationship.following = follows && row.flag(1);
            relationship.requested = follows && !row.flag(1);
            relationship.showing_reblogs = follows && row.flag(2);
            relationship.notifying = follows && row.flag(3);
            relationship.followed_by = !row.null(4) && row.flag(4);
            relationship.requested_by = !row.null(4) && !row.flag(4);
            relationship.blocking = !row.null(5);
            relationship.blocked_by = !row.null(6);
            relationship.muting = !row.null(7);
            relationship.muting_notifications = relationship.muting && row.flag(8);
            relationship.muting_expires_at = row.optional_time(9);
            return relationship;
        });
}

std::vector<model::Relationship> relationships(sql::Connection& db, AccountId account,
                                               const std::vector<AccountId>& targets, Timestamp now) {
    std::vector<model::Relationship> found;
    if (!targets.empty()) db.run(relationships_query(account, targets, now, found));
    return found;
}

std::vector<model::List> lists_of(sql::Connection& db, AccountId account) {
    return db.all(select_list + "WHERE l.account_id = ? ORDER BY l.id", {account}, read_list);
}

std::optional<model::List> find_list(sql::Connection& db, AccountId owner, ListId id) {
    return db.one(select_list + "WHERE l.id = ? AND l.account_id = ?", {id, owner}, read_list);
}

ListId insert_list(sql::Connection& db, const model::List& list) {
    return db
        .one("INSERT INTO list (account_id, title, replies_policy, exclusive) VALUES (?, ?, ?, ?) RETURNING id",
             {list.account_id, list.title, list.replies_policy, list.exclusive},
             [](const sql::Row& row) { return row.id<ListId>(0); })
        .value_or(ListId());
}

void update_list(sql::Connection& db, const model::List& list) {
    db.execute("UPDATE list SET title = ?, replies_policy = ?, exclusive = ? WHERE id = ?",
               {list.title, list.replies_policy, list.exclusive, list.id});
}

void delete_list(sql::Connection& db, ListId id) {
    db.execute("DELETE FROM list WHERE id = ?", {id});
}

void add_to_list(sql::Connection& db, ListId id, const std::vector<AccountId>& accounts) {
    if (accounts.empty()) return;
    db.execute(
        "INSERT INTO list_member (list_id, account_id) SELECT l.id, a.id FROM list l, account a "
        "WHERE l.id = ? AND a.id {{in_ids}} ON CONFLICT DO NOTHING",
        {id, accounts});
}

void remove_from_list(sql::Connection& db, ListId id, const std::vector<AccountId>& accounts) {
    if (accounts.empty()) return;
    db.execute("DELETE FROM list_member WHERE list_id = ? AND account_id {{in_ids}}", {id, accounts});
}

std::vector<AccountId> list_members(sql::Connection& db, ListId id) {
    return db.all("SELECT account_id FROM list_member WHERE list_id = ? ORDER BY account_id DESC", {id},
                  [](const sql::Row& row) { return row.id<AccountId>(0); });
}

std::vector<model::List> lists_with(sql::Connection& db, AccountId owner, AccountId member) {
    return db.all(
        select_list +
            "JOIN list_member m ON m.list_id = l.id WHERE l.account_id = ? AND m.account_id = ? ORDER BY l.id",
        {owner, member}, read_list);
}

std::vector<model::Marker> find_markers(sql::Connection& db, AccountId account) {
    return db.all("SELECT timeline, last_read_id, version, updated_at FROM marker WHERE account_id = ?", {account},
                  read_marker);
}

model::Marker put_marker(sql::Connection& db, AccountId account, std::string_view timeline,
                         std::string_view last_read_id, Timestamp now) {
    return db
        .one(
            "INSERT INTO marker (account_id, timeline, last_read_id, version, updated_at) VALUES (?, ?, ?, 1, ?) "
            "ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id, "
            "version = marker.version + 1, updated_at = excluded.updated_at "
            "RETURNING timeline, last_read_id, version, updated_at",
            {account, timeline, last_read_id, now}, read_marker)
        .value_or(model::Marker());
}

}  // namespace collegium::repo
