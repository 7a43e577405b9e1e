// SIGTERM, SIGINT and SIGHUP. Make one before anything listens: a signal that comes earlier kills the process.
#pragma once

#include <functional>
#include <memory>

namespace collegium::runtime {

class Loop;

class Shutdown {
  public:
    // Armed when the constructor returns; `loop` must be running to deliver. SIGPIPE is ignored from here on.
    explicit Shutdown(Loop& loop);
    ~Shutdown();
    Shutdown(const Shutdown&) = delete;
    Shutdown& operator=(const Shutdown&) = delete;

    // Called on the loop for the first signal, or at once when it already came. A second signal, half a
    // second later or more, ends the process without further ado.
    void on_signal(std::function<void(int signal)> action);
    // Called on the loop for each SIGHUP, which then ends nothing: to read files again. What it refers to must
    // be there until the loop has stopped.
    void on_hangup(std::function<void()> action);
    // Blocks the calling thread until a signal or request() came; returns the signal, 0 for request().
    int wait();
    // The same as a signal, from within.
    void request();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace collegium::runtime
