// The bounded queue in front of a lane's threads. Knows nothing of databases.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/metrics.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::sql {

struct Task {
    Job job;
    Done done;
};

// Tells a waiting caller, and never throws: a Done that does is a bug, which is logged.
void finish(Task& task, const Result<void>& fate) noexcept;

class JobQueue {
  public:
    JobQueue(std::string_view lane, std::size_t limit);

    // Nothing is taken when the queue is full or closed; the task stays as it was then.
    enum class Admission { taken, full, closed };
    Admission push(Task& task);

    // Up to `most` waiting tasks, in order. Empty after `patience` without one, or once closed and empty.
    std::vector<Task> take(std::size_t most, std::optional<std::chrono::milliseconds> patience);
    bool finished();
    void close();

  private:
    const std::size_t limit_;
    metrics::Gauge& waiting_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Task> tasks_;
    bool closed_ = false;
};

}  // namespace collegium::sql
