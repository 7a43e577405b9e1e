#include "storage/sql/postgres_result.hpp"

#include <charconv>

#include "core/bytes.hpp"

namespace collegium::sql {
namespace {

constexpr Oid bytea_type = 17;

// Appendix A of PostgreSQL's manual.
Failure::Kind kind_of(std::string_view state) {
    if (state.starts_with("23")) return Failure::Kind::constraint;
    // 0A000 and 26000: a prepared statement that a migration or a proxy made stale; prepared anew next time.
    if (state == "40001" || state == "40P01" || state == "0A000" || state == "26000")
        return Failure::Kind::serialization;
    if (state == "08P01") return Failure::Kind::other;  // our own breach of the protocol
    if (state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03") {
        return Failure::Kind::disconnected;
    }
    if (state == "55P03" || state == "57014" || state.starts_with("53")) return Failure::Kind::busy;
    return Failure::Kind::other;
}

}  // namespace

bool succeeded(const PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::string_view sql_state(const PGresult* result) {
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state == nullptr ? std::string_view() : state;
}

Failure postgres_failure(PGconn* connection, const PGresult* result, std::string_view sql) {
    std::string what = result == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(result);
    while (what.ends_with('\n')) what.pop_back();
    what += " in: " + std::string(sql.substr(0, 300));
    if (PQstatus(connection) == CONNECTION_BAD) return Failure(Failure::Kind::disconnected, what);
    return Failure(kind_of(sql_state(result)), what);
}

std::int64_t rows_changed(PGresult* result) {
    if (std::string_view(PQcmdStatus(result)).starts_with("SELECT")) return 0;
    const std::string_view text = PQcmdTuples(result);
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

std::string_view PostgresRow::raw(int column) const {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

bool PostgresRow::null(int column) const {
    return PQgetisnull(result_, row_, column) == 1;
}

std::int64_t PostgresRow::integer(int column) const {
    const std::string_view text = raw(column);
    if (text == "t") return 1;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

double PostgresRow::real(int column) const {
    const std::string_view text = raw(column);
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string_view PostgresRow::text(int column) const {
    const std::string_view text = raw(column);
    if (PQftype(result_, column) != bytea_type || !text.starts_with("\\x")) return text;
    for (const auto& [known, bytes] : decoded_) {
        if (known == column) return bytes;
    }
    decoded_.emplace_back(column, hex_decode(text.substr(2)).value_or(std::string()));
    return decoded_.back().second;
}

}  // namespace collegium::sql
