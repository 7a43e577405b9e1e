// The counting half of storage/repo/accounts.hpp, and the instance's own facts.
#include "storage/repo/accounts.hpp"

namespace collegium::repo {
namespace {

std::int64_t day_of(Timestamp time) {
    return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

}  // namespace

bool count_new_actor(sql::Connection& db, std::string_view domain, Timestamp now, std::int64_t most) {
    return db.execute(
               "INSERT INTO new_actor_count (domain, day, actors) VALUES (?, ?, 1) ON CONFLICT (domain, day) "
               "DO UPDATE SET actors = new_actor_count.actors + 1 WHERE new_actor_count.actors < ?",
               {domain, day_of(now), most}) > 0;
}

void purge_new_actor_counts(sql::Connection& db, Timestamp now) {
    db.execute("DELETE FROM new_actor_count WHERE day < ?", {day_of(now)});
}

void lock_account(sql::Connection& db, AccountId id) {
    db.post("SELECT account_id FROM account_stats WHERE account_id = ? {{for_update}}", {id});
}

void refresh_follow_counts(sql::Connection& db, AccountId id) {
    // Of a remote account we know a part: what its own server told stands, unless we know of more.
    const std::string followers = "(SELECT COUNT(*) FROM follow WHERE target_id = ? AND accepted = 1)";
    const std::string following = "(SELECT COUNT(*) FROM follow WHERE account_id = ? AND accepted = 1)";
    const bool local = db.exists("SELECT 1 FROM account WHERE id = ? AND domain = ''", {id});
    // As in refresh_post_counts: first the row, then the count.
    lock_account(db, id);
    if (local) {
        db.execute("UPDATE account_stats SET followers_count = " + followers + ", following_count = " + following +
                       " WHERE account_id = ?",
                   {id, id, id});
    } else {
        db.execute("UPDATE account_stats SET followers_count = CASE WHEN followers_count < " + followers + " THEN " +
                       followers + " ELSE followers_count END, following_count = CASE WHEN following_count < " +
                       following + " THEN " + following + " ELSE following_count END WHERE account_id = ?",
                   {id, id, id, id, id});
    }
}

void count_post(sql::Connection& db, AccountId id, int change, std::optional<Timestamp> posted_at) {
    if (!posted_at) {
        db.post(
            "UPDATE account_stats SET statuses_count = CASE WHEN statuses_count + ? < 0 THEN 0 "
            "ELSE statuses_count + ? END WHERE account_id = ?",
            {change, change, id});
        return;
    }
    // Posts do not come in the order in which they were made.
    db.post(
        "UPDATE account_stats SET statuses_count = CASE WHEN statuses_count + ? < 0 THEN 0 ELSE statuses_count + ? "
        "END, "
        "last_status_at = CASE WHEN last_status_at > ? THEN last_status_at ELSE ? END WHERE account_id = ?",
        {change, change, *posted_at, *posted_at, id});
}

void set_remote_counts(sql::Connection& db, AccountId id, std::int64_t statuses, std::int64_t followers,
                       std::int64_t following) {
    db.execute(
        "UPDATE account_stats SET statuses_count = ?, followers_count = ?, following_count = ? WHERE account_id = ?",
        {statuses, followers, following, id});
}

InstanceCounts count_instance(sql::Connection& db, Timestamp now) {
    const auto active = [&db, now](std::chrono::days days) {
        return db
            .number(
                "SELECT COUNT(*) FROM member m JOIN account_stats s ON s.account_id = m.account_id "
                "WHERE m.last_sign_in_at > ? OR s.last_status_at > ?",
                {now - days, now - days})
            .value_or(0);
    };
    InstanceCounts counts;
    counts.members = db.number("SELECT COUNT(*) FROM member WHERE disabled_at IS NULL").value_or(0);
    counts.active_month = active(std::chrono::days(30));
    counts.active_half_year = active(std::chrono::days(180));
    counts.local_posts = db.number(
                               "SELECT COALESCE(SUM(s.statuses_count), 0) FROM account_stats s "
                               "JOIN member m ON m.account_id = s.account_id")
                             .value_or(0);
    counts.domains = db.number("SELECT COUNT(*) FROM host").value_or(0);
    return counts;
}

std::optional<std::string> find_setting(sql::Connection& db, std::string_view name) {
    return db.one("SELECT value FROM setting WHERE name = ?", {name},
                  [](const sql::Row& row) { return row.string(0); });
}

void put_setting(sql::Connection& db, std::string_view name, std::string_view value) {
    db.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        {name, value});
}

std::string keep_setting(sql::Connection& db, std::string_view name, std::string_view value) {
    db.execute("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", {name, value});
    return find_setting(db, name).value_or(std::string(value));
}

}  // namespace collegium::repo
