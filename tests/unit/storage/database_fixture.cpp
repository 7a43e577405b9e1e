#include "database_fixture.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace collegium::sql::test {

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "collegium-storage-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

TestDatabase::TestDatabase(Dialect dialect) {
    if (dialect == Dialect::sqlite) {
        folder_ = std::make_unique<TemporaryFolder>();
        url_ = "sqlite://" + folder_->path() + "/data/test.db";
    } else {
        postgres_ = std::make_unique<collegium::test::PostgresDatabase>();
        url_ = postgres_->url();
    }
}

std::unique_ptr<Connection> TestDatabase::connect() const {
    auto connection = open_connection(url_);
    if (!connection) throw std::runtime_error(connection.error().message());
    return std::move(*connection);
}

std::unique_ptr<Pool> TestDatabase::pool(PoolOptions options) const {
    options.url = url_;
    auto pool = Pool::open(options);
    if (!pool) throw std::runtime_error(pool.error().message());
    return std::move(*pool);
}

std::unique_ptr<Pool> TestDatabase::pool(std::size_t queue_limit) const {
    PoolOptions options;
    options.read_threads = 1;
    options.write_threads = 1;
    options.queue_limit = queue_limit;
    return pool(options);
}

}  // namespace collegium::sql::test
