#include "storage/sql/open.hpp"

#include "storage/sql/postgres_connection.hpp"
#include "storage/sql/sqlite_connection.hpp"

namespace collegium::sql {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite://";

// Without user and password, for messages.
std::string shown(const std::string& url) {
    const std::size_t start = url.find("://");
    const std::size_t at = url.find('@');
    if (start == std::string::npos || at == std::string::npos) return url.substr(0, url.find('?'));
    return url.substr(0, start + 3) + url.substr(at + 1, url.find('?', at) - at - 1);
}

}  // namespace

Result<Dialect> dialect_of_url(const std::string& url) {
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Dialect::postgres;
    const bool absolute = url.starts_with(sqlite_scheme) && url.substr(sqlite_scheme.size()).starts_with('/');
    if (absolute && !url.ends_with('/')) return Dialect::sqlite;
    return Error(Errc::bad_request, "The database must be sqlite:///absolute/path or postgresql://user@host/name.");
}

Result<std::unique_ptr<Driver>> open_driver(const std::string& url, Access access) {
    COLLEGIUM_TRY(const Dialect dialect, dialect_of_url(url));
    try {
        if (dialect == Dialect::sqlite) return open_sqlite(url.substr(sqlite_scheme.size()), access);
        return open_postgres(url, access);
    } catch (const std::exception& failure) {
        return Error(Errc::unavailable, "The database " + shown(url) + " cannot be opened: " + failure.what(),
                     failure.what());
    }
}

Result<std::unique_ptr<Connection>> open_connection(const std::string& url) {
    COLLEGIUM_TRY(std::unique_ptr<Driver> driver, open_driver(url, Access::manual));
    return std::unique_ptr<Connection>(std::move(driver));
}

}  // namespace collegium::sql
