#include "runtime/shutdown.hpp"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <unistd.h>

#include "core/log.hpp"
#include "runtime/loop.hpp"

namespace collegium::runtime {

struct Shutdown::State : std::enable_shared_from_this<State> {
    explicit State(Loop& owner) : loop(owner), signals(owner.context(), SIGTERM, SIGINT) {}

    void listen() {
        signals.async_wait([self = shared_from_this()](boost::system::error_code error, int number) {
            if (error) return;
            if (self->seen()) _exit(128 + number);
            log::info("signal received", {{"signal", number}});
            self->begin(number);
            self->listen();
        });
    }
    bool seen() {
        std::lock_guard lock(mutex);
        return number.has_value();
    }
    void begin(int signal_number) {
        std::function<void(int)> todo;
        {
            std::lock_guard lock(mutex);
            if (number) return;
            number = signal_number;
            todo = action;
        }
        changed.notify_all();
        if (todo) todo(signal_number);
    }

    Loop& loop;
    boost::asio::signal_set signals;
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<int> number;
    std::function<void(int)> action;
};

Shutdown::Shutdown(Loop& loop) : state_(std::make_shared<State>(loop)) {
    std::signal(SIGPIPE, SIG_IGN);
    state_->listen();
}

Shutdown::~Shutdown() {
    boost::system::error_code ignored;
    state_->signals.cancel(ignored);
}

void Shutdown::on_signal(std::function<void(int)> action) {
    std::optional<int> already;
    {
        std::lock_guard lock(state_->mutex);
        state_->action = action;
        already = state_->number;
    }
    if (already) state_->loop.post([action = std::move(action), number = *already] { action(number); });
}

int Shutdown::wait() {
    std::unique_lock lock(state_->mutex);
    auto state = state_;
    state_->changed.wait(lock, [state] { return state->number.has_value(); });
    return *state_->number;
}

void Shutdown::request() {
    state_->loop.post([state = state_] { state->begin(0); });
}

}  // namespace collegium::runtime
