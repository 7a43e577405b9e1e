#include <atomic>
#include <future>

#include <gmock/gmock.h>

#include "database_fixture.hpp"

namespace collegium::sql::test {
namespace {

using ::testing::ElementsAre;

class PoolContract : public OnBothEngines {
  protected:
    void SetUp() override {
        database_.connect()->run_script("CREATE TABLE thing (id BIGINT PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0)");
        pool_ = database_.pool();
    }
    static Job insert(int id) {
        return [id](Connection& connection) {
            connection.execute("INSERT INTO thing (id) VALUES (?)", {id});
            return Verdict::commit;
        };
    }
    std::vector<std::int64_t> ids() {
        std::vector<std::int64_t> found;
        const auto status = pool_->run(Lane::read, [&found](Connection& connection) {
            found =
                connection.all("SELECT id FROM thing ORDER BY id", {}, [](const Row& row) { return row.integer(0); });
            return Verdict::commit;
        });
        EXPECT_TRUE(status.has_value());
        return found;
    }
    // Holds the write lane's one thread, so that what is submitted meanwhile becomes one batch.
    void hold() {
        std::promise<void> started;
        pool_->submit(Lane::write,
                      [&started, gate = gate_.get_future().share()](Connection&) {
                          started.set_value();
                          gate.wait();
                          return Verdict::rollback;
                      },
                      {});
        started.get_future().wait();
    }
    void let_go() { gate_.set_value(); }

    std::promise<void> gate_;
    std::unique_ptr<Pool> pool_;
};

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

TEST_P(PoolContract, failing_jobs_of_a_batch_fail_alone) {
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

TEST_P(PoolContract, job_that_gives_up_before_it_writes_costs_the_others_nothing) {
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

TEST_P(PoolContract, what_a_job_gives_up_is_not_seen_by_the_next) {
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

TEST_P(PoolContract, failure_that_a_job_swallows_commits_nothing_half) {
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

TEST_P(PoolContract, jobs_of_a_batch_run_and_are_answered_in_order) {
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

TEST_P(PoolContract, signals_come_once_after_the_commit_and_before_the_answers) {
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

TEST_P(PoolContract, signals_of_what_was_rolled_back_are_dropped) {
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
