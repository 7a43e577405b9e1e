// What the parts of storage/repo/queues.hpp, and the quarantine, share. Not for anyone else.
#pragma once

#include <string>
#include <string_view>

#include "storage/model/queue.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

inline const std::string host_columns =
    "host, software, next_delivery_at, failures, failing_since, unavailable, signature_family, understands_pln, "
    "review ";
model::Host host_row(const sql::Row& row);

inline const std::string inbox_columns =
    "id, activity_uri, actor_uri, host, signer_uri, recipient_id, body, received_at";
model::InboxItem inbox_row(const sql::Row& row);

// Into the queue, due at its run_at; the caller knows that it is new. Signals sql::signal_inbox.
void queue_inbox_item(sql::Connection& db, const model::InboxItem& item);
void drop_deliveries_to(sql::Connection& db, std::string_view host);

}  // namespace collegium::repo
