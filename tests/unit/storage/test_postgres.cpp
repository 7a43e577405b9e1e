#include <atomic>
#include <thread>

#include "database_fixture.hpp"

namespace collegium::sql::test {
namespace {

class Postgres : public ::testing::Test {
  protected:
    void SetUp() override {
        connection_ = database_.connect();
        connection_->run_script(
            "CREATE TABLE thing (id BIGINT PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0);"
            "INSERT INTO thing (id) VALUES (1), (2)");
    }
    void end_all_others() {
        connection_->execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
    static Job increment(int id) {
        return [id](Connection& connection) {
            connection.execute("UPDATE thing SET n = n + 1 WHERE id = ?", {id});
            return Verdict::commit;
        };
    }
    static Verdict count(Connection& connection) {
        connection.number("SELECT COUNT(*) FROM thing");
        return Verdict::commit;
    }
    std::int64_t sum() { return *connection_->number("SELECT SUM(n) FROM thing"); }

    TestDatabase database_{Dialect::postgres};
    std::unique_ptr<Connection> connection_;
};

TEST_F(Postgres, session_is_set_up_for_short_work) {
    auto pool = database_.pool();
    EXPECT_TRUE(pool->run(Lane::write, [](Connection& connection) {
        const auto setting = [&connection](const std::string& name) {
            return connection.one("SELECT current_setting(?)", {name}, [](const Row& row) { return row.string(0); });
        };
        EXPECT_EQ(setting("jit"), "off");
        EXPECT_EQ(setting("statement_timeout"), "30s");
        EXPECT_EQ(setting("timezone"), "UTC");
        EXPECT_EQ(setting("client_encoding"), "UTF8");
        EXPECT_EQ(setting("application_name"), "collegium");
        return Verdict::commit;
    }));
}

TEST_F(Postgres, zero_byte_in_a_text_is_refused_not_cut_off) {
    EXPECT_THROW(connection_->execute("SELECT ?", {std::string("a\0b", 3)}), Failure);
}

// Two jobs lock the same two rows in opposite order, each in its own thread.
TEST_F(Postgres, deadlocked_writers_both_get_through) {
    PoolOptions options;
    options.write_threads = 2;
    auto pool = database_.pool(options);
    std::atomic<int> holding{0};
    std::atomic<int> runs{0};
    const auto both = [&holding, &runs](int first, int second) {
        return [first, second, &holding, &runs](Connection& connection) {
            ++runs;
            increment(first)(connection);
            ++holding;
            for (int wait = 0; wait < 5000 && holding < 2; ++wait)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return increment(second)(connection);
        };
    };
    std::atomic<bool> other_stored{false};
    std::thread other([&pool, &both, &other_stored] { other_stored = pool->run(Lane::write, both(1, 2)).has_value(); });
    while (holding == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_TRUE(pool->run(Lane::write, both(2, 1)));
    other.join();
    EXPECT_TRUE(other_stored);
    EXPECT_EQ(sum(), 4);
    EXPECT_EQ(runs, 3);  // the victim ran twice
}

TEST_F(Postgres, lost_connections_are_made_anew_unseen) {
    auto pool = database_.pool();
    ASSERT_TRUE(pool->run(Lane::write, increment(1)));
    ASSERT_TRUE(pool->run(Lane::read, count));
    ASSERT_TRUE(pool->run(Lane::slow, count));
    end_all_others();
    EXPECT_TRUE(pool->run(Lane::read, count));
    EXPECT_TRUE(pool->run(Lane::slow, count));
    EXPECT_TRUE(pool->run(Lane::write, increment(1)));
    EXPECT_EQ(sum(), 2);
}

TEST_F(Postgres, batch_whose_connection_is_lost_midway_is_stored_once) {
    auto pool = database_.pool();
    std::atomic<int> runs{0};
    std::atomic<int> stored{0};
    std::atomic<bool> ready{false};
    pool->submit(Lane::write,
                 [&ready](Connection&) {
                     while (!ready) std::this_thread::sleep_for(std::chrono::milliseconds(1));
                     return Verdict::rollback;
                 },
                 {});
    for (int index = 0; index < 6; ++index) {
        Job job = [this, index, &runs](Connection& connection) {
            if (++runs == 3) end_all_others();
            return increment(1 + index % 2)(connection);
        };
        pool->submit(Lane::write, std::move(job), [&stored](Result<void> fate) { stored += fate ? 1 : 0; });
    }
    ready = true;
    pool->close();
    EXPECT_EQ(stored, 6);
    EXPECT_EQ(sum(), 6);
    EXPECT_GT(runs, 6);
}

TEST_F(Postgres, server_that_is_away_is_unavailable_and_then_found_again) {
    auto pool = database_.pool();
    ASSERT_TRUE(pool->run(Lane::write, increment(1)));
    const std::string name =
        *connection_->one("SELECT current_database()", {}, [](const Row& row) { return row.string(0); });
    collegium::test::run_psql(collegium::test::postgres_address(),
                              "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    end_all_others();
    EXPECT_EQ(pool->run(Lane::write, increment(1)).error().code(), Errc::unavailable);
    EXPECT_EQ(pool->run(Lane::read, count).error().code(), Errc::unavailable);
    collegium::test::run_psql(collegium::test::postgres_address(),
                              "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    bool found = false;
    for (int wait = 0; wait < 200 && !found; ++wait) {
        found = pool->run(Lane::write, increment(1)).has_value();
        if (!found) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_TRUE(found);
    EXPECT_EQ(sum(), 2);
}

TEST_F(Postgres, statement_that_takes_too_long_is_unavailable) {
    auto pool = database_.pool();
    const auto status = pool->run(Lane::write, [](Connection& connection) {
        connection.execute("SET LOCAL statement_timeout = 50");
        connection.execute("SELECT pg_sleep(10)");
        return Verdict::commit;
    });
    EXPECT_EQ(status.error().code(), Errc::unavailable);
}

}  // namespace
}  // namespace collegium::sql::test
