#include "support/postgres_cluster.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace collegium::test {
namespace {

namespace fs = std::filesystem;

// PostgreSQL's own programs; the newest version installed.
std::string program(const std::string& name) {
    fs::path newest;
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        const fs::path candidate = version.path() / "bin" / name;
        if (fs::exists(candidate) && candidate > newest) newest = candidate;
    }
    if (newest.empty()) throw std::runtime_error("PostgreSQL's " + name + " is not installed");
    return newest.string();
}

void run(std::vector<std::string> words, const std::string& log) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::posix_spawn_file_actions_adddup2(&files, 1, 2);
    pid_t child = 0;
    const int failed = ::posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    int status = 0;
    if (failed != 0 || ::waitpid(child, &status, 0) != child || status != 0) {
        throw std::runtime_error(words[0] + " failed; see " + log);
    }
}

class Cluster {
  public:
    Cluster() {
        std::string pattern = (fs::temp_directory_path() / "collegium-postgres-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        try {
            give_to_unprivileged_user();
            as_user({program("initdb"), "-D", folder_ + "/data", "-U", "collegium", "--auth=trust", "--encoding=UTF8",
                     "--locale=C.UTF-8", "--no-sync"});
            as_user({program("pg_ctl"), "-D", folder_ + "/data", "-l", folder_ + "/server.log", "-w", "-s", "-o",
                     "-c listen_addresses='' -c unix_socket_directories='" + folder_ +
                         "' -c fsync=on -c max_connections=100 -c shared_buffers=32MB -c full_page_writes=off -c "
                         "max_wal_size=2GB",
                     "start"});
        } catch (...) {
            fs::remove_all(folder_);
            throw;
        }
        address_ = "postgresql://collegium@/postgres?host=" + folder_;
    }
    ~Cluster() {
        try {
            as_user({program("pg_ctl"), "-D", folder_ + "/data", "-m", "immediate", "-s", "stop"});
        } catch (const std::exception&) {  // the folder goes anyway, and the server with it
        }
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    const std::string& address() const { return address_; }

  private:
    // PostgreSQL refuses to run as root.
    void give_to_unprivileged_user() const {
        if (::geteuid() != 0) return;
        const passwd* user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) {
            throw std::runtime_error("no user postgres to run PostgreSQL as");
        }
    }
    void as_user(std::vector<std::string> words) const {
        if (::geteuid() == 0) words.insert(words.begin(), {"runuser", "-u", "postgres", "--"});
        run(std::move(words), folder_ + "/start.log");
    }

    std::string folder_;
    std::string address_;
};

constexpr const char* variable = "COLLEGIUM_TEST_POSTGRES";

bool is_private() {
    const char* given = std::getenv(variable);
    return given == nullptr || *given == '\0';
}

// The same server, another database: what stands between the last slash and the options.
std::string with_database(const std::string& address, const std::string& name) {
    const std::size_t options = std::min(address.find('?'), address.size());
    const std::size_t slash = address.rfind('/', options - 1);
    return address.substr(0, slash + 1) + name + address.substr(options);
}

}  // namespace

const std::string& postgres_address() {
    if (!is_private()) {
        static const std::string address = std::getenv(variable);
        return address;
    }
    static const Cluster cluster;
    return cluster.address();
}

void run_psql(const std::string& address, const std::string& sql) {
    const std::string log = (fs::temp_directory_path() / ("collegium-psql-" + std::to_string(::getpid()))).string();
    run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql}, log);
    std::error_code ignored;
    fs::remove(log, ignored);
}

PostgresDatabase::PostgresDatabase() {
    static std::atomic<int> count{0};
    name_ = "collegium_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    run_psql(postgres_address(), "CREATE DATABASE " + name_);
    url_ = with_database(postgres_address(), name_);
}

PostgresDatabase::~PostgresDatabase() {
    if (is_private()) return;  // it goes with its cluster; dropping it costs a checkpoint
    try {
        run_psql(postgres_address(), "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {  // a leftover database harms nothing
    }
}

}  // namespace collegium::test
