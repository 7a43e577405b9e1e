#include "storage/sql/sqlite_checkpoint.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/log.hpp"
#include "core/metrics.hpp"

namespace collegium::sql {
namespace {

constexpr int many_pages = 4096;       // 16 MiB: carried over at once
constexpr int some_pages = 256;        // 1 MiB: carried over when the last time was a while ago
constexpr int too_many_pages = 32768;  // 128 MiB: readers keep the log from beginning anew; wait for them
constexpr auto interval = std::chrono::milliseconds(500);
constexpr int busy_milliseconds = 5000;

metrics::Gauge& log_size() {
    static auto& gauge = metrics::gauge("collegium_database_wal_bytes", "Size of SQLite's write-ahead log.");
    return gauge;
}

}  // namespace

SqliteCheckpoint::SqliteCheckpoint(sqlite3* database, const std::string& path)
    : database_(database), lock_path_(path + ".lock") {
    sqlite3_wal_hook(database_, &SqliteCheckpoint::committed, this);
}

SqliteCheckpoint::~SqliteCheckpoint() {
    if (dirty_) truncate(busy_milliseconds);
    sqlite3_wal_hook(database_, nullptr, nullptr);
    if (lock_ >= 0) ::close(lock_);
}

int SqliteCheckpoint::committed(void* self, sqlite3*, const char*, int pages) {
    auto* checkpoint = static_cast<SqliteCheckpoint*>(self);
    if (pages < checkpoint->checked_pages_) checkpoint->checked_pages_ = 0;  // the log began anew
    checkpoint->pages_ = pages;
    checkpoint->dirty_ = true;
    log_size().set(std::int64_t{pages} * 4096);
    return SQLITE_OK;
}

bool SqliteCheckpoint::holds_lock() {
    if (locked_) return true;
    if (lock_ < 0) lock_ = ::open(lock_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    locked_ = lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) == 0;
    return locked_;
}

Upkeep SqliteCheckpoint::tend(Moment moment) {
    const auto now = Clock::now();
    if (moment == Moment::idle) {
        if (dirty_) truncate(100);
        return dirty_ ? Upkeep::pending : Upkeep::done;
    }
    const int fresh = pages_ - checked_pages_;
    if (pages_ > too_many_pages && now - last_run_ >= 2 * interval) {
        truncate(200);
    } else if (fresh >= many_pages || (fresh >= some_pages && now - last_run_ >= interval)) {
        run(SQLITE_CHECKPOINT_PASSIVE);
    }
    return dirty_ ? Upkeep::pending : Upkeep::done;
}

void SqliteCheckpoint::run(int mode) {
    last_run_ = Clock::now();
    if (!holds_lock()) {
        dirty_ = false;  // somebody else's work, until the next commit
        return;
    }
    int in_log = 0;
    int carried = 0;
    const int code = sqlite3_wal_checkpoint_v2(database_, "main", mode, &in_log, &carried);
    checked_pages_ = pages_;
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        log::error("checkpoint failed", {{"reason", sqlite3_errmsg(database_)}});
        return;
    }
    if (mode == SQLITE_CHECKPOINT_TRUNCATE && code == SQLITE_OK) {
        dirty_ = false;
        pages_ = 0;
        checked_pages_ = 0;
        log_size().set(0);
    }
}

// Waits at most so long for readers of an old snapshot: it holds the write lock meanwhile.
void SqliteCheckpoint::truncate(int patience_milliseconds) {
    sqlite3_busy_timeout(database_, patience_milliseconds);
    run(SQLITE_CHECKPOINT_TRUNCATE);
    sqlite3_busy_timeout(database_, busy_milliseconds);
}

}  // namespace collegium::sql
