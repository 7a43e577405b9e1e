// Statements that travel together: what is posted, and what is asked all at once.
#include <future>

#include <gmock/gmock.h>

#include "database_fixture.hpp"

namespace collegium::sql::test {
namespace {

using ::testing::ElementsAre;

class Together : public OnBothEngines {
  protected:
    void SetUp() override {
        database_.connect()->run_script("CREATE TABLE thing (id BIGINT PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0)");
        pool_ = database_.pool();
    }
    static std::vector<std::int64_t> ids(Connection& connection) {
        return connection.all("SELECT id FROM thing ORDER BY id", {}, [](const Row& row) { return row.integer(0); });
    }
    static void post(Connection& connection, int id) { connection.post("INSERT INTO thing (id) VALUES (?)", {id}); }
    Result<void> write(const Job& job) { return pool_->run(Lane::write, job); }
    std::vector<std::int64_t> stored() {
        return run_for(*pool_, Lane::read,
                       [](Connection& connection) -> Result<std::vector<std::int64_t>> { return ids(connection); })
            .value();
    }

    std::unique_ptr<Pool> pool_;
};

TEST_P(Together, what_is_posted_is_there_for_the_next_statement_and_after_the_commit) {
    std::vector<std::int64_t> seen;
    ASSERT_TRUE(write([&seen](Connection& connection) {
        for (int id = 1; id <= 3; ++id) post(connection, id);
        seen = ids(connection);
        post(connection, 4);
        return Verdict::commit;
    }));
    EXPECT_THAT(seen, ElementsAre(1, 2, 3));
    EXPECT_THAT(stored(), ElementsAre(1, 2, 3, 4));
}

TEST_P(Together, more_than_fits_into_one_trip_arrives_whole) {
    ASSERT_TRUE(write([](Connection& connection) {
        for (int id = 0; id < 1000; ++id) post(connection, id);
        return Verdict::commit;
    }));
    EXPECT_EQ(stored().size(), 1000u);
}

TEST_P(Together, posted_statement_that_fails_fails_its_own_job_alone) {
    std::vector<std::string> fates(4);
    std::promise<void> gate;
    std::promise<void> started;
    // Holds the one thread, so that what is submitted meanwhile becomes one batch.
    pool_->submit(Lane::write,
                  [&started, open = gate.get_future().share()](Connection&) {
                      started.set_value();
                      open.wait();
                      return Verdict::rollback;
                  },
                  {});
    started.get_future().wait();
    for (int index = 0; index < 4; ++index) {
        Job job = [index](Connection& connection) {
            post(connection, 10 * index);
            if (index == 1) post(connection, 0);  // there already
            if (index == 1) post(connection, 11);
            if (index == 2) post(connection, 21);
            return index == 2 ? Verdict::rollback : Verdict::commit;
        };
        pool_->submit(Lane::write, std::move(job), [&fates, index](Result<void> fate) {
            fates[static_cast<std::size_t>(index)] = fate ? "ok" : name_of(fate.error().code());
        });
    }
    gate.set_value();
    pool_->close();
    EXPECT_THAT(fates, ElementsAre("ok", "internal", "ok", "ok"));
    pool_ = database_.pool();
    EXPECT_THAT(stored(), ElementsAre(0, 30));
}

TEST_P(Together, posted_statement_that_fails_says_so_before_the_next_one_answers) {
    EXPECT_FALSE(write([](Connection& connection) {
        post(connection, 1);
        post(connection, 1);
        EXPECT_THROW(ids(connection), Failure);
        return Verdict::commit;
    }));
    EXPECT_THAT(stored(), ElementsAre());
}

TEST_P(Together, queries_asked_at_once_give_their_rows_to_their_own_callbacks) {
    ASSERT_TRUE(write([](Connection& connection) {
        for (int id = 1; id <= 4; ++id) post(connection, id);
        std::vector<std::int64_t> small;
        std::vector<std::int64_t> large;
        const auto read = [](const Row& row) { return row.integer(0); };
        connection.run_all({collect(small, "SELECT id FROM thing WHERE id < ? ORDER BY id", {3}, read),
                            collect(large, "SELECT id FROM thing WHERE id >= ? ORDER BY id", {3}, read)});
        EXPECT_THAT(small, ElementsAre(1, 2));
        EXPECT_THAT(large, ElementsAre(3, 4));
        return Verdict::commit;
    }));
}

TEST_P(Together, callback_may_run_statements_of_its_own) {
    std::vector<std::int64_t> seen;
    ASSERT_TRUE(write([&seen](Connection& connection) {
        post(connection, 1);
        post(connection, 2);
        connection.each("SELECT 1 AS number UNION ALL SELECT 2 ORDER BY number", {},
                        [&connection, &seen](const Row& row) {
                            post(connection, static_cast<int>(row.integer(0)) + 10);
                            seen = ids(connection);
                        });
        return Verdict::commit;
    }));
    EXPECT_THAT(seen, ElementsAre(1, 2, 11, 12));
    EXPECT_THAT(stored(), ElementsAre(1, 2, 11, 12));
}

TEST_P(Together, read_jobs_ask_together_too) {
    ASSERT_TRUE(write([](Connection& connection) {
        post(connection, 7);
        return Verdict::commit;
    }));
    const auto status = pool_->run(Lane::read, [](Connection& connection) {
        std::vector<std::int64_t> all;
        connection.run_all({collect(all, "SELECT id FROM thing", {}, [](const Row& row) { return row.integer(0); }),
                            collect(all, "SELECT n FROM thing", {}, [](const Row& row) { return row.integer(0); })});
        EXPECT_THAT(all, ElementsAre(7, 0));
        return Verdict::commit;
    });
    EXPECT_TRUE(status.has_value());
}

COLLEGIUM_ON_BOTH_ENGINES(Together);

}  // namespace
}  // namespace collegium::sql::test
