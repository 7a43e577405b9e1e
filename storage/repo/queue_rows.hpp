// What the two halves of storage/repo/queues.hpp, deliveries and hosts, share. Not for anyone else.
#pragma once

#include <string>
#include <string_view>

#include "storage/model/queue.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

inline const std::string host_columns =
    "host, software, next_delivery_at, failures, failing_since, unavailable, signature_family, understands_pln ";
model::Host host_row(const sql::Row& row);

void drop_deliveries_to(sql::Connection& db, std::string_view host);

}  // namespace collegium::repo
