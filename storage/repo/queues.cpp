// Events and the inbox queue (storage/repo/queues.hpp).
#include "storage/repo/queues.hpp"

#include <algorithm>

#include "storage/repo/queue_rows.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::repo {
namespace {

const std::string insert_item =
    "INSERT INTO inbox_item (activity_uri, actor_uri, host, signer_uri, recipient_id, body, attempts, run_at, "
    "received_at) ";

sql::Params values_of(const model::InboxItem& item) {
    return {item.activity_uri, item.actor_uri, item.host,   item.signer_uri,
            item.recipient_id, item.body,      item.run_at, item.received_at};
}

}  // namespace

model::InboxItem inbox_row(const sql::Row& row) {
    model::InboxItem item;
    item.id = row.integer(0);
    item.activity_uri = row.string(1);
    item.actor_uri = row.string(2);
    item.host = row.string(3);
    item.signer_uri = row.string(4);
    item.recipient_id = row.id<AccountId>(5);
    item.body = row.string(6);
    item.received_at = row.time(7);
    return item;
}

void insert_event(sql::Connection& db, const model::Event& event) {
    db.post("INSERT INTO event (kind, account_id, post_id, other_id, data, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            {event.kind, event.account_id, event.post_id, event.other_id, event.data, event.created_at});
    db.signal(sql::signal_events);
}

std::vector<model::Event> take_events(sql::Connection& db, int limit) {
    auto events = db.all(
        "WITH oldest AS MATERIALIZED (SELECT id FROM event ORDER BY id LIMIT ? {{claim}}) "
        "DELETE FROM event WHERE id IN (SELECT id FROM oldest) "
        "RETURNING id, kind, account_id, post_id, other_id, data, created_at",
        {limit}, [](const sql::Row& row) {
            model::Event event;
            event.id = row.integer(0);
            event.kind = row.as<model::EventKind>(1);
            event.account_id = row.id<AccountId>(2);
            event.post_id = row.id<PostId>(3);
            event.other_id = row.integer(4);
            event.data = row.string(5);
            event.created_at = row.time(6);
            return event;
        });
    std::sort(events.begin(), events.end(), [](const auto& left, const auto& right) { return left.id < right.id; });
    return events;
}

void insert_inbox_item(sql::Connection& db, const model::InboxItem& item) {
    static const std::string text =
        insert_item +
        "SELECT ?, ?, ?, ?, ?, ?, 0, ?, ? WHERE NOT EXISTS (SELECT 1 FROM seen_activity WHERE activity_uri = ?)";
    auto values = values_of(item);
    values.emplace_back(item.activity_uri);
    db.post(text, values);
    // Another process that takes it in at this moment makes this one fail, and the job run again.
    db.post(
        "INSERT INTO seen_activity (activity_uri, received_at) SELECT ?, ? "
        "WHERE NOT EXISTS (SELECT 1 FROM seen_activity WHERE activity_uri = ?)",
        {item.activity_uri, item.received_at, item.activity_uri});
    db.signal(sql::signal_inbox);
}

void queue_inbox_item(sql::Connection& db, const model::InboxItem& item) {
    static const std::string text = insert_item + "VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)";
    db.post(text, values_of(item));
    db.signal(sql::signal_inbox);
}

std::vector<model::InboxItem> claim_inbox_items(sql::Connection& db, int limit, Timestamp now, Timestamp until) {
    auto items = db.all(
        "WITH due AS MATERIALIZED (SELECT id FROM inbox_item WHERE run_at <= ? ORDER BY run_at, id LIMIT ? {{claim}}) "
        "UPDATE inbox_item SET run_at = ?, attempts = attempts + 1 WHERE id IN (SELECT id FROM due) "
        "RETURNING " +
            inbox_columns + ", attempts, run_at",
        {now, limit, until}, [](const sql::Row& row) {
            auto item = inbox_row(row);
            item.attempts = static_cast<int>(row.integer(8)) - 1;  // those before this one
            item.run_at = row.time(9);
            return item;
        });
    std::sort(items.begin(), items.end(), [](const auto& left, const auto& right) { return left.id < right.id; });
    return items;
}

sql::Query hold_inbox_item(std::int64_t id, int attempts, bool& held) {
    return {"SELECT 1 FROM inbox_item WHERE id = ? AND attempts = ? {{for_update}}",
            {id, attempts},
            [&held](const sql::Row&) { held = true; }};
}

void finish_inbox_item(sql::Connection& db, std::int64_t id) {
    db.post("DELETE FROM inbox_item WHERE id = ?", {id});
}

void retry_inbox_item(sql::Connection& db, std::int64_t id, Timestamp run_at) {
    db.post("UPDATE inbox_item SET run_at = ? WHERE id = ?", {run_at, id});
    db.signal(sql::signal_inbox);
}

void put_back_inbox_item(sql::Connection& db, std::int64_t id, Timestamp run_at) {
    db.execute("UPDATE inbox_item SET run_at = ?, attempts = attempts - 1 WHERE id = ? AND attempts > 0", {run_at, id});
    db.signal(sql::signal_inbox);
}

void purge_seen_activities(sql::Connection& db, Timestamp before) {
    db.execute("DELETE FROM seen_activity WHERE received_at < ?", {before});
}

std::int64_t count_inbox_items(sql::Connection& db) {
    return db.number("SELECT COUNT(*) FROM inbox_item").value_or(0);
}

std::int64_t count_inbox_items_of(sql::Connection& db, std::string_view host, std::int64_t most) {
    return db.number("SELECT COUNT(*) FROM (SELECT 1 FROM inbox_item WHERE host = ? LIMIT ?) waiting", {host, most})
        .value_or(0);
}

}  // namespace collegium::repo
