// Turns events into their effects: timeline rows and notifications (domain/distribution) and deliveries
// (federation/outbox), in the transaction that removes the event. One thread; woken by the pool's signal and
// by a slow clock, for what another process or a killed one left behind. An event whose effects fail again and
// again is set aside, so that the others go on.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "domain/news.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::jobs {

using Effect = void (*)(domain::Context&, const domain::News&);

class EventPump {
  public:
    EventPump(sql::Pool& pool, domain::MakeContext make_context, std::vector<Effect> effects);
    ~EventPump();
    EventPump(const EventPump&) = delete;
    EventPump& operator=(const EventPump&) = delete;

    void start();
    void wake();
    void stop();
    // Everything that waits now, on the calling thread: for commands and tests.
    void drain();

  private:
    enum class Outcome { drained, more, failed };

    void work();
    Outcome pump_once();
    Result<std::size_t> handle(std::size_t most);
    void after_failure(const Error& error);
    void set_aside();

    sql::Pool& pool_;
    domain::MakeContext make_context_;
    std::vector<Effect> effects_;
    std::size_t most_;  // events in the next turn; fewer after a failure, to find the one that cannot be handled
    int failures_ = 0;  // of one event alone, in a row
    std::mutex mutex_;
    std::condition_variable ready_;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace collegium::jobs
