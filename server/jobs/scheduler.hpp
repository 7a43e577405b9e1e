// What happens by the clock: requests that nobody answered expire, and what was kept for a while is dropped.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "domain/context.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::jobs {

class Scheduler {
  public:
    Scheduler(sql::Pool& pool, domain::MakeContext make_context);
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    void start();
    void stop();
    // One round, on the calling thread: for tests.
    void run_once();

  private:
    void work();

    sql::Pool& pool_;
    domain::MakeContext make_context_;
    std::mutex mutex_;
    std::condition_variable ready_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace collegium::jobs
