#include "runtime/shutdown.hpp"

#include <chrono>
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
namespace {

constexpr auto echo_time = std::chrono::milliseconds(500);

}  // namespace

struct Shutdown::State : std::enable_shared_from_this<State> {
    explicit State(Loop& owner) : loop(owner), signals(owner.context(), SIGTERM, SIGINT) {
        struct sigaction present {};
        // Under nohup it stays ignored.
        if (sigaction(SIGHUP, nullptr, &present) == 0 && present.sa_handler != SIG_IGN) signals.add(SIGHUP);
    }

    void listen() {
        signals.async_wait([self = shared_from_this()](boost::system::error_code error, int number) {
            if (error) return;
            if (auto todo = number == SIGHUP ? self->at_hangup() : nullptr) {
                todo();
                return self->listen();
            }
            if (self->is_echo()) return self->listen();
            if (self->seen()) _exit(128 + number);
            log::info("signal received", {{"signal", number}});
            self->begin(number);
            self->listen();
        });
    }
    std::function<void()> at_hangup() {
        std::lock_guard lock(mutex);
        return hangup;
    }
    // timeout(1), shells and supervisors signal the process and then its group: one wish, told twice.
    bool is_echo() {
        std::lock_guard lock(mutex);
        return number && std::chrono::steady_clock::now() - begun < echo_time;
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
            begun = std::chrono::steady_clock::now();
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
    std::chrono::steady_clock::time_point begun;
    std::function<void(int)> action;
    std::function<void()> hangup;
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

void Shutdown::on_hangup(std::function<void()> action) {
    std::lock_guard lock(state_->mutex);
    state_->hangup = std::move(action);
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
