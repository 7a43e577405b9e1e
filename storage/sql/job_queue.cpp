#include "storage/sql/job_queue.hpp"

#include "core/log.hpp"

namespace collegium::sql {

void finish(Task& task, const Result<void>& fate) noexcept {
    try {
        if (task.done) task.done(fate);
    } catch (const std::exception& failure) {
        log::error("a job's answer failed", {{"reason", failure.what()}});
    }
}

JobQueue::JobQueue(std::string_view lane, std::size_t limit)
    : limit_(limit),
      waiting_(metrics::gauge("collegium_database_queue", "Jobs that wait for a lane's thread.",
                              "lane=\"" + std::string(lane) + "\"")) {}

JobQueue::Admission JobQueue::push(Task& task) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return Admission::closed;
        if (tasks_.size() >= limit_) return Admission::full;
        tasks_.push_back(std::move(task));
        waiting_.add(1);
    }
    arrived_.notify_one();
    return Admission::taken;
}

std::vector<Task> JobQueue::take(std::size_t most, std::optional<std::chrono::milliseconds> patience) {
    std::unique_lock lock(mutex_);
    const auto ready = [this] { return closed_ || !tasks_.empty(); };
    if (patience) {
        arrived_.wait_for(lock, *patience, ready);
    } else {
        arrived_.wait(lock, ready);
    }
    std::vector<Task> taken;
    while (!tasks_.empty() && taken.size() < most) {
        taken.push_back(std::move(tasks_.front()));
        tasks_.pop_front();
    }
    waiting_.add(-static_cast<std::int64_t>(taken.size()));
    return taken;
}

bool JobQueue::finished() {
    const std::lock_guard lock(mutex_);
    return closed_ && tasks_.empty();
}

void JobQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    arrived_.notify_all();
}

}  // namespace collegium::sql
