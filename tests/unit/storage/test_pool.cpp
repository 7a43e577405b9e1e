#include <atomic>

#include <gmock/gmock.h>

#include "pool_fixture.hpp"

namespace collegium::sql::test {
namespace {

using ::testing::ElementsAre;

class PoolContract : public PoolTest {};

TEST_P(PoolContract, committed_work_is_there_for_readers) {
    ASSERT_TRUE(pool_->run(Lane::write, insert(1)));
    EXPECT_THAT(ids(), ElementsAre(1));
    EXPECT_EQ(pool_->dialect(), GetParam());
}

TEST_P(PoolContract, verdict_rollback_is_no_error_and_leaves_nothing) {
    EXPECT_TRUE(pool_->run(Lane::write, [](Connection& connection) {
        connection.execute("INSERT INTO thing (id) VALUES (1)");
        return Verdict::rollback;
    }));
    EXPECT_THAT(ids(), ElementsAre());
}

TEST_P(PoolContract, exceptions_become_errors_and_leave_nothing) {
    const auto bug = pool_->run(Lane::write, [](Connection& connection) -> Verdict {
        connection.execute("INSERT INTO thing (id) VALUES (1)");
        throw std::logic_error("a bug");
    });
    EXPECT_EQ(bug.error().code(), Errc::internal);
    EXPECT_EQ(bug.error().message().find("a bug"), std::string::npos);
    const auto busy =
        pool_->run(Lane::write, [](Connection&) -> Verdict { throw Failure(Failure::Kind::busy, "busy"); });
    EXPECT_EQ(busy.error().code(), Errc::unavailable);
    const auto odd = pool_->run(Lane::read, [](Connection&) -> Verdict { throw 1; });
    EXPECT_EQ(odd.error().code(), Errc::internal);
    EXPECT_THAT(ids(), ElementsAre());
    EXPECT_TRUE(pool_->run(Lane::write, insert(2)));
}

TEST_P(PoolContract, full_queue_refuses_at_once) {
    pool_ = database_.pool(3);
    hold();
    std::atomic<int> refused{0};
    std::atomic<int> done{0};
    for (int index = 0; index < 8; ++index) {
        pool_->submit(Lane::write, insert(index), [&refused, &done](Result<void> fate) {
            ++done;
            if (!fate && fate.error().code() == Errc::unavailable) ++refused;
        });
    }
    EXPECT_EQ(refused, 5);
    let_go();
    pool_->close();
    EXPECT_EQ(done, 8);
    EXPECT_EQ(refused, 5);
}

TEST_P(PoolContract, close_finishes_what_waits_and_refuses_what_comes) {
    hold();
    std::atomic<int> stored{0};
    for (int index = 0; index < 5; ++index) {
        pool_->submit(Lane::write, insert(index), [&stored](Result<void> fate) { stored += fate ? 1 : 0; });
    }
    let_go();
    pool_->close();
    EXPECT_EQ(stored, 5);
    EXPECT_EQ(pool_->run(Lane::read, insert(9)).error().code(), Errc::unavailable);
    EXPECT_EQ(pool_->run(Lane::write, insert(9)).error().code(), Errc::unavailable);
    pool_->close();
}

TEST_P(PoolContract, reading_lanes_cannot_write) {
    EXPECT_FALSE(pool_->run(Lane::read, insert(1)));
    EXPECT_FALSE(pool_->run(Lane::slow, insert(1)));
    EXPECT_THAT(ids(), ElementsAre());
}

TEST_P(PoolContract, read_job_sees_one_snapshot_and_slow_job_what_is_newest) {
    const auto count_around_a_write = [this](Lane lane, int id) {
        std::pair<std::int64_t, std::int64_t> counts;
        const auto status = pool_->run(lane, [this, &counts, id](Connection& connection) {
            counts.first = *connection.number("SELECT COUNT(*) FROM thing");
            EXPECT_TRUE(pool_->run(Lane::write, insert(id)));
            counts.second = *connection.number("SELECT COUNT(*) FROM thing");
            return Verdict::commit;
        });
        EXPECT_TRUE(status);
        return counts;
    };
    EXPECT_EQ(count_around_a_write(Lane::read, 1), std::pair(std::int64_t{0}, std::int64_t{0}));
    EXPECT_EQ(count_around_a_write(Lane::slow, 2), std::pair(std::int64_t{1}, std::int64_t{2}));
}

TEST_P(PoolContract, run_for_keeps_changes_only_of_a_success) {
    const auto stored = run_for(*pool_, Lane::write, [](Connection& connection) -> Result<int> {
        connection.execute("INSERT INTO thing (id) VALUES (1)");
        return 7;
    });
    EXPECT_EQ(stored.value(), 7);
    const auto refused = run_for(*pool_, Lane::write, [](Connection& connection) -> Result<int> {
        connection.execute("INSERT INTO thing (id) VALUES (2)");
        return Error(Errc::conflict, "no");
    });
    EXPECT_EQ(refused.error().code(), Errc::conflict);
    EXPECT_THAT(ids(), ElementsAre(1));
}

TEST_P(PoolContract, many_threads_write_without_loss) {
    pool_ = database_.pool(PoolOptions{});
    pool_->run(Lane::write, insert(1));
    std::vector<std::thread> writers;
    std::atomic<int> failed{0};
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([this, &failed] {
            for (int turn = 0; turn < 100; ++turn) {
                const auto status = pool_->run(Lane::write, [](Connection& connection) {
                    connection.execute("UPDATE thing SET n = n + 1 WHERE id = 1");
                    return Verdict::commit;
                });
                if (!status) ++failed;
            }
        });
    }
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(database_.connect()->number("SELECT n FROM thing"), 400);
}

COLLEGIUM_ON_BOTH_ENGINES(PoolContract);

TEST(PoolOpen, unreachable_database_is_unavailable) {
    PoolOptions options;
    options.url = "sqlite:///proc/no/such/place.db";
    EXPECT_EQ(Pool::open(options).error().code(), Errc::unavailable);
}

}  // namespace
}  // namespace collegium::sql::test
