// PostgreSQL's answers: RAII for PGresult, errors as Failure, and rows in text format.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <libpq-fe.h>

#include "storage/sql/connection.hpp"

namespace collegium::sql {

struct PostgresClear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, PostgresClear>;

// True for the two statuses that mean success.
bool succeeded(const PGresult* result);
// `result` may be null: the connection broke, or memory ran out.
Failure postgres_failure(PGconn* connection, const PGresult* result, std::string_view sql);
// The SQLSTATE, "" when the server did not get to answer.
std::string_view sql_state(const PGresult* result);
// Rows changed by INSERT, UPDATE or DELETE, with or without RETURNING; 0 for everything else.
std::int64_t rows_changed(PGresult* result);

class PostgresRow final : public Row {
  public:
    PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}
    bool null(int column) const override;
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::string_view blob(int column) const override { return text(column); }

  private:
    std::string_view raw(int column) const;

    const PGresult* result_;
    int row_;
    mutable std::list<std::pair<int, std::string>> decoded_;  // bytea columns, which come as hexadecimal
};

}  // namespace collegium::sql
