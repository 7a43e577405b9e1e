#include "support/world/database.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"

namespace collegium::test {

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "collegium-world-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

WorldDatabase::WorldDatabase(sql::Dialect dialect) : media_(folder_.path() + "/media") {
    std::filesystem::create_directory(folder_.path() + "/media");
    std::string url = "sqlite://" + folder_.path() + "/world.db";
    if (dialect == sql::Dialect::postgres) {
        postgres_ = std::make_unique<PostgresDatabase>();
        url = postgres_->url();
    }
    auto opened = sql::open_connection(url);
    if (!opened) throw std::runtime_error(opened.error().message());
    connection_ = std::move(*opened);
    auto migrated = sql::migrate(*connection_);
    if (!migrated) throw std::runtime_error(migrated.error().message() + " " + migrated.error().detail());
}

WorldDatabase& WorldDatabase::of(sql::Dialect dialect) {
    if (dialect == sql::Dialect::sqlite) {
        static WorldDatabase sqlite(sql::Dialect::sqlite);
        return sqlite;
    }
    static WorldDatabase postgres(sql::Dialect::postgres);
    return postgres;
}

}  // namespace collegium::test
