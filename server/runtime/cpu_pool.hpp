// Threads for work that burns a core: RSA signatures, Argon2. Bounded, so that a flood of sign-ins answers
// 503 instead of growing a queue. Coroutines use on_pool() of blocking.hpp.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace collegium::runtime {

class CpuPool {
  public:
    CpuPool(std::string name, unsigned threads, std::size_t queue_limit = 1024);
    ~CpuPool();
    CpuPool(const CpuPool&) = delete;
    CpuPool& operator=(const CpuPool&) = delete;

    // False when the queue is full or the pool stops: then the job is not run. An exception that leaves a
    // job is logged and counted.
    [[nodiscard]] bool submit(std::function<void()> job);
    // Runs what is queued, takes nothing more, joins the threads.
    void stop();

  private:
    void work();

    std::string name_;
    std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::function<void()>> jobs_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace collegium::runtime
