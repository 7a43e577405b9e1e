// From a database URL to a connection of the right kind. A connection opened here belongs to its caller,
// outside of any lane: for migrations and for commands that look at the database while nothing else runs.
#pragma once

#include <memory>
#include <string>

#include "core/result.hpp"
#include "storage/sql/driver.hpp"

namespace collegium::sql {

// "sqlite:///absolute/path" or "postgresql://..."; Error: bad_request.
Result<Dialect> dialect_of_url(const std::string& url);

// The same connection, with transactions in the caller's hand: BEGIN and COMMIT through run_script. Makes
// SQLite's file and its folder when missing. Error: unavailable, with the reason in the detail and the message.
Result<std::unique_ptr<Connection>> open_connection(const std::string& url);

// For the pool.
Result<std::unique_ptr<Driver>> open_driver(const std::string& url, Access access);

}  // namespace collegium::sql
