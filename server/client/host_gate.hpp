// How many exchanges run at once, per host and in all, and a short memory of hosts that could not be reached,
// so that a dead or hostile host costs little. Time comes in as an argument: it knows no timer and no socket.
// Confined to the client's loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace collegium::client {

struct GateLimits {
    std::size_t per_host = 4;
    std::size_t total = 500;
    std::size_t waiting_per_host = 64;
    std::size_t hosts = 10'000;          // remembered
    unsigned failures_before_pause = 3;  // connection failures in a row
    std::chrono::seconds first_pause{10};
    std::chrono::seconds longest_pause{300};  // the pause doubles with each further failure
};

class HostGate {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // Someone at the gate. `wake` is called once, when `admitted` has become true after a wait.
    struct Waiter {
        explicit Waiter(std::string host_key) : host(std::move(host_key)) {}
        std::string host;
        std::function<void()> wake;
        bool admitted = false;
    };
    enum class Admission { entered, waits, full, paused };

    explicit HostGate(GateLimits limits) : limits_(limits) {}

    // After `entered`, or `waits` and an admission, the caller owes one leave().
    Admission enter(const std::shared_ptr<Waiter>& waiter, TimePoint now);
    // Ends a wait that was not admitted.
    void give_up(const std::shared_ptr<Waiter>& waiter);
    // Frees the place and hands it to the one who waited longest.
    void leave(const std::string& host, TimePoint now);

    bool is_paused(const std::string& host, TimePoint now) const;
    void connected(const std::string& host);
    void connection_failed(const std::string& host, TimePoint now);

    std::size_t active() const { return active_; }
    std::size_t known_hosts() const { return hosts_.size(); }

  private:
    struct Host {
        std::size_t active = 0;
        std::size_t waiting = 0;
        unsigned failures = 0;
        TimePoint paused_until{};
    };
    bool has_room(const Host& host) const;
    void admit_waiting();
    void forget_some(TimePoint now);

    GateLimits limits_;
    std::size_t active_ = 0;
    std::unordered_map<std::string, Host> hosts_;
    std::list<std::shared_ptr<Waiter>> queue_;
};

}  // namespace collegium::client
