// One migrated database per engine and test program. A test runs in one transaction that is rolled back, as a
// job of the write lane that failed would be: it costs a millisecond, and no test sees another's rows.
#pragma once

#include <memory>
#include <string>

#include "storage/media/file_store.hpp"
#include "storage/sql/connection.hpp"
#include "support/postgres_cluster.hpp"

namespace collegium::test {

// A folder that goes away with this object.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

class WorldDatabase {
  public:
    // Opened and migrated at the first call for its engine.
    static WorldDatabase& of(sql::Dialect dialect);

    sql::Connection& connection() { return *connection_; }
    media::MediaStore& media() { return media_; }

  private:
    explicit WorldDatabase(sql::Dialect dialect);

    Folder folder_;
    std::unique_ptr<PostgresDatabase> postgres_;
    std::unique_ptr<sql::Connection> connection_;
    media::FileStore media_;
};

}  // namespace collegium::test
