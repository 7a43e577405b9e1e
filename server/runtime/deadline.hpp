// Bounds how long a coroutine may take where stream time-outs do not reach: Boost 1.81 has no cancel_after.
#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "core/result.hpp"

namespace collegium::runtime {

boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds time);

// Cancels one coroutine when the time is over; lives on that coroutine's loop.
class DeadlineTimer {
  public:
    DeadlineTimer(boost::asio::any_io_executor executor, std::chrono::milliseconds limit);
    ~DeadlineTimer();
    DeadlineTimer(const DeadlineTimer&) = delete;
    DeadlineTimer& operator=(const DeadlineTimer&) = delete;

    boost::asio::cancellation_slot slot();
    bool expired() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

// Error: timeout, when `work` was cancelled by the deadline. A wait on blocking() cannot be cut short: it
// ends first, then the cancellation is seen.
template <class T>
boost::asio::awaitable<Result<T>> with_deadline(boost::asio::awaitable<Result<T>> work,
                                                std::chrono::milliseconds limit) {
    auto executor = co_await boost::asio::this_coro::executor;
    DeadlineTimer timer(executor, limit);
    auto token = boost::asio::bind_cancellation_slot(timer.slot(), boost::asio::use_awaitable);
    auto spawned = boost::asio::co_spawn(executor, std::move(work), token);
    try {
        Result<T> result = co_await std::move(spawned);
        co_return result;
    } catch (const boost::system::system_error& failure) {
        if (!timer.expired()) throw;
    }
    co_return Error(Errc::timeout, "The operation took too long.");
}

}  // namespace collegium::runtime
