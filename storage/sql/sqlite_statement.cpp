#include "storage/sql/sqlite_statement.hpp"

namespace collegium::sql {
namespace {

// More texts than the program has; a text that is put together at run time must not grow the cache for ever.
constexpr std::size_t most_statements = 512;

Failure::Kind kind_of(int code) {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT: return Failure::Kind::constraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_INTERRUPT:  // the deadline of a read
        case SQLITE_FULL:
        case SQLITE_NOMEM: return Failure::Kind::busy;
        default: return Failure::Kind::other;
    }
}

std::string json_of(const IdList& list) {
    std::string text = "[";
    for (const std::int64_t value : list.values) {
        if (text.size() > 1) text += ',';
        text += std::to_string(value);
    }
    return text + "]";
}

}  // namespace

Failure sqlite_failure(sqlite3* database, std::string_view sql) {
    const std::string what = std::string(sqlite3_errmsg(database)) + " in: " + std::string(sql.substr(0, 300));
    return Failure(kind_of(sqlite3_extended_errcode(database)), what);
}

bool SqliteRow::null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteRow::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double SqliteRow::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

std::string_view SqliteRow::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view SqliteRow::blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

SqliteStatement::~SqliteStatement() {
    if (cached_ == nullptr) {
        sqlite3_finalize(handle_);
        return;
    }
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
    cached_->busy = false;
}

void SqliteStatement::bind(const Params& params, std::string_view sql) {
    const int expected = sqlite3_bind_parameter_count(handle_);
    if (static_cast<std::size_t>(expected) != params.size()) {
        throw Failure(Failure::Kind::other, std::to_string(params.size()) + " parameters for " +
                                                std::to_string(expected) + " in: " + std::string(sql));
    }
    for (int index = 0; index < expected; ++index) bind_one(index + 1, params[static_cast<std::size_t>(index)]);
}

// Texts and blobs stay where they are: the caller's Params live until the statement is reset.
void SqliteStatement::bind_one(int index, const Param& param) {
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&param.data())) {
        code = sqlite3_bind_int64(handle_, index, *number);
    } else if (const auto* real = std::get_if<double>(&param.data())) {
        code = sqlite3_bind_double(handle_, index, *real);
    } else if (const auto* text = std::get_if<std::string>(&param.data())) {
        code = sqlite3_bind_text64(handle_, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* blob = std::get_if<Blob>(&param.data())) {
        code = sqlite3_bind_blob64(handle_, index, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
    } else if (const auto* ids = std::get_if<IdList>(&param.data())) {
        const std::string json = json_of(*ids);
        code = sqlite3_bind_text64(handle_, index, json.data(), json.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else {
        code = sqlite3_bind_null(handle_, index);
    }
    if (code != SQLITE_OK) throw sqlite_failure(database_, sqlite3_sql(handle_));
}

void SqliteStatement::run(const Connection::OnRow& on_row, std::string_view sql) {
    const SqliteRow row(handle_);
    for (;;) {
        const int code = sqlite3_step(handle_);
        if (code == SQLITE_DONE) return;
        if (code != SQLITE_ROW) throw sqlite_failure(database_, sql);
        if (on_row) on_row(row);
    }
}

SqliteStatementCache::~SqliteStatementCache() {
    for (auto& [sql, cached] : statements_) sqlite3_finalize(cached.handle);
}

SqliteStatement SqliteStatementCache::take(std::string_view sql) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        make_room();
        sqlite3_stmt* handle = prepare(sql);
        found = statements_.emplace(std::string(sql), SqliteStatement::Cached{handle, false, 0}).first;
    }
    SqliteStatement::Cached& cached = found->second;
    if (cached.busy) return SqliteStatement(database_, nullptr, prepare(sql));
    cached.busy = true;
    cached.used = ++clock_;
    return SqliteStatement(database_, &cached, cached.handle);
}

sqlite3_stmt* SqliteStatementCache::prepare(std::string_view sql) const {
    const std::string text = translate(Dialect::sqlite, sql);
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    const int size = static_cast<int>(text.size()) + 1;
    if (sqlite3_prepare_v3(database_, text.c_str(), size, SQLITE_PREPARE_PERSISTENT, &handle, &tail) != SQLITE_OK) {
        throw sqlite_failure(database_, sql);
    }
    const std::string_view rest = tail;
    if (handle == nullptr || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        sqlite3_finalize(handle);
        throw Failure(Failure::Kind::other, "not exactly one statement: " + std::string(sql));
    }
    return handle;
}

void SqliteStatementCache::make_room() {
    if (statements_.size() < most_statements) return;
    auto oldest = statements_.end();
    for (auto candidate = statements_.begin(); candidate != statements_.end(); ++candidate) {
        if (candidate->second.busy) continue;
        if (oldest == statements_.end() || candidate->second.used < oldest->second.used) oldest = candidate;
    }
    if (oldest == statements_.end()) return;
    sqlite3_finalize(oldest->second.handle);
    statements_.erase(oldest);
}

}  // namespace collegium::sql
