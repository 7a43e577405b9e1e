// When SQLite's write-ahead log is carried over into the database file. One connection of all processes
// does it, decided by a file lock: two checkpoints at once are a published way to lose pages, and a log that
// nobody carries over grows without bound. Knows nothing of statements or lanes.
#pragma once

#include <chrono>
#include <string>

#include <sqlite3.h>

#include "storage/sql/driver.hpp"

namespace collegium::sql {

class SqliteCheckpoint {
  public:
    SqliteCheckpoint(sqlite3* database, const std::string& path);
    // Carries over what is left.
    ~SqliteCheckpoint();
    SqliteCheckpoint(const SqliteCheckpoint&) = delete;
    SqliteCheckpoint& operator=(const SqliteCheckpoint&) = delete;

    Upkeep tend(Moment moment);

  private:
    using Clock = std::chrono::steady_clock;

    static int committed(void* self, sqlite3* database, const char* name, int pages);
    bool holds_lock();
    void run(int mode);
    void truncate(int patience_milliseconds);

    sqlite3* database_;
    std::string lock_path_;
    int lock_ = -1;
    bool locked_ = false;
    bool dirty_ = true;  // a crash may have left a log
    int pages_ = 0;      // in the log since it was last begun anew
    int checked_pages_ = 0;
    Clock::time_point last_run_ = Clock::now();
};

}  // namespace collegium::sql
