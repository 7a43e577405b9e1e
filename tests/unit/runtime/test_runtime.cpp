#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <stdexcept>
#include <thread>

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include "runtime/blocking.hpp"
#include "runtime/cpu_pool.hpp"
#include "runtime/deadline.hpp"
#include "runtime/loop.hpp"
#include "runtime/shutdown.hpp"
#include "runtime/spawn.hpp"

namespace collegium::runtime {
namespace {

using namespace std::chrono_literals;

// Counts how often a value is destroyed that was never moved from: catches a doubly destroyed frame.
struct Counted {
    explicit Counted(std::atomic<int>& counter) : live(&counter) { ++*live; }
    Counted(const Counted& other) : live(other.live) { ++*live; }
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --*live; }
    std::atomic<int>* live;
};

Work ask_pool(CpuPool& pool, Loop& loop, std::promise<std::string>& answer) {
    std::function<std::string()> job = [] { return std::string("signed"); };
    auto result = co_await on_pool<std::string>(pool, std::move(job));
    answer.set_value(loop.is_this_thread() && result ? *result : std::string("wrong"));
}

TEST(Blocking, pool_job_resumes_on_its_own_loop) {
    Loop loop("test");
    loop.start();
    CpuPool pool("cpu", 2);
    std::promise<std::string> answer;
    spawn(loop, "ask", ask_pool(pool, loop, answer));
    EXPECT_EQ(answer.get_future().get(), "signed");
    pool.stop();
}

Work ask_throwing(CpuPool& pool, std::promise<Errc>& answer) {
    std::function<int()> job = []() -> int { throw std::runtime_error("broken"); };
    auto result = co_await on_pool<int>(pool, std::move(job));
    answer.set_value(result ? Errc::gone : result.error().code());
}

TEST(Blocking, pool_job_that_throws_is_an_internal_error) {
    Loop loop("test");
    loop.start();
    CpuPool pool("cpu", 1);
    std::promise<Errc> answer;
    spawn(loop, "ask", ask_throwing(pool, answer));
    EXPECT_EQ(answer.get_future().get(), Errc::internal);
}

TEST(Blocking, full_pool_is_unavailable) {
    Loop loop("test");
    loop.start();
    CpuPool pool("cpu", 1, 1);
    std::promise<void> started;
    std::promise<void> hold;
    auto held = hold.get_future().share();
    ASSERT_TRUE(pool.submit([&started, held] {
        started.set_value();
        held.wait();
    }));
    started.get_future().wait();
    ASSERT_TRUE(pool.submit([held] { held.wait(); }));
    std::promise<Errc> answer;
    spawn(loop, "ask", ask_throwing(pool, answer));
    EXPECT_EQ(answer.get_future().get(), Errc::unavailable);
    hold.set_value();
}

Work wait_with(Starter<int> start, Counted counted) {
    (void)counted;
    co_await blocking<int>(std::move(start));
}

TEST(Blocking, dropped_callback_destroys_the_coroutine_once) {
    std::atomic<int> live{0};
    {
        Loop loop("test");
        loop.start();
        std::promise<std::function<void(int)>> kept;
        Starter<int> start = [&kept](std::function<void(int)> done) { kept.set_value(std::move(done)); };
        spawn(loop, "wait", wait_with(std::move(start), Counted(live)));
        auto done = kept.get_future().get();
        EXPECT_EQ(live.load(), 1);
        done = nullptr;  // on this thread, not the loop's
        std::promise<void> flushed;
        loop.post([&flushed] { flushed.set_value(); });
        flushed.get_future().wait();
    }
    EXPECT_EQ(live.load(), 0);
}

Work fail(std::atomic<int>& runs, std::promise<void>& second) {
    co_await sleep_for(1ms);
    if (++runs == 2) {
        second.set_value();
        co_return;
    }
    throw std::runtime_error("first run fails");
}

TEST(Spawn, worker_that_throws_is_started_again) {
    Loop loop("test");
    loop.start();
    std::atomic<int> runs{0};
    std::promise<void> second;
    spawn_worker(loop, "worker", [&runs, &second] { return fail(runs, second); });
    EXPECT_EQ(second.get_future().wait_for(20s), std::future_status::ready);
    EXPECT_EQ(runs.load(), 2);
}

TEST(Spawn, coroutine_that_throws_ends_and_the_loop_lives) {
    Loop loop("test");
    loop.start();
    std::atomic<int> runs{0};
    std::promise<void> second;
    std::promise<void> ended;
    spawn(loop, "once", fail(runs, second), [&ended] { ended.set_value(); });
    ended.get_future().wait();
    loop.post([] { throw std::runtime_error("from a posted job"); });
    std::promise<void> alive;
    loop.post([&alive] { alive.set_value(); });
    EXPECT_EQ(alive.get_future().wait_for(10s), std::future_status::ready);
}

boost::asio::awaitable<Result<int>> slow(std::chrono::milliseconds time) {
    co_await sleep_for(time);
    co_return 7;
}

Work race(std::chrono::milliseconds time, std::chrono::milliseconds limit, std::promise<Result<int>>& answer) {
    auto result = co_await with_deadline<int>(slow(time), limit);
    answer.set_value(result);
}

TEST(Deadline, work_that_is_too_slow_times_out) {
    Loop loop("test");
    loop.start();
    std::promise<Result<int>> answer;
    spawn(loop, "race", race(60s, 20ms, answer));
    auto result = answer.get_future().get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code(), Errc::timeout);
}

TEST(Deadline, work_in_time_gives_its_value) {
    Loop loop("test");
    loop.start();
    std::promise<Result<int>> answer;
    spawn(loop, "race", race(1ms, 60s, answer));
    auto result = answer.get_future().get();
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, 7);
}

TEST(Shutdown, signal_is_told_once) {
    Loop loop("test");
    loop.start();
    Shutdown shutdown(loop);
    std::promise<int> told;
    shutdown.on_signal([&told](int number) { told.set_value(number); });
    std::raise(SIGTERM);
    EXPECT_EQ(shutdown.wait(), SIGTERM);
    EXPECT_EQ(told.get_future().get(), SIGTERM);
}

TEST(Shutdown, signal_told_twice_at_once_is_one) {
    Loop loop("test");
    loop.start();
    Shutdown shutdown(loop);
    std::raise(SIGTERM);
    EXPECT_EQ(shutdown.wait(), SIGTERM);
    std::raise(SIGTERM);  // would end the process, and the test with it
    std::promise<void> told;
    std::raise(SIGINT);
    loop.post([&told] { told.set_value(); });
    told.get_future().get();
}

TEST(Shutdown, hangup_reads_again_and_ends_nothing) {
    Loop loop("test");
    loop.start();
    Shutdown shutdown(loop);
    std::promise<void> told;
    shutdown.on_hangup([&told] { told.set_value(); });
    std::raise(SIGHUP);
    told.get_future().get();
    shutdown.on_hangup(nullptr);
    std::raise(SIGHUP);
    EXPECT_EQ(shutdown.wait(), SIGHUP);
    loop.stop();
}

TEST(CpuPool, stop_runs_what_is_queued) {
    std::atomic<int> done{0};
    CpuPool pool("cpu", 2);
    for (int index = 0; index < 50; ++index) ASSERT_TRUE(pool.submit([&done] { ++done; }));
    pool.stop();
    EXPECT_EQ(done.load(), 50);
    EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace collegium::runtime
