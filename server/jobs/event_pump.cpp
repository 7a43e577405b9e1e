#include "jobs/event_pump.hpp"

#include <chrono>

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::jobs {
namespace {

constexpr int batch = 256;
constexpr auto slow_clock = std::chrono::seconds(1);
constexpr auto pause_after_failure = std::chrono::milliseconds(500);

}  // namespace

EventPump::EventPump(sql::Pool& pool, domain::MakeContext make_context, std::vector<Effect> effects)
    : pool_(pool), make_context_(std::move(make_context)), effects_(std::move(effects)) {}

EventPump::~EventPump() {
    stop();
}

void EventPump::start() {
    thread_ = std::thread([this] { work(); });
}

void EventPump::wake() {
    {
        std::lock_guard lock(mutex_);
        woken_ = true;
    }
    ready_.notify_one();
}

void EventPump::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ready_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::size_t EventPump::pump_once() {
    static auto& handled = metrics::counter("collegium_events_total", "Events turned into their effects");
    std::size_t taken = 0;
    auto status = pool_.run(sql::Lane::write, [this, &taken](sql::Connection& connection) {
        auto context = make_context_(connection);
        const domain::News news(context, repo::take_events(connection, batch));
        taken = news.events().size();
        for (auto effect : effects_) effect(context, news);
        return sql::Verdict::commit;
    });
    if (status) {
        handled.add(static_cast<std::int64_t>(taken));
        return taken;
    }
    log::error("events could not be handled", {{"why", status.error().detail()}});
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
    return 0;
}

void EventPump::drain() {
    while (pump_once() > 0) {
    }
}

void EventPump::work() {
    while (true) {
        {
            std::unique_lock lock(mutex_);
            ready_.wait_for(lock, slow_clock, [this] { return woken_ || stopping_; });
            if (stopping_) return;
            woken_ = false;
        }
        while (pump_once() == batch) {
            std::lock_guard lock(mutex_);
            if (stopping_) return;
        }
    }
}

}  // namespace collegium::jobs
