#include "storage/sql/lane.hpp"

#include <pthread.h>

namespace collegium::sql {
namespace {

constexpr auto idle_after = std::chrono::milliseconds(2000);

}  // namespace

LaneThreads::LaneThreads(std::string name, std::size_t queue_limit, std::size_t most_at_once, Transact transact)
    : name_(std::move(name)),
      most_at_once_(most_at_once),
      transact_(std::move(transact)),
      queue_(name_, queue_limit),
      refused_(metrics::counter("collegium_database_refused_total", "Jobs refused as the lane's queue was full.",
                                "lane=\"" + name_ + "\"")) {}

LaneThreads::~LaneThreads() {
    close();
}

void LaneThreads::start(std::unique_ptr<Driver> driver) {
    threads_.emplace_back([this, owned = std::move(driver)]() mutable {
        work(*owned);
        owned.reset();
    });
    pthread_setname_np(threads_.back().native_handle(), ("db-" + name_).c_str());
}

void LaneThreads::submit(Task task) {
    const JobQueue::Admission admission = queue_.push(task);
    if (admission == JobQueue::Admission::taken) return;
    if (admission == JobQueue::Admission::full) {
        refused_.add();
        finish(task, Error(Errc::unavailable, "The server is busy. Please try again.", name_ + " lane: queue full"));
    } else {
        finish(task, Error(Errc::unavailable, "The server is shutting down.", name_ + " lane: closed"));
    }
}

void LaneThreads::close() {
    queue_.close();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

void LaneThreads::work(Driver& driver) {
    Upkeep upkeep = Upkeep::pending;
    while (!queue_.finished()) {
        const auto patience = upkeep == Upkeep::pending ? std::optional(idle_after) : std::nullopt;
        std::vector<Task> tasks = queue_.take(most_at_once_, patience);
        if (!tasks.empty()) transact_(driver, tasks);
        if (!tasks.empty() || upkeep == Upkeep::pending) {
            upkeep = driver.tend(tasks.empty() ? Moment::idle : Moment::after_batch);
        }
    }
}

}  // namespace collegium::sql
