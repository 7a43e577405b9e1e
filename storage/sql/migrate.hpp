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
// collide. Returns how many ran. The connection must be the caller's own (sql/open), not one of a pool's job.
// Error: conflict when a migration that already ran has changed since, or when the database is newer than
// this program; internal when one fails, with nothing of it left behind.
Result<int> migrate(Connection& connection);
Result<int> migrate(Connection& connection, const std::vector<Migration>& migrations);
// How many are missing.
Result<int> pending_migrations(Connection& connection);
Result<int> pending_migrations(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace collegium::sql
