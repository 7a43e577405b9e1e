// One socket to one origin, plain or TLS behind the same few calls, every wait bounded. One class on purpose:
// each further stream type would instantiate all of Asio's composed operations again (stack.md 2). It knows
// bytes, not HTTP, and dials the address it is given: asking the guard is the caller's duty.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include "client/address.hpp"
#include "client/tls.hpp"
#include "core/result.hpp"

namespace collegium::client {

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    struct Chunk {
        enum class State { data, closed, cut };  // cut: TLS ended without close_notify, or a reset
        State state = State::data;
        std::size_t size = 0;
    };

    // `origin` is "https://host:port": what the pool and the TLS sessions go by.
    Connection(boost::asio::any_io_executor loop, std::string origin);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Errors of all: timeout after `until`, unreachable, unavailable after abort().
    boost::asio::awaitable<Result<void>> connect(IpAddress address, std::uint16_t port, TimePoint until);
    // `tls` must outlive the connection.
    boost::asio::awaitable<Result<void>> handshake(TlsContext& tls, std::string host, TimePoint until);
    boost::asio::awaitable<Result<void>> write(std::string_view bytes, TimePoint until);
    boost::asio::awaitable<Result<Chunk>> read(std::span<char> into, TimePoint until);

    // Whom the kernel says we are connected to.
    Result<IpAddress> peer() const;
    // Idle as it should be: no bytes and no end waiting to be read.
    bool is_quiet();
    // Ends whatever waits. From the loop.
    void abort();
    const std::string& origin() const { return origin_; }

  private:
    void arm(TimePoint until);
    void disarm();
    void close();
    // The error of a finished operation; the timer and abort() show as "operation aborted".
    Error failure(const std::string& step, const boost::system::error_code& problem) const;

    std::string origin_;
    boost::asio::ip::tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
    boost::asio::steady_timer timer_;
    std::uint64_t step_ = 0;
    bool timed_out_ = false;
    bool aborted_ = false;
};

}  // namespace collegium::client
