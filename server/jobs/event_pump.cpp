#include "jobs/event_pump.hpp"

#include <algorithm>
#include <chrono>

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::jobs {
namespace {

constexpr std::size_t batch = 256;
constexpr int most_failures = 3;
constexpr auto slow_clock = std::chrono::seconds(1);
constexpr auto pause_after_failure = std::chrono::milliseconds(500);

}  // namespace

EventPump::EventPump(sql::Pool& pool, domain::MakeContext make_context, std::vector<Effect> effects)
    : pool_(pool), make_context_(std::move(make_context)), effects_(std::move(effects)), most_(batch) {}

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

Result<std::size_t> EventPump::handle(std::size_t most) {
    std::size_t taken = 0;
    auto status = pool_.run(sql::Lane::write, [this, most, &taken](sql::Connection& connection) {
        auto context = make_context_(connection);
        const domain::News news(context, repo::take_events(connection, static_cast<int>(most)));
        taken = news.events().size();
        for (auto effect : effects_) effect(context, news);
        return sql::Verdict::commit;
    });
    if (!status) return status.error();
    return taken;
}

EventPump::Outcome EventPump::pump_once() {
    static auto& handled = metrics::counter("collegium_events_total", "Events turned into their effects");
    const auto taken = handle(most_);
    if (!taken) {
        after_failure(taken.error());
        return Outcome::failed;
    }
    handled.add(static_cast<std::int64_t>(*taken));
    const bool full = *taken == most_;
    failures_ = 0;
    most_ = std::min(batch, most_ * 2);
    return full ? Outcome::more : Outcome::drained;
}

void EventPump::after_failure(const Error& error) {
    log::error("events could not be handled", {{"why", error.detail()}, {"events", most_}});
    // What is busy or away is no fault of an event.
    const bool own_fault = error.code() == Errc::internal;
    if (own_fault && most_ > 1) {
        most_ /= 2;
        return;
    }
    if (own_fault && ++failures_ >= most_failures) {
        set_aside();
        failures_ = 0;
    }
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
}

void EventPump::set_aside() {
    static auto& dropped = metrics::counter("collegium_events_failed_total", "Events that could not be handled");
    std::vector<model::Event> events;
    auto status = pool_.run(sql::Lane::write, [&events](sql::Connection& connection) {
        events = repo::take_events(connection, 1);
        return sql::Verdict::commit;
    });
    if (!status) return;
    for (const auto& event : events) {
        dropped.add();
        log::error("an event without effects", {{"event", event.id},
                                                {"kind", static_cast<int>(event.kind)},
                                                {"account", event.account_id.value},
                                                {"post", event.post_id.value},
                                                {"other", event.other_id}});
    }
}

void EventPump::drain() {
    while (pump_once() != Outcome::drained) {
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
        while (pump_once() != Outcome::drained) {
            std::lock_guard lock(mutex_);
            if (stopping_) return;
        }
    }
}

}  // namespace collegium::jobs
