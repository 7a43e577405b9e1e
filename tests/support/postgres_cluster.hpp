// A PostgreSQL for tests: the one that COLLEGIUM_TEST_POSTGRES names, or a private cluster in a temporary
// folder, reached by a unix socket and stopped when the program ends. Every test gets databases of its own.
#pragma once

#include <string>

namespace collegium::test {

// The address of a database for a role that may create databases; starts the cluster at the first call.
// Throws std::runtime_error when there is none and none can be started.
const std::string& postgres_address();

// A new, empty database, dropped with this object.
class PostgresDatabase {
  public:
    PostgresDatabase();
    ~PostgresDatabase();
    PostgresDatabase(const PostgresDatabase&) = delete;
    PostgresDatabase& operator=(const PostgresDatabase&) = delete;
    const std::string& url() const { return url_; }

  private:
    std::string name_;
    std::string url_;
};

// Runs psql on `address`; throws when a statement fails.
void run_psql(const std::string& address, const std::string& sql);

}  // namespace collegium::test
