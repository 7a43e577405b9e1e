// What the write lane does with jobs that came together (storage/sql/transact.hpp).
#include <atomic>
#include <optional>

#include <gmock/gmock.h>

#include "pool_fixture.hpp"

namespace collegium::sql::test {
namespace {

using ::testing::ElementsAre;

class Batches : public PoolTest {};
COLLEGIUM_ON_BOTH_ENGINES(Batches);

TEST_P(Batches, failing_jobs_of_a_batch_fail_alone) {
    std::vector<std::string> fates(6);
    std::atomic<int> batches{0};
    pool_->on_signal([&batches](unsigned) { ++batches; });
    hold();
    for (int index = 0; index < 6; ++index) {
        Job job = [index](Connection& connection) {
            connection.signal(signal_events);
            connection.execute("INSERT INTO thing (id) VALUES (?)", {index});
            if (index == 1) connection.execute("INSERT INTO thing (id) VALUES (?)", {0});  // there already
            if (index == 2) throw std::runtime_error("a bug");
            if (index == 3) connection.execute("SELEKT");
            return index == 4 ? Verdict::rollback : Verdict::commit;
        };
        pool_->submit(Lane::write, std::move(job), [&fates, index](Result<void> fate) {
            fates[static_cast<std::size_t>(index)] = fate ? "ok" : name_of(fate.error().code());
        });
    }
    let_go();
    pool_->close();
    EXPECT_THAT(fates, ElementsAre("ok", "internal", "internal", "internal", "ok", "ok"));
    EXPECT_EQ(batches, 1);
    pool_ = database_.pool();
    EXPECT_THAT(ids(), ElementsAre(0, 5));
}

TEST_P(Batches, job_that_gives_up_before_it_writes_costs_the_others_nothing) {
    std::atomic<int> runs{0};
    const auto counted = [&runs](int id) {
        return [&runs, id](Connection& connection) {
            ++runs;
            connection.execute("INSERT INTO thing (id) VALUES (?)", {id});
            return Verdict::commit;
        };
    };
    const auto look_and_leave = [](Connection& connection) {
        return connection.exists("SELECT 1 FROM thing WHERE id = 1") ? Verdict::rollback : Verdict::commit;
    };
    hold();
    pool_->submit(Lane::write, counted(1), {});
    pool_->submit(Lane::write, look_and_leave, {});
    pool_->submit(Lane::write, counted(2), {});
    let_go();
    pool_->close();
    pool_ = database_.pool();
    EXPECT_THAT(ids(), ElementsAre(1, 2));
    EXPECT_EQ(runs, 2);
}

TEST_P(Batches, what_a_job_gives_up_is_not_seen_by_the_next) {
    std::optional<bool> seen;
    const auto write_and_leave = [](Connection& connection) {
        connection.post("INSERT INTO thing (id) VALUES (?)", {1});
        return Verdict::rollback;
    };
    hold();
    pool_->submit(Lane::write, insert(0), {});
    pool_->submit(Lane::write, write_and_leave, {});
    pool_->submit(Lane::write,
                  [&seen](Connection& connection) {
                      seen = connection.exists("SELECT 1 FROM thing WHERE id = 1");
                      return Verdict::commit;
                  },
                  {});
    let_go();
    pool_->close();
    pool_ = database_.pool();
    EXPECT_THAT(ids(), ElementsAre(0));
    EXPECT_EQ(seen, false);
}

TEST_P(Batches, failure_that_a_job_swallows_commits_nothing_half) {
    const auto swallow = [](int id) {
        return [id](Connection& connection) {
            connection.execute("INSERT INTO thing (id) VALUES (?)", {id});
            try {
                connection.execute("INSERT INTO thing (id) VALUES (?)", {id});
            } catch (const Failure&) {
            }
            return Verdict::commit;
        };
    };
    // SQLite keeps the first row; PostgreSQL cannot, and must then say so.
    const bool alone = pool_->run(Lane::write, swallow(1)).has_value();
    hold();
    bool in_batch = false;
    pool_->submit(Lane::write, swallow(2), [&in_batch](Result<void> fate) { in_batch = fate.has_value(); });
    pool_->submit(Lane::write, insert(3), {});
    let_go();
    pool_->close();
    pool_ = database_.pool();
    std::vector<std::int64_t> expected;
    if (alone) expected.push_back(1);
    if (in_batch) expected.push_back(2);
    expected.push_back(3);
    EXPECT_EQ(ids(), expected);
}

TEST_P(Batches, jobs_of_a_batch_run_and_are_answered_in_order) {
    std::vector<int> ran;
    std::vector<int> answered;
    hold();
    for (int index = 0; index < 40; ++index) {
        pool_->submit(
            Lane::write,
            [index, &ran](Connection&) {
                ran.push_back(index);
                return Verdict::commit;
            },
            [index, &answered](Result<void>) { answered.push_back(index); });
    }
    let_go();
    pool_->close();
    ASSERT_EQ(answered.size(), 40u);
    EXPECT_TRUE(std::is_sorted(answered.begin(), answered.end()));
    EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST_P(Batches, signals_come_once_after_the_commit_and_before_the_answers) {
    std::vector<std::string> story;
    auto look = database_.connect();
    pool_->on_signal([&story, &look](unsigned signals) {
        const auto rows = look->number("SELECT COUNT(*) FROM thing");
        story.push_back("signals " + std::to_string(signals) + " rows " + std::to_string(*rows));
    });
    hold();
    for (const unsigned bit : {signal_events, signal_delivery}) {
        pool_->submit(
            Lane::write,
            [bit](Connection& connection) {
                connection.execute("INSERT INTO thing (id) VALUES (?)", {static_cast<int>(bit)});
                connection.signal(bit);
                return Verdict::commit;
            },
            [&story](Result<void>) { story.emplace_back("answer"); });
    }
    let_go();
    pool_->close();
    EXPECT_THAT(story, ElementsAre("signals 5 rows 2", "answer", "answer"));
}

TEST_P(Batches, signals_of_what_was_rolled_back_are_dropped) {
    std::atomic<unsigned> heard{0};
    pool_->on_signal([&heard](unsigned signals) { heard |= signals; });
    const auto signal_then = [](Verdict verdict) {
        return [verdict](Connection& connection) {
            connection.signal(signal_inbox);
            return verdict;
        };
    };
    pool_->run(Lane::write, signal_then(Verdict::rollback));
    pool_->run(Lane::write, [](Connection& connection) -> Verdict {
        connection.signal(signal_inbox);
        throw std::runtime_error("a bug");
    });
    pool_->run(Lane::write, insert(1));
    pool_->run(Lane::read, signal_then(Verdict::commit));
    EXPECT_EQ(heard, 0u);
    pool_->run(Lane::write, signal_then(Verdict::commit));
    EXPECT_EQ(heard, unsigned{signal_inbox});
}

}  // namespace
}  // namespace collegium::sql::test
