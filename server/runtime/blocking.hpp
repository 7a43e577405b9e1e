// Turns an operation that answers by callback, from any thread, into an awaitable that resumes on the
// coroutine's own loop: how coroutines wait for the database and for the CPU pool. It knows neither.
//
//     runtime::Starter<Result<Page>> start = [&pool, query](std::function<void(Result<Page>)> done) { ... };
//     auto page = co_await runtime::blocking<Result<Page>>(std::move(start));
//
// The operation calls `done` once. When it drops `done` instead, the waiting coroutine is destroyed, on its
// own loop. The loop must outlive the operation.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/result.hpp"
#include "runtime/cpu_pool.hpp"

namespace collegium::runtime {

template <class T>
using Starter = std::function<void(std::function<void(T)>)>;

namespace blocking_detail {

// Holds a coroutine's handler while another thread works, and gives it back on the coroutine's loop only:
// a frame that died on a foreign thread would race with the loop.
template <class T, class Handler>
class Waiting {
  public:
    explicit Waiting(Handler handler)
        : executor_(boost::asio::get_associated_executor(handler)), handler_(std::move(handler)) {}
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting() {
        if (!handler_) return;
        boost::asio::post(executor_, [handler = std::move(*handler_)]() mutable { (void)handler; });
    }

    void answer(T value) {
        if (answered_.exchange(true)) return;
        boost::asio::post(executor_, [handler = std::move(*handler_), value = std::move(value)]() mutable {
            std::move(handler)(std::move(value));
        });
        handler_.reset();
    }

  private:
    boost::asio::any_io_executor executor_;
    std::optional<Handler> handler_;
    std::atomic<bool> answered_{false};
};

// No captures, and its data comes as arguments: g++ 12 destroys captures of an initiation twice (stack.md 9).
template <class T>
struct Initiate {
    template <class Handler>
    void operator()(Handler handler, Starter<T> start) const {
        auto waiting = std::make_shared<Waiting<T, Handler>>(std::move(handler));
        start([waiting](T value) { waiting->answer(std::move(value)); });
    }
};

template <class T>
Result<T> guarded(const std::function<T()>& job) {
    try {
        return job();
    } catch (const std::exception& failure) {
        return Error(Errc::internal, "Something went wrong.", failure.what());
    }
}

}  // namespace blocking_detail

template <class T>
boost::asio::awaitable<T> blocking(Starter<T> start) {
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(T)>(
        blocking_detail::Initiate<T>(), boost::asio::use_awaitable, std::move(start));
}

// `job` on a thread of the pool. Errors: unavailable when the queue is full, internal when it threw.
template <class T>
boost::asio::awaitable<Result<T>> on_pool(CpuPool& pool, std::function<T()> job) {
    Starter<Result<T>> start = [&pool, job = std::move(job)](std::function<void(Result<T>)> done) {
        const bool taken = pool.submit([job, done] { done(blocking_detail::guarded<T>(job)); });
        if (!taken) done(Error(Errc::unavailable, "The server is busy. Please try again.", "CPU pool is full"));
    };
    return blocking<Result<T>>(std::move(start));
}

}  // namespace collegium::runtime
