// Turns events into their effects: timeline rows and notifications (domain/distribution) and deliveries
// (federation/outbox), in the transaction that removes the event. One thread; woken by the pool's signal and
// by a slow clock, for what another process or a killed one left behind.
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
    void work();
    // Returns how many events it took.
    std::size_t pump_once();

    sql::Pool& pool_;
    domain::MakeContext make_context_;
    std::vector<Effect> effects_;
    std::mutex mutex_;
    std::condition_variable ready_;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace collegium::jobs
