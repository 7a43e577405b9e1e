#include "http/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

#include "core/log.hpp"
#include "runtime/deadline.hpp"
#include "runtime/spawn.hpp"

namespace collegium::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr auto token = asio::as_tuple(asio::use_awaitable);

std::string text_of(const config::Listen& where) {
    const bool v6 = where.address.find(':') != std::string::npos;
    return (v6 ? "[" + where.address + "]" : where.address) + ":" + std::to_string(where.port);
}

Error failure(const config::Listen& where, const error_code& error) {
    return Error(Errc::internal, "Cannot listen on " + text_of(where), error.message());
}

error_code open_at(tcp::acceptor& acceptor, const config::Listen& where, Port mode) {
    error_code error;
    const auto address = asio::ip::make_address(where.address, error);
    if (error) return error;
    const tcp::endpoint endpoint(address, where.port);
    acceptor.open(endpoint.protocol(), error);
    if (error) return error;
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && mode == Port::shared) acceptor.set_option(ReusePort(true), error);
    if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(!address.to_v6().is_unspecified()), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    return error;
}

}  // namespace

Result<void> check_free(const config::Listen& where) {
    if (where.port == 0) return ok();
    asio::io_context context;
    tcp::acceptor probe(context);
    if (const auto error = open_at(probe, where, Port::exclusive)) return failure(where, error);
    return ok();
}

Listener::Listener(runtime::Loop& loop, OnConnection on_connection)
    : loop_(loop), acceptor_(loop.context()), on_connection_(std::move(on_connection)) {}

Result<void> Listener::open(const config::Listen& where, Port mode) {
    if (const auto error = open_at(acceptor_, where, mode)) return failure(where, error);
    return ok();
}

std::uint16_t Listener::port() const {
    error_code error;
    const auto endpoint = acceptor_.local_endpoint(error);
    return error ? std::uint16_t{0} : endpoint.port();
}

void Listener::start() {
    runtime::spawn(loop_, "accept", accept());
}

void Listener::close() {
    error_code ignored;
    acceptor_.close(ignored);
}

asio::awaitable<void> Listener::accept() {
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(token);
        if (!error) {
            error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            on_connection_(std::move(socket));
            continue;
        }
        if (!acceptor_.is_open()) co_return;
        log::warn("cannot accept", {{"why", error.message()}});  // out of descriptors, mostly: let some close
        const std::chrono::milliseconds pause(100);
        co_await runtime::sleep_for(pause);
    }
}

}  // namespace collegium::http
