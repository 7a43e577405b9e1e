#include "storage/repo/quarantine.hpp"

#include <algorithm>

#include "core/json.hpp"
#include "storage/repo/queue_rows.hpp"

namespace collegium::repo {
namespace {

constexpr int released_at_once = 200;

HeldSize size_row(const sql::Row& row) {
    return {row.integer(0), row.integer(1)};
}

HostStanding standing_row(const sql::Row& row) {
    HostStanding standing;
    standing.host = row.string(0);
    standing.review = row.as<model::HostReview>(1);
    standing.reviewed_at = row.optional_time(2);
    standing.held = row.integer(3);
    standing.held_since = row.optional_time(4);
    return standing;
}

// Up to where they may go now; 0: none.
std::int64_t last_to_release(sql::Connection& db, std::string_view host) {
    struct Waiting {
        std::int64_t id;
        bool actor_is_known;
    };
    const auto waiting = db.all(
        "SELECT id, CASE WHEN EXISTS (SELECT 1 FROM account a WHERE a.uri = held_activity.actor_uri) THEN 1 ELSE 0 END "
        "FROM held_activity WHERE host = ? ORDER BY id LIMIT ?",
        {host, released_at_once}, [](const sql::Row& row) {
            return Waiting{row.integer(0), row.flag(1)};
        });
    std::int64_t last = 0;
    for (const auto& item : waiting) {
        if (!item.actor_is_known) return last == 0 ? item.id : last;
        last = item.id;
    }
    return last;
}

}  // namespace

model::HostReview find_host_review(sql::Connection& db, std::string_view host) {
    return db
        .one("SELECT review FROM host WHERE host = ?", {host},
             [](const sql::Row& row) { return row.as<model::HostReview>(0); })
        .value_or(model::HostReview::unreviewed);
}

std::vector<std::string> allowed_among(sql::Connection& db, const std::vector<std::string>& hosts) {
    json::Writer writer;
    writer.begin_array();
    for (const auto& host : hosts) writer.value(host);
    writer.end_array();
    return db.all("SELECT host FROM host WHERE review = ? AND host IN {{texts}}",
                  {model::HostReview::allowed, writer.take()}, [](const sql::Row& row) { return row.string(0); });
}

void set_host_review(sql::Connection& db, std::string_view host, model::HostReview review, Timestamp now) {
    db.execute(
        "INSERT INTO host (host, review, reviewed_at, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (host) DO UPDATE "
        "SET review = excluded.review, reviewed_at = excluded.reviewed_at",
        {host, review, now, now});
}

HeldSize held_size(sql::Connection& db) {
    return db.one("SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM held_activity", {}, size_row).value_or(HeldSize());
}

HeldSize held_size_of(sql::Connection& db, std::string_view host) {
    return db.one("SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM held_activity WHERE host = ?", {host}, size_row)
        .value_or(HeldSize());
}

bool hold_activity(sql::Connection& db, const model::InboxItem& item, std::string_view kind) {
    const auto fresh =
        db.execute("INSERT INTO seen_activity (activity_uri, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                   {item.activity_uri, item.received_at});
    if (fresh == 0) return false;
    db.execute(
        "INSERT INTO held_activity (host, bytes, kind, activity_uri, actor_uri, signer_uri, recipient_id, received_at, "
        "body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {item.host, static_cast<std::int64_t>(item.body.size()), kind, item.activity_uri, item.actor_uri,
         item.signer_uri, item.recipient_id, item.received_at, item.body});
    return true;
}

int release_held_activities(sql::Connection& db, std::string_view host, Timestamp run_at) {
    if (db.number("SELECT 1 FROM inbox_item WHERE host = ? LIMIT 1", {host})) return 0;
    // Deleted and then inserted: of two processes, one gets them.
    auto items = db.all("DELETE FROM held_activity WHERE host = ? AND id <= ? RETURNING " + inbox_columns,
                        {host, last_to_release(db, host)}, [run_at](const sql::Row& row) {
                            auto item = inbox_row(row);
                            item.run_at = run_at;
                            return item;
                        });
    std::sort(items.begin(), items.end(), [](const auto& left, const auto& right) { return left.id < right.id; });
    for (const auto& item : items) queue_inbox_item(db, item);
    return static_cast<int>(items.size());
}

void drop_held_activities(sql::Connection& db, std::string_view host) {
    db.execute("DELETE FROM held_activity WHERE host = ?", {host});
}

void purge_held_activities(sql::Connection& db, Timestamp before) {
    db.execute("DELETE FROM held_activity WHERE received_at < ?", {before});
}

std::vector<HostStanding> hosts_with_held(sql::Connection& db) {
    return db.all(
        "SELECT held.host, COALESCE(h.review, 0), h.reviewed_at, held.activities, NULL FROM "
        "(SELECT host, COUNT(*) AS activities FROM held_activity GROUP BY host) held "
        "LEFT JOIN host h ON h.host = held.host ORDER BY held.host",
        {}, standing_row);
}

std::vector<HostStanding> host_standings(sql::Connection& db, std::string_view only) {
    return db.all(
        "SELECT known.host, COALESCE(h.review, 0), h.reviewed_at, COALESCE(held.activities, 0), held.since FROM "
        "(SELECT host FROM host UNION SELECT host FROM held_activity) known "
        "LEFT JOIN host h ON h.host = known.host LEFT JOIN (SELECT host, COUNT(*) AS activities, MIN(received_at) AS "
        "since FROM held_activity GROUP BY host) held ON held.host = known.host "
        "WHERE ? = '' OR known.host = ? ORDER BY known.host",
        {only, only}, standing_row);
}

std::vector<HeldSummary> held_summaries(sql::Connection& db, std::string_view host, int limit) {
    return db.all(
        "SELECT actor_uri, kind, COUNT(*) AS activities FROM held_activity WHERE host = ? GROUP BY actor_uri, kind "
        "ORDER BY activities DESC, actor_uri, kind LIMIT ?",
        {host, limit}, [](const sql::Row& row) {
            return HeldSummary{row.string(0), row.string(1), row.integer(2)};
        });
}

}  // namespace collegium::repo
