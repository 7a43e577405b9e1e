// What we know of other servers (storage/repo/queues.hpp): back-off, and who was given up.
#include "storage/repo/queue_rows.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::repo {
namespace {

constexpr auto given_up_after = std::chrono::days(7);
// A host that talks to us but does not take our deliveries is not asked more often for that.
constexpr auto seen_helps_after = std::chrono::days(1);

}  // namespace

model::Host host_row(const sql::Row& row) {
    model::Host host;
    host.host = row.string(0);
    host.software = row.string(1);
    host.next_delivery_at = row.time(2);
    host.failures = static_cast<int>(row.integer(3));
    host.failing_since = row.optional_time(4);
    host.unavailable = row.flag(5);
    host.signature_family = row.as<model::SignatureFamily>(6);
    host.understands_pln = row.flag(7);
    host.review = row.as<model::HostReview>(8);
    return host;
}

std::optional<model::Host> find_host(sql::Connection& db, std::string_view host) {
    return db.one("SELECT " + host_columns + "FROM host WHERE host = ?", {host}, host_row);
}

void host_succeeded(sql::Connection& db, std::string_view host, Timestamp now) {
    // Due now, and so behind those that wait longer: under lasting load hosts take turns.
    db.execute(
        "UPDATE host SET failures = 0, failing_since = NULL, unavailable = 0, next_delivery_at = ?, claimed_until = 0, "
        "last_success_at = ? WHERE host = ?",
        {now, now, host});
}

void host_failed(sql::Connection& db, std::string_view host, Timestamp retry_at, Timestamp now) {
    const auto unavailable = db.number(
        "UPDATE host SET failures = failures + 1, failing_since = COALESCE(failing_since, ?), next_delivery_at = ?, "
        "claimed_until = 0, unavailable = CASE WHEN failing_since <= ? THEN 1 ELSE unavailable END WHERE host = ? "
        "RETURNING unavailable",
        {now, retry_at, now - given_up_after, host});
    if (unavailable == 1) drop_deliveries_to(db, host);
}

void host_seen(sql::Connection& db, std::string_view host, Timestamp now) {
    const auto revived = db.execute(
        "UPDATE host SET failures = 0, failing_since = NULL, unavailable = 0, next_delivery_at = 0 "
        "WHERE host = ? AND (unavailable = 1 OR failing_since <= ?)",
        {host, now - seen_helps_after});
    if (revived > 0) db.signal(sql::signal_delivery);
}

void set_signature_family(sql::Connection& db, std::string_view host, model::SignatureFamily family) {
    db.execute(
        "INSERT INTO host (host, signature_family, created_at) VALUES (?, ?, ?) ON CONFLICT (host) DO UPDATE SET "
        "signature_family = excluded.signature_family",
        {host, family, current_time()});
}

void set_understands_pln(sql::Connection& db, std::string_view host, bool understands, std::string_view software) {
    db.execute(
        "INSERT INTO host (host, understands_pln, software, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (host) DO "
        "UPDATE SET understands_pln = excluded.understands_pln, software = excluded.software",
        {host, understands, software, current_time()});
}

}  // namespace collegium::repo
