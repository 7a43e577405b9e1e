// Events, the inbox queue, the delivery queue and what we know of other hosts. Rows are claimed for a
// while and deleted when done: a killed process loses none and another takes them up when the claim ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/queue.hpp"
#include "storage/repo/relations.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

// Signals sql::signal_events.
void insert_event(sql::Connection& db, const model::Event& event);
// Removes and returns the oldest: their effects belong to the same transaction.
std::vector<model::Event> take_events(sql::Connection& db, int limit);

// Unless the activity was taken in before: it waits, or is in seen_activity. Signals sql::signal_inbox.
void insert_inbox_item(sql::Connection& db, const model::InboxItem& item);
// Oldest due items, not claimed by another; claimed until `until`.
// In the order in which they came in.
std::vector<model::InboxItem> claim_inbox_items(sql::Connection& db, int limit, Timestamp now, Timestamp until);
// Whether it still waits under the claim that made its tries `attempts`; nobody else claims it in this transaction.
sql::Query hold_inbox_item(std::int64_t id, int attempts, bool& held);
void finish_inbox_item(sql::Connection& db, std::int64_t id);
void retry_inbox_item(sql::Connection& db, std::int64_t id, Timestamp run_at);
// The same, and the claim does not count as a try.
void put_back_inbox_item(sql::Connection& db, std::int64_t id, Timestamp run_at);
void purge_seen_activities(sql::Connection& db, Timestamp before);

// One body to many inboxes; rows of unavailable hosts are left out. Signals sql::signal_delivery. Returns the body's
// id.
std::int64_t insert_deliveries(sql::Connection& db, AccountId sender, std::string_view body,
                               const std::vector<InboxAddress>& inboxes, Timestamp now);
// Up to `hosts` hosts that are due and not claimed, each with its oldest `per_host` deliveries in order.
struct HostBatch {
    model::Host host;
    std::vector<model::Delivery> deliveries;
};
std::vector<HostBatch> claim_deliveries(sql::Connection& db, int hosts, int per_host, Timestamp now, Timestamp until);
std::optional<std::string> find_delivery_body(sql::Connection& db, std::int64_t body_id);
// Delivered, or refused for good. Bodies that nobody waits for any more go with them.
void finish_deliveries(sql::Connection& db, const std::vector<std::int64_t>& ids);
void count_delivery_attempt(sql::Connection& db, std::int64_t id);
std::int64_t count_deliveries(sql::Connection& db);
std::int64_t count_inbox_items(sql::Connection& db);
// Of one host; counting ends at `most`.
std::int64_t count_inbox_items_of(sql::Connection& db, std::string_view host, std::int64_t most);
// When the next host with waiting deliveries is due; nullopt when nothing waits.
std::optional<Timestamp> next_delivery_at(sql::Connection& db);

std::optional<model::Host> find_host(sql::Connection& db, std::string_view host);
// After a success: failures forgotten, claim released, due at once.
void host_succeeded(sql::Connection& db, std::string_view host, Timestamp now);
// After a failure: claim released, next attempt at `retry_at`; unavailable after seven days of failing,
// and then its waiting deliveries are dropped.
void host_failed(sql::Connection& db, std::string_view host, Timestamp retry_at, Timestamp now);
// A signed request came from it: it lives (federation.md 5.3). A host that was given up, or that has been
// failing for a day, is due again. Cheap when nothing is to be changed.
void host_seen(sql::Connection& db, std::string_view host, Timestamp now);
void set_signature_family(sql::Connection& db, std::string_view host, model::SignatureFamily family);
void set_understands_pln(sql::Connection& db, std::string_view host, bool understands, std::string_view software);

}  // namespace collegium::repo
