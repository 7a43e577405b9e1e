// Names to addresses, off the loop. getaddrinfo cannot be cancelled, and Asio runs it on a single thread, where
// one tarpit of a name server would hold up every delivery: here a few threads share the work, a coroutine
// waits no longer than its limit, and shutdown does not wait for a lookup that hangs. It decides nothing about
// the addresses (address_guard.hpp) and keeps none.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "client/address.hpp"
#include "core/result.hpp"

namespace collegium::client {

// Blocking. Errors: unreachable.
using Lookup = std::function<Result<std::vector<IpAddress>>(const std::string& host)>;
// getaddrinfo, in the order it prefers (RFC 6724).
Result<std::vector<IpAddress>> system_lookup(const std::string& host);

class Resolver {
  public:
    Resolver(boost::asio::any_io_executor loop, Lookup lookup);
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    // On the loop. Errors: timeout, unreachable, unavailable (too many lookups wait, or close() was called).
    boost::asio::awaitable<Result<std::vector<IpAddress>>> resolve(std::string host, std::chrono::milliseconds limit);
    // On the loop, or after it has stopped: ends every wait.
    void close();

  private:
    struct Question;
    struct Crew;

    boost::asio::any_io_executor loop_;
    std::shared_ptr<Crew> crew_;
    std::vector<std::weak_ptr<Question>> waiting_;
};

}  // namespace collegium::client
