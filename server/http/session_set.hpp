// The sessions of one loop, and what all sessions of a server share: how many connections there are, and how
// many bytes of bodies are being received and sent.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>

namespace collegium::http {

class Session;

// Lives on one loop.
class SessionSet {
  public:
    void add(Session& session) { sessions_.insert(&session); }
    void remove(Session& session) { sessions_.erase(&session); }
    bool draining() const { return draining_; }
    // From now on sessions end after the request they are at; those that wait for one end at once.
    void drain();
    void cancel_all();

  private:
    std::unordered_set<Session*> sessions_;
    bool draining_ = false;
};

enum class AddressCount { counted, exempt };

// Counts connections against the limits; any thread.
class Gate {
  public:
    Gate(std::size_t limit, std::size_t limit_per_address) : limit_(limit), limit_per_address_(limit_per_address) {}

    bool enter(const std::string& address, AddressCount mode);
    void leave(const std::string& address, AddressCount mode);
    std::size_t inside() const;
    // False when some are still inside after `limit`.
    bool wait_until_empty(std::chrono::milliseconds limit);

  private:
    std::size_t limit_;
    std::size_t limit_per_address_;
    mutable std::mutex mutex_;
    std::condition_variable emptied_;
    std::size_t inside_ = 0;
    std::map<std::string, std::size_t> by_address_;
};

class BodyBudget {
  public:
    explicit BodyBudget(std::size_t limit) : limit_(limit) {}
    bool take(std::size_t bytes);
    void give(std::size_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }

  private:
    std::size_t limit_;
    std::atomic<std::size_t> used_{0};
};

}  // namespace collegium::http
