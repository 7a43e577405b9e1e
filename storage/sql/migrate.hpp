// Numbered, checksummed migrations from storage/migrations, compiled into the binary.
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::sql {

struct Migration {
    int number;
    std::string name;
    std::string sql;
};

// In order; from storage/migrations/NNNN_name.sql.
const std::vector<Migration>& all_migrations();

// Runs those that are missing, each in its own transaction, under a lock so that two processes cannot
// collide. Returns how many ran. Error: conflict when a migration that already ran has changed since, or
// when the database is newer than this program.
Result<int> migrate(Connection& connection);
// How many are missing.
Result<int> pending_migrations(Connection& connection);

}  // namespace collegium::sql
