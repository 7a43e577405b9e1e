#include "http/watchdog.hpp"

#include <boost/asio/steady_timer.hpp>

namespace collegium::http {

using Clock = std::chrono::steady_clock;

struct Watchdog::State : std::enable_shared_from_this<State> {
    State(boost::asio::any_io_executor executor, std::function<void()> action)
        : timer(std::move(executor)), on_expiry(std::move(action)) {}

    void wait_until(Clock::time_point when) {
        waiting = true;
        timer.expires_at(when);  // cancels an earlier wait, whose handler then sees an error
        timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (!error) self->fired();
        });
    }
    void fired() {
        waiting = false;
        if (deadline == Clock::time_point::max() || !on_expiry) return;
        if (deadline > Clock::now()) return wait_until(deadline);
        expired = true;
        deadline = Clock::time_point::max();
        on_expiry();
    }

    boost::asio::steady_timer timer;
    std::function<void()> on_expiry;
    Clock::time_point deadline = Clock::time_point::max();
    bool waiting = false;
    bool expired = false;
};

Watchdog::Watchdog(boost::asio::any_io_executor executor, std::function<void()> on_expiry)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_expiry))) {}

Watchdog::~Watchdog() {
    state_->on_expiry = nullptr;
    state_->timer.cancel();
}

void Watchdog::set(std::chrono::milliseconds limit) {
    state_->deadline = Clock::now() + limit;
    state_->expired = false;
    if (!state_->waiting || state_->timer.expiry() > state_->deadline) state_->wait_until(state_->deadline);
}

void Watchdog::clear() {
    state_->deadline = Clock::time_point::max();
}

bool Watchdog::expired() const {
    return state_->expired;
}

}  // namespace collegium::http
