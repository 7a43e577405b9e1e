// Database, media folder, and the disks under them.
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>

#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cli/doctor_report.hpp"
#include "storage/media/media_store.hpp"
#include "storage/repo/quarantine.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"

namespace collegium::cli::checkup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite_scheme = "sqlite://";
constexpr std::string_view file_scheme = "file://";
constexpr std::uint64_t megabyte = 1024 * 1024;
constexpr std::uint64_t scarce = 200 * megabyte;
constexpr std::uint64_t little = 2048 * megabyte;
constexpr std::uint64_t longest_check = 512 * megabyte;  // a quick_check reads the whole file

struct FileSystem {
    long magic;
    const char* name;
};
// From linux/magic.h and the file systems' own sources.
constexpr std::array network_systems = {
    FileSystem{0x6969, "NFS"},       FileSystem{0x517B, "SMB"},        FileSystem{0xFF534D42L, "CIFS"},
    FileSystem{0xFE534D42L, "SMB2"}, FileSystem{0x00C36400L, "Ceph"},  FileSystem{0x5346414FL, "AFS"},
    FileSystem{0x01021997L, "9P"},   FileSystem{0x65735546L, "FUSE"},  FileSystem{0x0BD00BD0L, "Lustre"},
    FileSystem{0x01161970L, "GFS2"}, FileSystem{0x7461636FL, "OCFS2"},
};
constexpr long memory_system = 0x01021994;

// The nearest folder that is there.
fs::path existing(fs::path path) {
    std::error_code ignored;
    while (!fs::exists(path, ignored) && path.has_parent_path() && path != path.parent_path())
        path = path.parent_path();
    return path;
}

std::string megabytes(std::uint64_t bytes) {
    return std::to_string(bytes / megabyte) + " MB";
}

void check_space(Report& report, const fs::path& place) {
    struct statvfs facts {};
    if (::statvfs(place.c_str(), &facts) != 0) {
        report.warn("free space at " + place.string() + ": unknown", "Check that the folder can be read.");
        return;
    }
    const std::uint64_t free = static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
    const auto what = "free space at " + place.string() + ": " + megabytes(free);
    if (free < scarce)
        report.fail(what, "Make room now: without space nothing can be accepted.");
    else if (free < little)
        report.warn(what, "Make room: 2 GB is a sensible reserve.");
    else
        report.ok(what);
}

void check_file_system(Report& report, const fs::path& place) {
    struct statfs facts {};
    if (::statfs(place.c_str(), &facts) != 0) return;
    const long magic = static_cast<long>(facts.f_type);
    for (const auto& system : network_systems) {
        if (system.magic != magic) continue;
        report.fail("SQLite on " + std::string(system.name) + " at " + place.string(),
                    "Move the database to a local disk, or use PostgreSQL: SQLite's log needs shared memory that "
                    "such file systems do not give.");
        return;
    }
    if (magic == memory_system)
        report.warn("SQLite in memory at " + place.string(), "It is gone after a restart: move it to a disk.");
    else
        report.ok("SQLite on a local file system at " + place.string());
}

void check_journal(Report& report, sql::Connection& connection, std::uint64_t size) {
    const auto mode = connection.one("PRAGMA journal_mode", {}, [](const sql::Row& row) { return row.string(0); });
    if (mode == "wal")
        report.ok("SQLite's log is in WAL mode");
    else
        report.fail("SQLite's log is in mode " + mode.value_or("unknown"),
                    "Readers and the writer block each other: check that the folder is writable for the service.");
    if (size > longest_check) return;
    const auto fault = connection.one("PRAGMA quick_check(1)", {}, [](const sql::Row& row) { return row.string(0); });
    if (fault == "ok")
        report.ok("SQLite's file is intact (" + megabytes(size) + ")");
    else
        report.fail("SQLite's file is damaged: " + fault.value_or(""), "Stop the service and restore the last backup.");
}

// Mode "guarded": somebody has to look, or strangers wait for ever.
void check_quarantine(Report& report, sql::Connection& connection, const config::Config& config) {
    if (config.federation.mode != config::FederationMode::guarded) return;
    std::size_t servers = 0;
    for (const auto& host : repo::hosts_with_held(connection)) servers += host.review == model::HostReview::unreviewed;
    const auto held = repo::held_size(connection);
    if (servers == 0)
        report.ok("no server waits for a review");
    else
        report.warn(std::to_string(servers) + " servers wait for a review, with " + std::to_string(held.activities) +
                        " activities (" + std::to_string(held.bytes / 1024) + " kB)",
                    "See collegium host list, then host allow or host refuse; what waits 30 days is dropped.");
}

void check_content(Report& report, sql::Connection& connection, const config::Config& config) {
    const auto pending = sql::pending_migrations(connection);
    if (!pending) {
        report.fail("database schema: " + pending.error().message(), "Run the release that last ran, or a newer one.");
        return;
    }
    if (*pending > 0) {
        report.warn("database schema: " + std::to_string(*pending) + " migrations are missing",
                    "Run collegium migrate; serve would do it at its start.");
        return;
    }
    report.ok("database schema is up to date");
    const auto owners = connection.number("SELECT COUNT(*) FROM member WHERE role = 3 AND disabled_at IS NULL");
    if (owners.value_or(0) > 0)
        report.ok("owners: " + std::to_string(*owners));
    else
        report.warn("nobody owns this instance", "Run collegium account create --role owner.");
    check_quarantine(report, connection, config);
}

// False when there is nothing to open yet: looking must not make a database.
bool check_sqlite_file(Report& report, const fs::path& file) {
    const auto place = existing(file.parent_path());
    check_file_system(report, place);
    check_space(report, place);
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        if (::access(file.c_str(), R_OK | W_OK) == 0) return true;
        report.fail("database " + file.string() + " may not be read and written by this user",
                    "Run doctor as the service's user, or chown the file to it.");
        return false;
    }
    if (::access(place.c_str(), W_OK) == 0)
        report.warn("database " + file.string() + " is not there yet",
                    "Run collegium migrate, or serve, which makes it.");
    else
        report.fail("database " + file.string() + " is not there, and " + place.string() + " is not writable",
                    "Run doctor as the service's user, or make the folder and chown it.");
    return false;
}

void check_open_database(Report& report, const config::Config& config, std::optional<std::uint64_t> sqlite_size) {
    auto connection = sql::open_connection(config.storage.database);
    if (!connection) {
        report.fail("database: " + connection.error().message(), "Check the address, the server and its permissions.");
        return;
    }
    try {
        const auto version = (*connection)
                                 ->one(
                                     "SELECT {{#sqlite}}'SQLite ' || sqlite_version(){{/sqlite}}"
                                     "{{#postgres}}'PostgreSQL ' || current_setting('server_version'){{/postgres}}",
                                     {}, [](const sql::Row& row) { return row.string(0); });
        report.ok("database answers: " + version.value_or(""));
        if (sqlite_size) check_journal(report, **connection, *sqlite_size);
        check_content(report, **connection, config);
    } catch (const sql::Failure& failure) {
        report.fail(std::string("database: ") + failure.what(),
                    "Check that it belongs to this program and is not damaged.");
    }
}

}  // namespace

void check_database(Report& report, const config::Config& config) {
    const std::string_view url = config.storage.database;
    if (!url.starts_with(sqlite_scheme)) {
        check_open_database(report, config, std::nullopt);
        return;
    }
    const fs::path file(url.substr(sqlite_scheme.size()));
    if (!check_sqlite_file(report, file)) return;
    std::error_code error;
    const auto size = fs::file_size(file, error);
    check_open_database(report, config, error ? 0 : size);
}

void check_media(Report& report, const config::Config& config) {
    const std::string_view url = config.storage.media;
    const bool remote = !url.starts_with(file_scheme);
    std::error_code ignored;
    if (!remote) {
        const fs::path folder(url.substr(file_scheme.size()));
        check_space(report, existing(folder));
        if (!fs::exists(folder, ignored)) {
            report.warn("media folder " + folder.string() + " is not there yet", "serve makes it at its start.");
            return;
        }
    }
    auto store = media::open_media_store(config);
    if (url.find("endpoint=http://") != std::string_view::npos)
        report.warn("the media store is asked without TLS", "Files go through the network unencrypted: use https.");
    auto sound = store ? (*store)->check() : Result<void>(store.error());
    if (sound)
        report.ok("media store takes and gives back a file: " + config.storage.media);
    else
        report.fail(
            "media store " + config.storage.media + ": " + sound.error().message() + " " + sound.error().detail(),
            remote ? "Check the endpoint, the bucket, the keys and what they permit."
                   : "Check the folder's owner and the space on its disk.");
}

}  // namespace collegium::cli::checkup
