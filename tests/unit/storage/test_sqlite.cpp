#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database_fixture.hpp"

namespace collegium::sql::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view scheme = "sqlite://";

std::string file_of(const TestDatabase& database) {
    return database.url().substr(scheme.size());
}

std::uintmax_t log_bytes(const TestDatabase& database) {
    std::error_code missing;
    const auto size = fs::file_size(file_of(database) + "-wal", missing);
    return missing ? 0 : size;
}

void write_rows(Pool& pool, int from, int count) {
    for (int id = from; id < from + count; ++id) {
        ASSERT_TRUE(pool.run(Lane::write, [id](Connection& connection) {
            connection.execute("INSERT INTO thing (id, filling) VALUES (?, ?)", {id, Blob{std::string(3000, 'x')}});
            return Verdict::commit;
        }));
    }
}

TestDatabase with_table() {
    TestDatabase database(Dialect::sqlite);
    database.connect()->run_script("CREATE TABLE thing (id BIGINT PRIMARY KEY, filling BLOB)");
    return database;
}

TEST(Sqlite, every_connection_is_durable_and_checks_keys) {
    const TestDatabase database = with_table();
    auto pool = database.pool();
    for (const Lane lane : {Lane::read, Lane::write, Lane::slow}) {
        EXPECT_TRUE(pool->run(lane, [](Connection& connection) {
            EXPECT_EQ(connection.number("PRAGMA synchronous"), 2);
            EXPECT_EQ(connection.number("PRAGMA foreign_keys"), 1);
            EXPECT_EQ(connection.number("PRAGMA wal_autocheckpoint"), 0);
            EXPECT_EQ(connection.one("PRAGMA journal_mode", {}, [](const Row& row) { return row.string(0); }), "wal");
            return Verdict::commit;
        }));
    }
}

TEST(Sqlite, files_are_for_their_owner_alone) {
    const TestDatabase database = with_table();
    auto pool = database.pool();
    write_rows(*pool, 1, 1);
    for (const char* suffix : {"", "-wal", "-shm"}) {
        struct stat status {};
        ASSERT_EQ(::stat((file_of(database) + suffix).c_str(), &status), 0) << suffix;
        EXPECT_EQ(status.st_mode & 0777, 0600u) << suffix;
    }
    EXPECT_EQ(fs::status(fs::path(file_of(database)).parent_path()).permissions(), fs::perms::owner_all);
}

TEST(Sqlite, log_stays_bounded_while_readers_come_and_go) {
    const TestDatabase database = with_table();
    auto pool = database.pool();
    std::atomic<bool> stop{false};
    std::thread reader([&pool, &stop] {
        while (!stop) {
            EXPECT_TRUE(pool->run(Lane::read, [](Connection& connection) {
                connection.number("SELECT COUNT(*) FROM thing");
                return Verdict::commit;
            }));
        }
    });
    for (int round = 0; round < 30; ++round) {
        ASSERT_TRUE(pool->run(Lane::write, [round](Connection& connection) {
            for (int row = 0; row < 500; ++row) {
                connection.execute("INSERT INTO thing (id, filling) VALUES (?, ?)",
                                   {round * 1000 + row, Blob{std::string(3500, 'x')}});
            }
            return Verdict::commit;
        }));
    }
    stop = true;
    reader.join();
    // 60 MB were written; the log is begun anew once it has been carried over.
    EXPECT_LT(log_bytes(database), 45u << 20);
}

TEST(Sqlite, idle_pool_empties_the_log) {
    const TestDatabase database = with_table();
    auto pool = database.pool();
    write_rows(*pool, 1, 20);
    EXPECT_GT(log_bytes(database), 0u);
    for (int wait = 0; wait < 200 && log_bytes(database) > 0; ++wait) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_EQ(log_bytes(database), 0u);
    write_rows(*pool, 100, 1);
}

TEST(Sqlite, only_one_of_two_pools_carries_the_log_over) {
    const TestDatabase database = with_table();
    auto first = database.pool();
    write_rows(*first, 1, 1);
    while (log_bytes(database) > 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    {
        auto second = database.pool();
        write_rows(*second, 10, 5);
        second->close();
    }
    EXPECT_GT(log_bytes(database), 0u);
    write_rows(*first, 20, 1);
    first->close();
    EXPECT_EQ(log_bytes(database), 0u);
    EXPECT_EQ(database.connect()->number("SELECT COUNT(*) FROM thing"), 7);
}

TEST(Sqlite, log_that_a_crash_left_is_read) {
    const TestDatabase database = with_table();
    EXPECT_GT(log_bytes(database), 0u);  // connections outside of a pool never carry it over
    EXPECT_EQ(database.connect()->number("SELECT COUNT(*) FROM thing"), 0);
}

// In the child: stores numbered rows as fast as it can, and writes each number to the pipe once it is
// acknowledged. Ends only by being killed.
[[noreturn]] void write_for_ever(const TestDatabase& database, int from, int pipe) {
    auto pool = database.pool();
    for (int id = from;; ++id) {
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        pool->submit(
            Lane::write,
            [id](Connection& connection) {
                connection.execute("INSERT INTO thing (id) VALUES (?)", {id});
                return Verdict::commit;
            },
            [id, pipe](Result<void> fate) {
                if (fate && ::write(pipe, &id, sizeof id) != sizeof id) ::_exit(1);
            });
    }
}

std::set<int> write_until_killed(const TestDatabase& database, int from, std::size_t enough) {
    int ends[2];
    if (::pipe(ends) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        write_for_ever(database, from, ends[1]);
    }
    ::close(ends[1]);
    std::set<int> acknowledged;
    int id = 0;
    bool killed = false;
    while (::read(ends[0], &id, sizeof id) == sizeof id) {
        acknowledged.insert(id);
        if (acknowledged.size() < enough || killed) continue;
        killed = true;
        ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return acknowledged;
}

TEST(Sqlite, killed_process_keeps_every_acknowledged_row) {
    const TestDatabase database = with_table();
    for (int round = 0; round < 4; ++round) {
        const auto acknowledged =
            write_until_killed(database, round * 1'000'000, 150u * static_cast<unsigned>(round + 1));
        ASSERT_GE(acknowledged.size(), 150u);
        auto connection = database.connect();
        std::set<int> stored;
        connection->each("SELECT id FROM thing", {},
                         [&stored](const Row& row) { stored.insert(static_cast<int>(row.integer(0))); });
        for (const int id : acknowledged) EXPECT_TRUE(stored.contains(id)) << id;
        EXPECT_EQ(connection->one("PRAGMA integrity_check", {}, [](const Row& row) { return row.string(0); }), "ok");
    }
}

}  // namespace
}  // namespace collegium::sql::test
