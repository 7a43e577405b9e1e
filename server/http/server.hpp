// The HTTP edge as a whole: network loops, listeners, TLS, and an orderly end. It knows the router's actions
// and nothing behind them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "http/options.hpp"
#include "http/router.hpp"

namespace collegium::runtime {
class Loop;
}

namespace collegium::http {

class Server {
  public:
    // `router` is complete and outlives the server.
    Server(Options options, const Router& router);
    // Destroys what stop() left. Whatever may still answer a request must have ended before.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Listens when it returns. Errors: an address that cannot be had, a certificate that cannot be used.
    Result<void> start();
    // One per entry of http.listen, in its order: port 0 there means one of the system's choice.
    std::vector<std::uint16_t> bound_ports() const;
    // Stops accepting, lets requests under way finish (shutdown_grace), closes the rest, ends the loops.
    // Whatever answers requests must still run. From any thread but a loop's own; a second call does nothing.
    void stop();

    std::size_t connections() const;
    // Network loops, for coroutines of the inbox; alive until the server is destroyed.
    std::size_t loop_count() const;
    runtime::Loop& loop(std::size_t index);
    // Looks at the certificate files now rather than at the next interval.
    bool reload_tls();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace collegium::http
