// One lane: a queue, and threads that each own a connection. What a thread does with the jobs it took is
// the subject of transact.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "storage/sql/driver.hpp"
#include "storage/sql/job_queue.hpp"

namespace collegium::sql {

// Answers every task, exactly once.
using Transact = std::function<void(Driver& driver, std::vector<Task>& tasks)>;

class LaneThreads {
  public:
    // `name` at most 6 letters: it is part of the threads' names.
    LaneThreads(std::string name, std::size_t queue_limit, std::size_t most_at_once, Transact transact);
    ~LaneThreads();
    LaneThreads(const LaneThreads&) = delete;
    LaneThreads& operator=(const LaneThreads&) = delete;

    void start(std::unique_ptr<Driver> driver);
    void submit(Task task);
    // Finishes what waits; afterwards the connections are closed.
    void close();

  private:
    void work(Driver& driver);

    const std::string name_;
    const std::size_t most_at_once_;
    const Transact transact_;
    JobQueue queue_;
    metrics::Counter& refused_;
    std::vector<std::thread> threads_;
};

}  // namespace collegium::sql
