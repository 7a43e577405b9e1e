#include "storage/sql/migrate.hpp"

#include <fmt/format.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/log.hpp"

namespace collegium::sql {
namespace {

// Of our own choosing: "colleg" in bytes. PostgreSQL's advisory locks share one space of numbers.
constexpr std::int64_t lock_number = 0x636f6c6c6567;

struct Applied {
    int number;
    std::string name;
    std::string checksum;
};

std::string checksum_of(const Migration& migration) {
    return hex_encode(sha256(migration.sql));
}

bool has_table(Connection& connection) {
    return connection.exists(
        connection.dialect() == Dialect::sqlite
            ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'"
            : "SELECT 1 FROM pg_tables WHERE tablename = 'schema_migration' AND schemaname = current_schema()");
}

std::vector<Applied> applied_ones(Connection& connection) {
    if (!has_table(connection)) return {};
    return connection.all("SELECT number, name, checksum FROM schema_migration ORDER BY number", {},
                          [](const Row& row) {
                              return Applied{static_cast<int>(row.integer(0)), row.string(1), row.string(2)};
                          });
}

// Whether what ran before is the beginning of what this program knows; returns how many of them there are.
Result<std::size_t> compare(const std::vector<Applied>& applied, const std::vector<Migration>& known) {
    for (std::size_t index = 0; index < applied.size(); ++index) {
        const Applied& past = applied[index];
        if (index >= known.size()) {
            return Error(Errc::conflict, fmt::format("The database is newer than this program: it has migration {} "
                                                     "({}). Install the newer program.",
                                                     past.number, past.name));
        }
        if (past.number != known[index].number || past.checksum != checksum_of(known[index])) {
            return Error(Errc::conflict, fmt::format("Migration {} ({}) has changed since it ran on this database. "
                                                     "A migration that was released must never be edited.",
                                                     past.number, past.name));
        }
    }
    return applied.size();
}

void lock(Connection& connection) {
    if (connection.dialect() == Dialect::sqlite) {
        // A migration may build a table anew; keys are checked before its commit (sqlite.org/lang_altertable.html, 7).
        connection.run_script("PRAGMA foreign_keys=OFF");
    } else {
        connection.run_script(fmt::format("SELECT pg_advisory_lock({})", lock_number));
    }
}

void unlock(Connection& connection) noexcept {
    try {
        if (connection.dialect() == Dialect::sqlite) {
            connection.run_script("PRAGMA foreign_keys=ON");
        } else {
            connection.run_script(fmt::format("SELECT pg_advisory_unlock({})", lock_number));
        }
    } catch (const Failure& failure) {
        log::warn("migration lock not released", {{"reason", failure.what()}});
    }
}

void begin(Connection& connection) {
    connection.run_script(connection.dialect() == Dialect::sqlite ? "BEGIN EXCLUSIVE" : "BEGIN");
}

void roll_back(Connection& connection) noexcept {
    try {
        connection.run_script("ROLLBACK");
    } catch (const Failure&) {  // the database already did
    }
}

void make_table(Connection& connection) {
    if (has_table(connection)) return;
    connection.run_script(
        "CREATE TABLE schema_migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
        "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
}

void apply(Connection& connection, const Migration& migration) {
    connection.run_script(migration.sql);
    if (connection.dialect() == Dialect::sqlite && connection.exists("PRAGMA foreign_key_check")) {
        throw Failure(Failure::Kind::constraint, "a foreign key points nowhere after it");
    }
    connection.execute("INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                       {migration.number, migration.name, checksum_of(migration), current_time()});
}

// One transaction: the next missing migration, if any. Another process may have been faster meanwhile.
Result<bool> apply_next(Connection& connection, const std::vector<Migration>& known) {
    begin(connection);
    std::string current = "the list of migrations";
    try {
        make_table(connection);
        auto done = compare(applied_ones(connection), known);
        if (!done || *done == known.size()) {
            roll_back(connection);
            if (!done) return done.error();
            return false;
        }
        const Migration& next = known[*done];
        current = fmt::format("{:04} ({})", next.number, next.name);
        apply(connection, next);
        connection.run_script("COMMIT");
        log::info("migrated", {{"migration", current}});
        return true;
    } catch (const Failure& failure) {
        roll_back(connection);
        const Errc code = failure.retry() ? Errc::unavailable : Errc::internal;
        return Error(code, "Migration " + current + " failed: " + failure.what(), failure.what());
    }
}

Result<int> run_all(Connection& connection, const std::vector<Migration>& migrations) {
    int ran = 0;
    for (;;) {
        COLLEGIUM_TRY(const bool applied, apply_next(connection, migrations));
        if (!applied) return ran;
        ++ran;
    }
}

}  // namespace

Result<int> migrate(Connection& connection, const std::vector<Migration>& migrations) {
    try {
        COLLEGIUM_TRY(const int missing, pending_migrations(connection, migrations));
        if (missing == 0) return 0;  // without a lock: what a start does every time but the first
        lock(connection);
        auto ran = run_all(connection, migrations);
        unlock(connection);
        return ran;
    } catch (const Failure& failure) {
        unlock(connection);
        return Error(Errc::unavailable, std::string("The database cannot be migrated: ") + failure.what(),
                     failure.what());
    }
}

Result<int> migrate(Connection& connection) {
    return migrate(connection, all_migrations());
}

Result<int> pending_migrations(Connection& connection, const std::vector<Migration>& migrations) {
    try {
        COLLEGIUM_TRY(const std::size_t done, compare(applied_ones(connection), migrations));
        return static_cast<int>(migrations.size() - done);
    } catch (const Failure& failure) {
        return Error(Errc::unavailable, std::string("The database cannot be read: ") + failure.what(), failure.what());
    }
}

Result<int> pending_migrations(Connection& connection) {
    return pending_migrations(connection, all_migrations());
}

}  // namespace collegium::sql
