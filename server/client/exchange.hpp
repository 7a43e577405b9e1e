// The way of one exchange: admission per host, name to checked address, connection or a kept one, request,
// answer; every step with its deadline (security.md 1.3). It does not know who asks, follows no redirect, and
// trusts no second lookup: the address that passed the guard is the address that is dialled. Confined to one loop.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "client/address_guard.hpp"
#include "client/beast_client.hpp"
#include "client/connection_pool.hpp"
#include "client/host_gate.hpp"
#include "client/http_client.hpp"
#include "client/resolver.hpp"
#include "client/response_reader.hpp"
#include "client/tls.hpp"

namespace collegium::client {

// What belongs to one exchange; lives as long as its coroutine.
class Exchange {
  public:
    Exchange(Fetch what, std::string request_bytes, std::chrono::steady_clock::time_point last_moment);

    Fetch fetch;
    std::string request;
    std::string origin;  // "https://host:port"
    std::chrono::steady_clock::time_point end;
    std::function<void()> interrupt;  // ends the present wait, for close()
};

class Exchanger {
  public:
    Exchanger(boost::asio::any_io_executor loop, ClientOptions options, AddressGuard guard,
              std::unique_ptr<TlsContext> tls, std::string user_agent);

    // Errors as in http_client.hpp.
    boost::asio::awaitable<Result<Answer>> run(Fetch fetch, std::chrono::steady_clock::time_point sent);
    // Closes idle connections from time to time; returns after close().
    boost::asio::awaitable<void> sweep();
    // Ends all that runs and waits, with Errc::unavailable.
    void close();

  private:
    using TimePoint = std::chrono::steady_clock::time_point;
    using ConnectionPtr = std::shared_ptr<Connection>;

    boost::asio::awaitable<Result<void>> pass_gate(Exchange& exchange);
    boost::asio::awaitable<Result<Answer>> talk(Exchange& exchange);
    boost::asio::awaitable<Result<ConnectionPtr>> open(Exchange& exchange);
    boost::asio::awaitable<Result<std::vector<IpAddress>>> checked_addresses(Exchange& exchange);
    boost::asio::awaitable<Result<void>> dial(Exchange& exchange, ConnectionPtr connection, IpAddress address);
    boost::asio::awaitable<Result<Answer>> request_on(Exchange& exchange, ConnectionPtr connection,
                                                      ResponseReader& reader);
    boost::asio::awaitable<Result<void>> read_answer(Exchange& exchange, ConnectionPtr connection,
                                                     ResponseReader& reader);
    Result<void> check(const Exchange& exchange, const IpAddress& address) const;
    // The end of a step that may take `limit`, never after the end of the whole.
    TimePoint step_end(const Exchange& exchange, std::chrono::milliseconds limit) const;

    boost::asio::any_io_executor loop_;
    ClientOptions options_;
    AddressGuard guard_;
    std::unique_ptr<TlsContext> tls_;
    std::string user_agent_;
    HostGate gate_;
    Resolver resolver_;
    ConnectionPool pool_;  // after tls_, which the connections use
    boost::asio::steady_timer sweep_timer_;
    std::unordered_set<Exchange*> running_;
    bool closed_ = false;
};

}  // namespace collegium::client
