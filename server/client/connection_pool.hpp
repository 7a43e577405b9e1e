// Idle kept-alive connections, few per origin and bounded in all, since each TLS one holds tens of kilobytes
// (stack.md 8). It knows nothing of HTTP, opens nothing, and decides nothing. Confined to the client's loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <string>

#include "client/connection.hpp"

namespace collegium::client {

class ConnectionPool {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    ConnectionPool(std::size_t per_origin, std::size_t total, std::chrono::milliseconds idle_time)
        : per_origin_(per_origin), total_(total), idle_time_(idle_time) {}

    // The one used last, checked to be silent; null when there is none.
    std::shared_ptr<Connection> take(const std::string& origin, TimePoint now);
    // Dropped when its origin has enough; the longest idle of all goes when the total is reached.
    void put(std::shared_ptr<Connection> connection, TimePoint now);
    // Closes what is older than the idle time.
    void sweep(TimePoint now);
    // Makes room for connections in use: `in_use` and the idle ones stay within the total.
    void shrink(std::size_t in_use);
    void drop(const std::string& origin);
    void clear() { idle_.clear(); }
    std::size_t size() const { return idle_.size(); }

  private:
    struct Entry {
        std::shared_ptr<Connection> connection;
        TimePoint since;
    };

    std::size_t per_origin_;
    std::size_t total_;
    std::chrono::milliseconds idle_time_;
    std::list<Entry> idle_;  // longest idle first
};

}  // namespace collegium::client
