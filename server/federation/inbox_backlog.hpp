// How much of one host's may wait in the inbox queue: a hostile or broken peer is asked to come back later before
// it fills the disk, and holds up nobody else (security.md DOS-24). Counts are taken from the queue, at most once a
// second for each host; between two counts the last one holds. Safe from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "core/time.hpp"

namespace collegium::federation {

class InboxBacklog {
  public:
    explicit InboxBacklog(std::int64_t most = 20'000) : most_(most) {}

    enum class Advice { take, count_and_take, refuse };
    Advice advice(const std::string& host, Timestamp now);
    void counted(const std::string& host, std::int64_t waiting);
    std::int64_t most() const { return most_; }

  private:
    struct Count {
        Timestamp at;
        std::int64_t waiting = 0;
    };
    std::int64_t most_;
    std::mutex mutex_;
    std::map<std::string, Count, std::less<>> counts_;
};

}  // namespace collegium::federation
