// Calls back when an operation takes too long. One timer per connection that is moved only when it would
// fire too late: setting and clearing cost no system call and no cancelled wait. Lives on one loop.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

namespace collegium::http {

class Watchdog {
  public:
    Watchdog(boost::asio::any_io_executor executor, std::function<void()> on_expiry);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    void set(std::chrono::milliseconds limit);
    void clear();
    // Since the last set().
    bool expired() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace collegium::http
