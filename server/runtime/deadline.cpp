#include "runtime/deadline.hpp"

namespace collegium::runtime {

boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds time) {
    auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

struct DeadlineTimer::State {
    explicit State(boost::asio::any_io_executor executor) : timer(std::move(executor)) {}
    boost::asio::steady_timer timer;
    boost::asio::cancellation_signal signal;
    bool expired = false;
};

DeadlineTimer::DeadlineTimer(boost::asio::any_io_executor executor, std::chrono::milliseconds limit)
    : state_(std::make_shared<State>(std::move(executor))) {
    state_->timer.expires_after(limit);
    state_->timer.async_wait([weak = std::weak_ptr<State>(state_)](boost::system::error_code error) {
        auto state = weak.lock();
        if (error || !state) return;
        state->expired = true;
        state->signal.emit(boost::asio::cancellation_type::terminal);
    });
}

DeadlineTimer::~DeadlineTimer() {
    state_->timer.cancel();
}

boost::asio::cancellation_slot DeadlineTimer::slot() {
    return state_->signal.slot();
}

bool DeadlineTimer::expired() const {
    return state_->expired;
}

}  // namespace collegium::runtime
