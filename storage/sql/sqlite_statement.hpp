// SQLite's prepared statements: the cache of one connection, binding, and reading rows. The C API, since
// SQLiteCpp's Column objects cost half as much again as the query itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <sqlite3.h>

#include "storage/sql/connection.hpp"

namespace collegium::sql {

// The last error of `database` as a Failure of the right kind.
Failure sqlite_failure(sqlite3* database, std::string_view sql);

class SqliteRow final : public Row {
  public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool null(int column) const override;
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::string_view blob(int column) const override;

  private:
    sqlite3_stmt* statement_;
};

// A statement in use; gives it back, reset, at the end of its life.
class SqliteStatement {
  public:
    struct Cached {
        sqlite3_stmt* handle = nullptr;
        bool busy = false;
        std::uint64_t used = 0;
    };

    SqliteStatement(sqlite3* database, Cached* cached, sqlite3_stmt* handle)
        : database_(database), cached_(cached), handle_(handle) {}
    ~SqliteStatement();
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    void bind(const Params& params, std::string_view sql);
    // Steps to the end, each row to `on_row`.
    void run(const Connection::OnRow& on_row, std::string_view sql);

  private:
    void bind_one(int index, const Param& param);

    sqlite3* database_;
    Cached* cached_;  // null: made for this one run, as the cached one is in the middle of its own
    sqlite3_stmt* handle_;
};

class SqliteStatementCache {
  public:
    explicit SqliteStatementCache(sqlite3* database) : database_(database) {}
    ~SqliteStatementCache();
    SqliteStatementCache(const SqliteStatementCache&) = delete;
    SqliteStatementCache& operator=(const SqliteStatementCache&) = delete;

    SqliteStatement take(std::string_view sql);

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    sqlite3_stmt* prepare(std::string_view sql) const;
    void make_room();

    sqlite3* database_;
    std::uint64_t clock_ = 0;
    std::unordered_map<std::string, SqliteStatement::Cached, Hash, std::equal_to<>> statements_;
};

}  // namespace collegium::sql
