// What happens by the clock: requests and proposals expire, and what was kept for a while is dropped.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/time.hpp"
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
    // Looks at every stored file, and removes what no upload names for a day.
    void sweep_files();

  private:
    void work();

    sql::Pool& pool_;
    domain::MakeContext make_context_;
    Timestamp next_sweep_;
    std::mutex mutex_;
    std::condition_variable ready_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace collegium::jobs
