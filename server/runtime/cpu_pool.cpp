#include "runtime/cpu_pool.hpp"

#include <algorithm>
#include <exception>

#include <pthread.h>

#include "core/log.hpp"
#include "core/metrics.hpp"

namespace collegium::runtime {

CpuPool::CpuPool(std::string name, unsigned threads, std::size_t queue_limit)
    : name_(std::move(name)), limit_(queue_limit) {
    for (unsigned index = 0; index < std::max(1u, threads); ++index) threads_.emplace_back([this] { work(); });
}

CpuPool::~CpuPool() {
    stop();
}

bool CpuPool::submit(std::function<void()> job) {
    static auto& refused = metrics::counter("collegium_cpu_pool_refused_total", "Jobs refused by a full CPU pool");
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || jobs_.size() >= limit_) {
            refused.add();
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    ready_.notify_one();
    return true;
}

void CpuPool::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void CpuPool::work() {
    pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
    static auto& failed =
        metrics::counter("collegium_cpu_pool_exceptions_total", "Exceptions that left a CPU pool job");
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        try {
            job();
        } catch (const std::exception& failure) {
            failed.add();
            log::error("exception in a CPU pool job", {{"pool", name_}, {"what", failure.what()}});
        }
    }
}

}  // namespace collegium::runtime
