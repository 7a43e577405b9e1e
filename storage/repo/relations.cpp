#include "storage/repo/relations.hpp"

#include "core/url.hpp"
#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

const std::string follow_columns = "id, account_id, target_id, uri, accepted, show_reblogs, notify, created_at ";
const std::string select_follow = "SELECT " + follow_columns + "FROM follow ";

model::Follow read_follow(const sql::Row& row) {
    model::Follow follow;
    follow.id = row.integer(0);
    follow.account_id = row.id<AccountId>(1);
    follow.target_id = row.id<AccountId>(2);
    follow.uri = row.string(3);
    follow.accepted = row.flag(4);
    follow.show_reblogs = row.flag(5);
    follow.notify = row.flag(6);
    follow.created_at = row.time(7);
    return follow;
}

std::vector<Cursored> cursored_page(sql::Connection& db, const std::string& select, const sql::Params& params,
                                    const model::Page& page) {
    const PageClause clause(page, "id");
    return clause.in_order(db.all(select + clause.sql(), clause.with(params),
                                  [](const sql::Row& row) { return Cursored(row.integer(0), row.id<AccountId>(1)); }));
}

AccountId first_id(const sql::Row& row) {
    return row.id<AccountId>(0);
}

std::vector<InboxAddress> read_inboxes(sql::Connection& db, const std::string& select, const sql::Params& params) {
    std::vector<InboxAddress> inboxes;
    db.each(select, params, [&inboxes](const sql::Row& row) {
        auto host = authority_of(row.text(0));
        if (!host.empty()) inboxes.push_back({std::move(host), row.string(0)});
    });
    return inboxes;
}

}  // namespace

std::optional<model::Follow> find_follow(sql::Connection& db, AccountId account, AccountId target) {
    return db.one(select_follow + "WHERE account_id = ? AND target_id = ?", {account, target}, read_follow);
}

std::optional<model::Follow> find_follow_by_uri(sql::Connection& db, std::string_view uri) {
    return db.one(select_follow + "WHERE uri = ? ORDER BY id LIMIT 1", {uri}, read_follow);
}

model::Follow put_follow(sql::Connection& db, const model::Follow& follow) {
    return db
        .one(
            "INSERT INTO follow (account_id, target_id, uri, local, accepted, show_reblogs, notify, created_at) "
            "VALUES (?, ?, ?, (SELECT CASE WHEN domain = '' THEN 1 ELSE 0 END FROM account WHERE id = ?), ?, ?, ?, ?) "
            "ON CONFLICT (account_id, target_id) DO UPDATE SET uri = excluded.uri, "
            "show_reblogs = excluded.show_reblogs, notify = excluded.notify, "
            "accepted = CASE WHEN excluded.accepted = 1 THEN 1 ELSE follow.accepted END RETURNING " +
                follow_columns,
            {follow.account_id, follow.target_id, follow.uri, follow.account_id, follow.accepted, follow.show_reblogs,
             follow.notify, follow.created_at},
            read_follow)
        .value_or(follow);
}

void accept_follow(sql::Connection& db, AccountId account, AccountId target) {
    db.execute("UPDATE follow SET accepted = 1 WHERE account_id = ? AND target_id = ?", {account, target});
}

bool delete_follow(sql::Connection& db, AccountId account, AccountId target) {
    return db.execute("DELETE FROM follow WHERE account_id = ? AND target_id = ?", {account, target}) > 0;
}

std::vector<std::pair<AccountId, AccountId>> follows_with(sql::Connection& db, AccountId account) {
    return db.all("SELECT account_id, target_id FROM follow WHERE account_id = ? OR target_id = ?", {account, account},
                  [](const sql::Row& row) { return std::pair(row.id<AccountId>(0), row.id<AccountId>(1)); });
}

std::vector<Cursored> followers_page(sql::Connection& db, AccountId target, const model::Page& page) {
    return cursored_page(db, "SELECT id, account_id FROM follow WHERE target_id = ? AND accepted = 1", {target}, page);
}

std::vector<Cursored> following_page(sql::Connection& db, AccountId account, const model::Page& page) {
    return cursored_page(db, "SELECT id, target_id FROM follow WHERE account_id = ? AND accepted = 1", {account}, page);
}

std::vector<Cursored> follow_requests_page(sql::Connection& db, AccountId target, const model::Page& page) {
    return cursored_page(db, "SELECT id, account_id FROM follow WHERE target_id = ? AND accepted = 0", {target}, page);
}

std::vector<Cursored> blocks_page(sql::Connection& db, AccountId account, const model::Page& page) {
    return cursored_page(db, "SELECT id, target_id FROM block WHERE account_id = ?", {account}, page);
}

std::vector<Cursored> mutes_page(sql::Connection& db, AccountId account, const model::Page& page, Timestamp now) {
    return cursored_page(
        db, "SELECT id, target_id FROM mute WHERE account_id = ? AND (expires_at IS NULL OR expires_at > ?)",
        {account, now}, page);
}

sql::Query local_followers_query(const std::vector<AccountId>& targets, std::vector<LocalFollower>& found) {
    return sql::collect(
        found,
        "SELECT target_id, account_id, show_reblogs, notify FROM follow WHERE target_id {{in_ids}} AND local = 1 "
        "AND accepted = 1 ORDER BY target_id, account_id",
        {targets}, [](const sql::Row& row) {
            return LocalFollower{row.id<AccountId>(0), row.id<AccountId>(1), row.flag(2), row.flag(3)};
        });
}

std::vector<LocalFollower> local_followers(sql::Connection& db, AccountId target) {
    std::vector<LocalFollower> found;
    db.run(local_followers_query({target}, found));
    return found;
}

bool has_local_follower(sql::Connection& db, AccountId target) {
    return db.exists("SELECT 1 FROM follow WHERE target_id = ? AND local = 1 AND accepted = 1 LIMIT 1", {target});
}

std::vector<InboxAddress> follower_inboxes(sql::Connection& db, AccountId target) {
    return read_inboxes(db,
                        "SELECT DISTINCT CASE WHEN a.shared_inbox <> '' THEN a.shared_inbox ELSE a.inbox END "
                        "FROM follow f JOIN account a ON a.id = f.account_id WHERE f.target_id = ? AND f.accepted = 1 "
                        "AND a.domain <> '' AND a.suspended_at IS NULL AND a.deleted_at IS NULL AND a.inbox <> ''",
                        {target});
}

std::vector<InboxAddress> known_inboxes(sql::Connection& db, AccountId account) {
    return read_inboxes(
        db,
        "SELECT DISTINCT CASE WHEN a.shared_inbox <> '' THEN a.shared_inbox ELSE a.inbox END FROM account a "
        "WHERE a.domain <> '' AND a.suspended_at IS NULL AND a.deleted_at IS NULL AND a.inbox <> '' AND a.id IN ("
        "SELECT account_id FROM follow WHERE target_id = ? UNION SELECT target_id FROM follow WHERE account_id = ? "
        "UNION SELECT m.account_id FROM mention m JOIN post p ON p.id = m.post_id WHERE p.account_id = ?)",
        {account, account, account});
}

void put_block(sql::Connection& db, AccountId account, AccountId target, std::string_view uri, Timestamp now) {
    db.execute("INSERT INTO block (account_id, target_id, uri, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
               {account, target, uri, now});
}

bool delete_block(sql::Connection& db, AccountId account, AccountId target) {
    return db.execute("DELETE FROM block WHERE account_id = ? AND target_id = ?", {account, target}) > 0;
}

bool blocks_either_way(sql::Connection& db, AccountId one, AccountId other) {
    return db.exists(
        "SELECT 1 FROM block WHERE (account_id = ? AND target_id = ?) OR (account_id = ? AND target_id = ?)",
        {one, other, other, one});
}

void put_mute(sql::Connection& db, AccountId account, AccountId target, bool hide_notifications,
              std::optional<Timestamp> expires_at, Timestamp now) {
    db.execute(
        "INSERT INTO mute (account_id, target_id, hide_notifications, expires_at, created_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (account_id, target_id) DO UPDATE SET hide_notifications = excluded.hide_notifications, "
        "expires_at = excluded.expires_at",
        {account, target, hide_notifications, expires_at, now});
}

bool delete_mute(sql::Connection& db, AccountId account, AccountId target) {
    return db.execute("DELETE FROM mute WHERE account_id = ? AND target_id = ?", {account, target}) > 0;
}

std::vector<AccountId> hidden_from(sql::Connection& db, AccountId account, Timestamp now) {
    return db.all(
        "SELECT target_id FROM block WHERE account_id = ? UNION SELECT account_id FROM block WHERE target_id = ? "
        "UNION SELECT target_id FROM mute WHERE account_id = ? AND (expires_at IS NULL OR expires_at > ?)",
        {account, account, account, now}, first_id);
}

}  // namespace collegium::repo
