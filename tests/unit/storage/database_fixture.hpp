// A fresh, empty database per test, on either engine; suites derive from OnBothEngines and run twice.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "storage/sql/open.hpp"
#include "storage/sql/pool.hpp"
#include "support/postgres_cluster.hpp"

namespace collegium::sql::test {

// A folder that goes away with this object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

class TestDatabase {
  public:
    explicit TestDatabase(Dialect dialect);
    const std::string& url() const { return url_; }
    std::unique_ptr<Connection> connect() const;
    // Lanes with one thread each, so that jobs' order is known.
    std::unique_ptr<Pool> pool(std::size_t queue_limit = 4096) const;
    std::unique_ptr<Pool> pool(PoolOptions options) const;

  private:
    std::unique_ptr<TemporaryFolder> folder_;
    std::unique_ptr<collegium::test::PostgresDatabase> postgres_;
    std::string url_;
};

class OnBothEngines : public ::testing::TestWithParam<Dialect> {
  protected:
    TestDatabase database_{GetParam()};
};

inline std::string engine_name(const ::testing::TestParamInfo<Dialect>& info) {
    return info.param == Dialect::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace collegium::sql::test

#define COLLEGIUM_ON_BOTH_ENGINES(suite)                                                                            \
    INSTANTIATE_TEST_SUITE_P(Engine, suite,                                                                         \
                             ::testing::Values(collegium::sql::Dialect::sqlite, collegium::sql::Dialect::postgres), \
                             collegium::sql::test::engine_name)
