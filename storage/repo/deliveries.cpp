// The delivery queue (storage/repo/queues.hpp). Its order is per host, and a host's row is its lock: whoever
// adds deliveries holds it from before they are written until they are committed, so that a claim, which
// skips locked rows, never takes a host for empty while something is on its way to it.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/json.hpp"
#include "storage/repo/queue_rows.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::repo {
namespace {

// Rows per INSERT: few texts to keep prepared, few round trips.
constexpr std::size_t batch_rows = 64;
constexpr int claim_rounds = 8;

std::string text_list(const std::vector<std::string>& texts) {
    json::Writer writer;
    writer.begin_array();
    for (const auto& text : texts) writer.value(text);
    writer.end_array();
    return writer.take();
}

std::string insert_text(std::size_t rows) {
    std::string sql = "INSERT INTO delivery (body_id, host, inbox, created_at) VALUES (?, ?, ?, ?)";
    for (std::size_t row = 1; row < rows; ++row) sql += ", (?, ?, ?, ?)";
    return sql;
}

// Makes and marks the hosts' rows, and leaves out the addresses at hosts that were given up.
std::vector<InboxAddress> at_available_hosts(sql::Connection& db, const std::vector<InboxAddress>& inboxes,
                                             Timestamp now) {
    std::vector<std::string> hosts;
    for (const auto& address : inboxes) hosts.push_back(address.host);
    std::sort(hosts.begin(), hosts.end());
    hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
    const auto list = text_list(hosts);
    db.execute(
        "INSERT INTO host (host, waiting, created_at) SELECT value, 1, ? FROM {{texts}} AS wanted WHERE value <> '' "
        "ORDER BY value ON CONFLICT (host) DO UPDATE SET waiting = 1 WHERE host.waiting = 0",
        {now, list});
    std::unordered_set<std::string> unavailable;
    db.each("SELECT host FROM host WHERE unavailable = 1 AND host IN {{texts}}", {list},
            [&unavailable](const sql::Row& row) { unavailable.insert(row.string(0)); });
    auto available = inboxes;
    std::erase_if(available,
                  [&unavailable](const InboxAddress& address) { return unavailable.contains(address.host); });
    return available;
}

// Bodies that no delivery refers to any more.
void drop_orphaned_bodies(sql::Connection& db, const sql::IdList& bodies) {
    db.execute(
        "DELETE FROM delivery_body WHERE id {{in_ids}} AND NOT EXISTS (SELECT 1 FROM delivery d "
        "WHERE d.body_id = delivery_body.id)",
        {bodies});
}

// `condition` is on delivery. The bodies are locked first: of two who deliver the last two copies of one at the
// same time, the second must see that the first is gone.
void drop_deliveries(sql::Connection& db, const std::string& condition, const sql::Param& param) {
    sql::IdList bodies;
    db.each("SELECT id FROM delivery_body WHERE id IN (SELECT body_id FROM delivery WHERE " + condition +
                ") ORDER BY id {{for_update}}",
            {param}, [&bodies](const sql::Row& row) { bodies.values.push_back(row.integer(0)); });
    if (bodies.values.empty()) return;
    db.execute("DELETE FROM delivery WHERE " + condition, {param});
    drop_orphaned_bodies(db, bodies);
}

std::vector<model::Host> claim_hosts(sql::Connection& db, int limit, Timestamp now, Timestamp until) {
    return db.all(
        "WITH due AS MATERIALIZED (SELECT host FROM host WHERE waiting = 1 AND unavailable = 0 "
        "AND next_delivery_at <= ? AND claimed_until <= ? ORDER BY next_delivery_at, host LIMIT ? {{claim}}) "
        "UPDATE host SET claimed_until = ? WHERE host IN (SELECT host FROM due) RETURNING " +
            host_columns,
        {now, now, limit, until}, host_row);
}

// The oldest `per_host` deliveries of each of the hosts: one range of the index per host.
std::unordered_map<std::string, std::vector<model::Delivery>> oldest_deliveries(sql::Connection& db,
                                                                                const std::vector<model::Host>& hosts,
                                                                                int per_host) {
    std::vector<std::string> names;
    for (const auto& host : hosts) names.push_back(host.host);
    std::unordered_map<std::string, std::vector<model::Delivery>> found;
    db.each(
        "SELECT d.id, d.body_id, b.sender_id, d.host, d.inbox, d.attempts, d.created_at FROM {{texts}} AS wanted "
        "CROSS JOIN delivery d CROSS JOIN delivery_body b WHERE d.host = wanted.value AND b.id = d.body_id "
        "AND d.id <= COALESCE((SELECT x.id FROM delivery x WHERE x.host = wanted.value ORDER BY x.id LIMIT 1 OFFSET "
        "?), "
        "9223372036854775807) ORDER BY d.host, d.id",
        {text_list(names), per_host - 1}, [&found](const sql::Row& row) {
            model::Delivery delivery;
            delivery.id = row.integer(0);
            delivery.body_id = row.integer(1);
            delivery.sender_id = row.id<AccountId>(2);
            delivery.host = row.string(3);
            delivery.inbox = row.string(4);
            delivery.attempts = static_cast<int>(row.integer(5));
            delivery.created_at = row.time(6);
            found[delivery.host].push_back(std::move(delivery));
        });
    return found;
}

}  // namespace

std::int64_t insert_deliveries(sql::Connection& db, AccountId sender, std::string_view body,
                               const std::vector<InboxAddress>& inboxes, Timestamp now) {
    const auto wanted = at_available_hosts(db, inboxes, now);
    if (wanted.empty()) return 0;
    const auto body_id =
        db.number("INSERT INTO delivery_body (sender_id, body, created_at) VALUES (?, ?, ?) RETURNING id",
                  {sender, body, now})
            .value_or(0);
    static const std::string many = insert_text(batch_rows);
    static const std::string one = insert_text(1);
    for (std::size_t start = 0; start < wanted.size();) {
        const std::size_t rows = wanted.size() - start >= batch_rows ? batch_rows : 1;
        sql::Params params;
        params.reserve(rows * 4);
        for (std::size_t row = start; row < start + rows; ++row) {
            params.emplace_back(body_id);
            params.emplace_back(wanted[row].host);
            params.emplace_back(wanted[row].inbox);
            params.emplace_back(now);
        }
        db.execute(rows == 1 ? one : many, params);
        start += rows;
    }
    db.signal(sql::signal_delivery);
    return body_id;
}

std::vector<HostBatch> claim_deliveries(sql::Connection& db, int hosts, int per_host, Timestamp now, Timestamp until) {
    std::vector<HostBatch> batches;
    if (per_host < 1) return batches;
    for (int round = 0; round < claim_rounds && static_cast<int>(batches.size()) < hosts; ++round) {
        auto claimed = claim_hosts(db, hosts - static_cast<int>(batches.size()), now, until);
        if (claimed.empty()) break;
        auto deliveries = oldest_deliveries(db, claimed, per_host);
        std::vector<std::string> idle;
        for (auto& host : claimed) {
            auto found = deliveries.find(host.host);
            if (found == deliveries.end()) {
                idle.push_back(host.host);
            } else {
                batches.push_back(HostBatch{std::move(host), std::move(found->second)});
            }
        }
        if (idle.empty()) break;
        db.execute("UPDATE host SET waiting = 0, claimed_until = 0 WHERE host IN {{texts}}", {text_list(idle)});
    }
    return batches;
}

std::optional<std::string> find_delivery_body(sql::Connection& db, std::int64_t body_id) {
    return db.one("SELECT body FROM delivery_body WHERE id = ?", {body_id},
                  [](const sql::Row& row) { return row.string(0); });
}

void finish_deliveries(sql::Connection& db, const std::vector<std::int64_t>& ids) {
    if (!ids.empty()) drop_deliveries(db, "id {{in_ids}}", sql::IdList{ids});
}

void drop_deliveries_to(sql::Connection& db, std::string_view host) {
    drop_deliveries(db, "host = ?", host);
}

void count_delivery_attempt(sql::Connection& db, std::int64_t id) {
    db.execute("UPDATE delivery SET attempts = attempts + 1 WHERE id = ?", {id});
}

std::int64_t count_deliveries(sql::Connection& db) {
    return db.number("SELECT COUNT(*) FROM delivery").value_or(0);
}

std::optional<Timestamp> next_delivery_at(sql::Connection& db) {
    return db
        .one(
            "SELECT MIN(CASE WHEN claimed_until > next_delivery_at THEN claimed_until ELSE next_delivery_at END) "
            "FROM host WHERE waiting = 1 AND unavailable = 0",
            {}, [](const sql::Row& row) { return row.optional_time(0); })
        .value_or(std::nullopt);
}

}  // namespace collegium::repo
