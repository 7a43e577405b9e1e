// One io_context and the one thread that runs it. Coroutines started on a loop stay on it; other threads
// reach it only by post(). It must not know what runs on it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace boost::asio {
class io_context;
}

namespace collegium::runtime {

class Loop {
  public:
    // The name shows up in logs and, cut to 15 bytes, as the thread's name.
    explicit Loop(std::string name);
    // Stops and joins. Coroutines that still wait are destroyed; pools that may answer them must have been
    // stopped before.
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void start();
    // From any thread but the loop's own; returns when the thread has ended.
    void stop();
    // From any thread. An exception that leaves `job` is logged and counted, and the loop goes on.
    void post(std::function<void()> job);
    bool is_this_thread() const;
    boost::asio::io_context& context() { return *context_; }
    const std::string& name() const { return name_; }

  private:
    struct Guard;
    void run();

    std::string name_;
    std::unique_ptr<boost::asio::io_context> context_;
    std::unique_ptr<Guard> guard_;
    std::thread thread_;
};

}  // namespace collegium::runtime
