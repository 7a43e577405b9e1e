// Listening sockets of one address on one loop. With several loops each has its own socket on the same port
// (SO_REUSEPORT) and the kernel spreads the connections.
#pragma once

#include <cstdint>
#include <functional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "config/config.hpp"
#include "core/result.hpp"
#include "runtime/loop.hpp"

namespace collegium::http {

// Called on the loop.
using OnConnection = std::function<void(boost::asio::ip::tcp::socket)>;

enum class Port { exclusive, shared };

class Listener {
  public:
    // `loop` must outlive it.
    Listener(runtime::Loop& loop, OnConnection on_connection);

    // Binds and listens, before the loop starts. Error: internal, with the address in its message.
    Result<void> open(const config::Listen& where, Port mode);
    std::uint16_t port() const;
    // Starts accepting.
    void start();
    // On the loop. Nothing is accepted afterwards.
    void close();

  private:
    boost::asio::awaitable<void> accept();

    runtime::Loop& loop_;
    boost::asio::ip::tcp::acceptor acceptor_;
    OnConnection on_connection_;
};

// Refused when someone listens there already: a shared port alone would let two servers take turns.
Result<void> check_free(const config::Listen& where);

}  // namespace collegium::http
