// Sends what the outbox queued. Hosts are claimed, each with its oldest deliveries; one coroutine per host sends
// them strictly in order over one kept-alive connection, so that a slow host holds up nobody else, and what
// became of them is stored in one job. Signing happens on the CPU pool. A killed process loses nothing: its
// claims run out and what was under way is sent again, under the same activity ids.
#pragma once

#include <chrono>
#include <memory>

#include "federation/keys.hpp"
#include "federation/services.hpp"

namespace collegium::federation {

struct DeliveryOptions {
    int hosts = 128;  // served at once
    int hosts_per_claim = 64;
    int per_host = 32;                                                // deliveries of one claim
    std::chrono::milliseconds deadline = std::chrono::seconds(15);    // of one request
    std::chrono::milliseconds host_time = std::chrono::seconds(15);   // no request is begun later in a claim
    std::chrono::milliseconds claim = std::chrono::seconds(60);       // covers all of the above
    std::chrono::milliseconds slow_clock = std::chrono::seconds(10);  // looks for what nobody signalled
    std::size_t body_bytes = 8 * 1024 * 1024;                         // kept in memory
};

class DeliveryWorker {
  public:
    DeliveryWorker(Services& services, SigningKeys& keys, DeliveryOptions options);
    DeliveryWorker(Services& services, SigningKeys& keys) : DeliveryWorker(services, keys, DeliveryOptions()) {}
    ~DeliveryWorker();
    DeliveryWorker(const DeliveryWorker&) = delete;
    DeliveryWorker& operator=(const DeliveryWorker&) = delete;

    void start();
    // From any thread, as on sql::signal_delivery; must not block, and does not.
    void wake();
    // Begins nothing more and waits for the requests that are under way, at most half a minute. From any thread
    // but the loop's own; the pool, the CPU pool and the client must still be there.
    void stop();

  private:
    struct State;
    std::shared_ptr<State> state_;
    bool started_ = false;
};

}  // namespace collegium::federation
