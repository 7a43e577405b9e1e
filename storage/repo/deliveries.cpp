// The delivery queue and what we know of hosts (storage/repo/queues.hpp).
#include <algorithm>
#include <unordered_set>

#include "storage/repo/queues.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::repo {
namespace {

constexpr auto given_up_after = std::chrono::days(7);

const std::string host_columns =
    "host, software, next_delivery_at, failures, failing_since, unavailable, signature_family, understands_pln ";

model::Host read_host(const sql::Row& row) {
    model::Host host;
    host.host = row.string(0);
    host.software = row.string(1);
    host.next_delivery_at = row.time(2);
    host.failures = static_cast<int>(row.integer(3));
    host.failing_since = row.optional_time(4);
    host.unavailable = row.flag(5);
    host.signature_family = row.as<model::SignatureFamily>(6);
    host.understands_pln = row.flag(7);
    return host;
}

void ensure_host(sql::Connection& db, std::string_view host, Timestamp now) {
    db.execute("INSERT INTO host (host, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING", {host, now});
}

// Bodies that no delivery refers to any more.
void drop_orphaned_bodies(sql::Connection& db, const sql::IdList& bodies) {
    db.execute(
        "DELETE FROM delivery_body WHERE id IN {{ids}} AND NOT EXISTS (SELECT 1 FROM delivery d "
        "WHERE d.body_id = delivery_body.id)",
        {bodies});
}

void drop_deliveries_to(sql::Connection& db, std::string_view host) {
    sql::IdList bodies;
    db.each("DELETE FROM delivery WHERE host = ? RETURNING body_id", {host},
            [&bodies](const sql::Row& row) { bodies.values.push_back(row.integer(0)); });
    if (!bodies.values.empty()) drop_orphaned_bodies(db, bodies);
}

}  // namespace

std::int64_t insert_deliveries(sql::Connection& db, AccountId sender, std::string_view body,
                               const std::vector<InboxAddress>& inboxes, Timestamp now) {
    if (inboxes.empty()) return 0;
    const auto body_id =
        db.number("INSERT INTO delivery_body (sender_id, body, pending, created_at) VALUES (?, ?, ?, ?) RETURNING id",
                  {sender, body, inboxes.size(), now})
            .value_or(0);
    std::unordered_set<std::string> known_hosts;
    for (const auto& address : inboxes) {
        if (known_hosts.insert(address.host).second) ensure_host(db, address.host, now);
        db.execute(
            "INSERT INTO delivery (body_id, host, inbox, created_at) SELECT b.id, h.host, ?, ? FROM delivery_body b, "
            "host h WHERE b.id = ? AND h.host = ? AND h.unavailable = 0",
            {address.inbox, now, body_id, address.host});
    }
    drop_orphaned_bodies(db, {{body_id}});
    db.signal(sql::signal_delivery);
    return body_id;
}

std::vector<HostBatch> claim_deliveries(sql::Connection& db, int hosts, int per_host, Timestamp now, Timestamp until) {
    auto claimed = db.all(
        "UPDATE host SET claimed_until = ? WHERE host IN (SELECT h.host FROM host h WHERE h.next_delivery_at <= ? "
        "AND h.claimed_until <= ? AND h.unavailable = 0 AND EXISTS (SELECT 1 FROM delivery d WHERE d.host = h.host) "
        "ORDER BY h.next_delivery_at, h.host LIMIT ? {{claim}}) RETURNING " +
            host_columns,
        {until, now, now, hosts}, read_host);
    std::vector<HostBatch> batches;
    for (auto& host : claimed) {
        HostBatch batch;
        batch.deliveries = db.all(
            "SELECT d.id, d.body_id, b.sender_id, d.host, d.inbox, d.attempts, d.created_at FROM delivery d "
            "JOIN delivery_body b ON b.id = d.body_id WHERE d.host = ? ORDER BY d.id LIMIT ?",
            {host.host, per_host}, [](const sql::Row& row) {
                model::Delivery delivery;
                delivery.id = row.integer(0);
                delivery.body_id = row.integer(1);
                delivery.sender_id = row.id<AccountId>(2);
                delivery.host = row.string(3);
                delivery.inbox = row.string(4);
                delivery.attempts = static_cast<int>(row.integer(5));
                delivery.created_at = row.time(6);
                return delivery;
            });
        batch.host = std::move(host);
        batches.push_back(std::move(batch));
    }
    return batches;
}

std::optional<std::string> find_delivery_body(sql::Connection& db, std::int64_t body_id) {
    return db.one("SELECT body FROM delivery_body WHERE id = ?", {body_id},
                  [](const sql::Row& row) { return row.string(0); });
}

void finish_deliveries(sql::Connection& db, const std::vector<std::int64_t>& ids) {
    if (ids.empty()) return;
    sql::IdList bodies;
    db.each("DELETE FROM delivery WHERE id IN {{ids}} RETURNING body_id", {sql::IdList{ids}},
            [&bodies](const sql::Row& row) { bodies.values.push_back(row.integer(0)); });
    if (!bodies.values.empty()) drop_orphaned_bodies(db, bodies);
}

void count_delivery_attempt(sql::Connection& db, std::int64_t id) {
    db.execute("UPDATE delivery SET attempts = attempts + 1 WHERE id = ?", {id});
}

std::int64_t count_deliveries(sql::Connection& db) {
    return db.number("SELECT COUNT(*) FROM delivery").value_or(0);
}

std::optional<Timestamp> next_delivery_at(sql::Connection& db) {
    return db
        .one("SELECT MIN(CASE WHEN h.claimed_until > h.next_delivery_at THEN h.claimed_until ELSE h.next_delivery_at END) "
             "FROM host h WHERE h.unavailable = 0 AND EXISTS (SELECT 1 FROM delivery d WHERE d.host = h.host)",
             {}, [](const sql::Row& row) { return row.optional_time(0); })
        .value_or(std::nullopt);
}

std::optional<model::Host> find_host(sql::Connection& db, std::string_view host) {
    return db.one("SELECT " + host_columns + "FROM host WHERE host = ?", {host}, read_host);
}

void host_succeeded(sql::Connection& db, std::string_view host, Timestamp now) {
    db.execute(
        "UPDATE host SET failures = 0, failing_since = NULL, unavailable = 0, next_delivery_at = 0, claimed_until = 0, "
        "last_success_at = ? WHERE host = ?",
        {now, host});
}

void host_failed(sql::Connection& db, std::string_view host, Timestamp retry_at, Timestamp now) {
    const bool given_up = db.exists(
        "UPDATE host SET failures = failures + 1, failing_since = COALESCE(failing_since, ?), next_delivery_at = ?, "
        "claimed_until = 0, unavailable = CASE WHEN failing_since IS NOT NULL AND failing_since < ? THEN 1 "
        "ELSE unavailable END WHERE host = ? RETURNING unavailable",
        {now, retry_at, now - given_up_after, host}) &&
        db.number("SELECT unavailable FROM host WHERE host = ?", {host}).value_or(0) == 1;
    if (given_up) drop_deliveries_to(db, host);
}

void host_seen(sql::Connection& db, std::string_view host, Timestamp now) {
    // A live host with nothing against it costs one read.
    if (db.exists("SELECT 1 FROM host WHERE host = ? AND failures = 0 AND unavailable = 0", {host})) return;
    ensure_host(db, host, now);
    db.execute(
        "UPDATE host SET failures = 0, failing_since = NULL, unavailable = 0, next_delivery_at = 0 "
        "WHERE host = ? AND (failures > 0 OR unavailable = 1)",
        {host});
    db.signal(sql::signal_delivery);
}

void set_signature_family(sql::Connection& db, std::string_view host, model::SignatureFamily family) {
    db.execute("UPDATE host SET signature_family = ? WHERE host = ?", {family, host});
}

void set_understands_pln(sql::Connection& db, std::string_view host, bool understands, std::string_view software) {
    db.execute("UPDATE host SET understands_pln = ?, software = ? WHERE host = ?", {understands, software, host});
}

}  // namespace collegium::repo
