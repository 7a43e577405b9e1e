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

// One row of relationships_query: which relation, with whom, and its details.
void read_relation(const sql::Row& row, model::Relationship& relationship) {
    switch (row.integer(0)) {
        case 0:
            relationship.muting = true;
            relationship.muting_notifications = row.flag(2);
            relationship.muting_expires_at = row.optional_time(5);
            return;
        case 1:
            relationship.following = row.flag(2);
            relationship.requested = !row.flag(2);
            relationship.showing_reblogs = row.flag(3);
            relationship.notifying = row.flag(4);
            return;
        case 2:
            relationship.followed_by = row.flag(2);
            relationship.requested_by = !row.flag(2);
            return;
        case 3: relationship.blocking = true; return;
        case 4: relationship.blocked_by = true; return;
    }
}

}  // namespace

sql::Query relationships_query(AccountId account, const std::vector<AccountId>& targets, Timestamp now,
                               Relationships& found) {
    // Each part by an index of its own: joined to the accounts, PostgreSQL reads all that the account follows.
    return {
        "SELECT 0, target_id, hide_notifications, 0, 0, expires_at FROM mute "
        "WHERE account_id = ? AND target_id {{in_ids}} AND (expires_at IS NULL OR expires_at > ?) "
        "UNION ALL SELECT 1, target_id, accepted, show_reblogs, notify, NULL FROM follow "
        "WHERE account_id = ? AND target_id {{in_ids}} "
        "UNION ALL SELECT 2, account_id, accepted, 0, 0, NULL FROM follow WHERE target_id = ? AND account_id "
        "{{in_ids}} "
        "UNION ALL SELECT 3, target_id, 0, 0, 0, NULL FROM block WHERE account_id = ? AND target_id {{in_ids}} "
        "UNION ALL SELECT 4, account_id, 0, 0, 0, NULL FROM block WHERE target_id = ? AND account_id {{in_ids}}",
        {account, targets, now, account, targets, account, targets, account, targets, account, targets},
        [&found](const sql::Row& row) {
            const auto id = row.id<AccountId>(1);
            auto& relationship = found[id];
            relationship.target_id = id;
            read_relation(row, relationship);
        }};
}

std::vector<model::Relationship> relationships(sql::Connection& db, AccountId account,
                                               const std::vector<AccountId>& targets, Timestamp now) {
    std::vector<model::Relationship> all;
    if (targets.empty()) return all;
    Relationships found;
    db.run_all({relationships_query(account, targets, now, found),
                {"SELECT id FROM account WHERE id {{in_ids}}", {targets}, [&all](const sql::Row& row) {
                     all.emplace_back().target_id = row.id<AccountId>(0);
                 }}});
    for (auto& relationship : all)
        if (const auto some = found.find(relationship.target_id); some != found.end()) relationship = some->second;
    return all;
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
