#include "storage/sql/sqlite_connection.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include "storage/sql/sqlite_checkpoint.hpp"
#include "storage/sql/sqlite_statement.hpp"

namespace collegium::sql {
namespace {

constexpr int busy_milliseconds = 5000;
constexpr int migration_busy_milliseconds = 60'000;  // another process may be migrating
constexpr auto longest_read = std::chrono::seconds(15);
constexpr int operations_between_clock_reads = 20'000;

// Negative: KiB. Small on purpose: the system's own cache is next, and an idle process stays small.
std::string cache_size(Access access) {
    switch (access) {
        case Access::write: return "-16384";
        case Access::read: return "-8192";
        case Access::slow:
        case Access::manual: return "-2048";
    }
    return "-2048";
}

bool changes_rows(Access access) {
    return access == Access::write || access == Access::manual;
}

// SQLite's log files take the mode of the database file.
void make_private_file(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    std::error_code ignored;
    if (!std::filesystem::exists(folder, ignored)) {
        std::filesystem::create_directories(folder, ignored);
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
    }
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);  // what went wrong, opening it as a database says better
}

class SqliteConnection final : public Driver {
  public:
    SqliteConnection(const std::string& path, Access access);
    ~SqliteConnection() override;

    Dialect dialect() const override { return Dialect::sqlite; }
    std::int64_t run(std::string_view sql, const Params& params, const OnRow& on_row) override;
    void run_script(std::string_view sql) override;

    void begin() override;
    void commit() override;
    void rollback() noexcept override;
    std::uint64_t changes() const override { return static_cast<std::uint64_t>(sqlite3_total_changes64(handle_)); }
    bool in_transaction() const override { return sqlite3_get_autocommit(handle_) == 0; }
    void restore() override {}
    Upkeep tend(Moment moment) override;

  private:
    static int past_deadline(void* self);
    void configure(const std::string& path);

    const Access access_;
    SQLite::Database database_;
    sqlite3* const handle_;
    SqliteStatementCache statements_;
    std::optional<SqliteCheckpoint> checkpoint_;
    std::chrono::steady_clock::time_point deadline_;
};

SqliteConnection::SqliteConnection(const std::string& path, Access access)
    : access_(access),
      database_(path, SQLite::OPEN_READWRITE | (changes_rows(access) ? SQLite::OPEN_CREATE : 0) | SQLite::OPEN_NOMUTEX,
                access == Access::manual ? migration_busy_milliseconds : busy_milliseconds),
      handle_(database_.getHandle()),
      statements_(handle_) {
    configure(path);
}

SqliteConnection::~SqliteConnection() {
    rollback();
}

void SqliteConnection::configure(const std::string& path) {
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (changes_rows(access_)) run_script("PRAGMA journal_mode=WAL");
    run_script(
        "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0;"
        "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=" +
        cache_size(access_));
    if (!changes_rows(access_)) run_script("PRAGMA query_only=ON");
    if (access_ == Access::write) checkpoint_.emplace(handle_, path);
    if (access_ == Access::read) {
        sqlite3_progress_handler(handle_, operations_between_clock_reads, &SqliteConnection::past_deadline, this);
    }
}

int SqliteConnection::past_deadline(void* self) {
    return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(self)->deadline_ ? 1 : 0;
}

std::int64_t SqliteConnection::run(std::string_view sql, const Params& params, const OnRow& on_row) {
    SqliteStatement statement = statements_.take(sql);
    statement.bind(params, sql);
    // sqlite3_changes keeps an older statement's number when this one changes nothing.
    const sqlite3_int64 before = sqlite3_total_changes64(handle_);
    statement.run(on_row, sql);
    return sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
}

void SqliteConnection::run_script(std::string_view sql) {
    const std::string text = translate(Dialect::sqlite, sql);
    if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw sqlite_failure(handle_, sql);
}

void SqliteConnection::begin() {
    if (access_ == Access::slow) return;
    deadline_ = std::chrono::steady_clock::now() + longest_read;
    run(access_ == Access::read ? "BEGIN" : "BEGIN IMMEDIATE", {}, {});
}

void SqliteConnection::commit() {
    if (access_ == Access::slow) return;
    deadline_ = std::chrono::steady_clock::time_point::max();
    run("COMMIT", {}, {});
}

void SqliteConnection::rollback() noexcept {
    if (!in_transaction()) return;
    deadline_ = std::chrono::steady_clock::time_point::max();
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Upkeep SqliteConnection::tend(Moment moment) {
    if (moment == Moment::idle) {
        sqlite3_db_release_memory(handle_);
        ::malloc_trim(0);  // glibc would keep the cache's pages for itself
    }
    if (checkpoint_) return checkpoint_->tend(moment);
    return moment == Moment::idle ? Upkeep::done : Upkeep::pending;
}

}  // namespace

std::unique_ptr<Driver> open_sqlite(const std::string& path, Access access) {
    if (changes_rows(access)) make_private_file(path);
    return std::make_unique<SqliteConnection>(path, access);
}

}  // namespace collegium::sql
