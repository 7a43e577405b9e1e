#include "runtime/spawn.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "runtime/loop.hpp"

namespace collegium::runtime {
namespace {

metrics::Gauge& running() {
    static auto& gauge = metrics::gauge("collegium_coroutines", "Spawned coroutines that have not ended");
    return gauge;
}

// False when it ended without an exception.
bool report(const std::string& name, const std::exception_ptr& failure) {
    if (!failure) return false;
    static auto& failed =
        metrics::counter("collegium_coroutine_failures_total", "Coroutines that ended by an exception");
    failed.add();
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        log::error("coroutine failed", {{"name", name}, {"what", error.code().message()}});
    } catch (const std::exception& error) {
        log::error("coroutine failed", {{"name", name}, {"what", error.what()}});
    } catch (...) {
        log::error("coroutine failed", {{"name", name}, {"what", "unknown exception"}});
    }
    return true;
}

// Plain callbacks, not a coroutine: the timer and the factory live here between two runs.
class Worker : public std::enable_shared_from_this<Worker> {
  public:
    Worker(Loop& loop, std::string name, MakeWork make)
        : loop_(loop), name_(std::move(name)), make_(std::move(make)), timer_(loop.context()) {}

    void start() {
        running().add(1);
        started_ = std::chrono::steady_clock::now();
        boost::asio::co_spawn(loop_.context(), make_(), [self = shared_from_this()](std::exception_ptr failure) {
            running().add(-1);
            if (report(self->name_, failure)) self->start_again();
        });
    }

  private:
    void start_again() {
        const bool lived = std::chrono::steady_clock::now() - started_ > std::chrono::minutes(1);
        pause_ = lived || pause_ == 0 ? 1 : std::min(pause_ * 2, 30);
        timer_.expires_after(std::chrono::seconds(pause_));
        timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (error) return;
            log::warn("worker starts again", {{"name", self->name_}});
            self->start();
        });
    }

    Loop& loop_;
    std::string name_;
    MakeWork make_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point started_;
    int pause_ = 0;  // seconds
};

}  // namespace

void spawn(Loop& loop, std::string name, Work work) {
    spawn(loop, std::move(name), std::move(work), nullptr);
}

void spawn(Loop& loop, std::string name, Work work, std::function<void()> on_end) {
    running().add(1);
    auto ended = [name = std::move(name), on_end = std::move(on_end)](std::exception_ptr failure) {
        running().add(-1);
        report(name, failure);
        if (on_end) on_end();
    };
    boost::asio::co_spawn(loop.context(), std::move(work), std::move(ended));
}

void spawn_worker(Loop& loop, std::string name, MakeWork make) {
    auto worker = std::make_shared<Worker>(loop, std::move(name), std::move(make));
    loop.post([worker] { worker->start(); });
}

}  // namespace collegium::runtime
