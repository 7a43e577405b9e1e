#include "client/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

#include "core/metrics.hpp"

namespace collegium::client {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto token = asio::as_tuple(asio::use_awaitable);

metrics::Gauge& open_connections() {
    static auto& gauge = metrics::gauge("collegium_client_connections", "Open connections to other servers");
    return gauge;
}

asio::ip::address to_asio(const IpAddress& address) {
    const auto& bytes = address.bytes();
    switch (address.family()) {
        case IpAddress::Family::v4: return asio::ip::address_v4({bytes[0], bytes[1], bytes[2], bytes[3]});
        case IpAddress::Family::v6: return asio::ip::address_v6(bytes);
    }
    return {};
}

}  // namespace

Connection::Connection(asio::any_io_executor loop, std::string origin)
    : origin_(std::move(origin)), socket_(loop), timer_(loop) {
    open_connections().add(1);
}

Connection::~Connection() {
    if (tls_ && !timed_out_ && !aborted_) TlsContext::mark_closed(tls_->native_handle());
    open_connections().add(-1);
}

asio::awaitable<Result<void>> Connection::connect(IpAddress address, std::uint16_t port, TimePoint until) {
    const tcp::endpoint endpoint(to_asio(address), port);
    arm(until);
    auto done = co_await socket_.async_connect(endpoint, token);
    disarm();
    const auto problem = std::get<0>(done);
    if (problem || timed_out_ || aborted_) co_return failure("connect to " + address.text(), problem);
    boost::system::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    co_return ok();
}

asio::awaitable<Result<void>> Connection::handshake(TlsContext& tls, std::string host, TimePoint until) {
    tls_.emplace(socket_, tls.context());
    COLLEGIUM_CO_CHECK(tls.prepare(tls_->native_handle(), host, origin_));
    arm(until);
    auto done = co_await tls_->async_handshake(asio::ssl::stream_base::client, token);
    disarm();
    const auto problem = std::get<0>(done);
    if (!problem && !timed_out_ && !aborted_) co_return ok();
    const std::string refusal = TlsContext::refusal(tls_->native_handle());
    co_return failure(refusal.empty() ? "TLS" : "TLS (" + refusal + ")", problem);
}

asio::awaitable<Result<void>> Connection::write(std::string_view bytes, TimePoint until) {
    const auto buffer = asio::buffer(bytes);
    boost::system::error_code problem;
    arm(until);
    if (tls_) {
        auto done = co_await asio::async_write(*tls_, buffer, token);
        problem = std::get<0>(done);
    } else {
        auto done = co_await asio::async_write(socket_, buffer, token);
        problem = std::get<0>(done);
    }
    disarm();
    if (problem || timed_out_ || aborted_) co_return failure("write", problem);
    co_return ok();
}

asio::awaitable<Result<Connection::Chunk>> Connection::read(std::span<char> into, TimePoint until) {
    const auto buffer = asio::buffer(into.data(), into.size());
    Chunk chunk;
    boost::system::error_code problem;
    arm(until);
    if (tls_) {
        auto done = co_await tls_->async_read_some(buffer, token);
        problem = std::get<0>(done);
        chunk.size = std::get<1>(done);
    } else {
        auto done = co_await socket_.async_read_some(buffer, token);
        problem = std::get<0>(done);
        chunk.size = std::get<1>(done);
    }
    disarm();
    if (timed_out_ || aborted_) co_return failure("read", problem);
    if (problem == asio::error::eof) {
        chunk.state = Chunk::State::closed;
    } else if (problem == asio::ssl::error::stream_truncated || problem == asio::error::connection_reset) {
        chunk.state = Chunk::State::cut;
    } else if (problem) {
        co_return failure("read", problem);
    }
    co_return chunk;
}

Result<IpAddress> Connection::peer() const {
    boost::system::error_code problem;
    const auto endpoint = socket_.remote_endpoint(problem);
    if (problem) return failure("peer", problem);
    if (endpoint.address().is_v4()) return IpAddress::from_v4(endpoint.address().to_v4().to_bytes());
    return IpAddress::from_v6(endpoint.address().to_v6().to_bytes());
}

bool Connection::is_quiet() {
    char byte = 0;
    const auto seen = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Connection::abort() {
    aborted_ = true;
    close();
}

void Connection::arm(TimePoint until) {
    timed_out_ = false;
    const auto step = ++step_;
    timer_.expires_at(until);
    timer_.async_wait([weak = weak_from_this(), step](const boost::system::error_code& problem) {
        const auto self = weak.lock();
        // A timer that fired just as its operation ended must not hit the next one.
        if (problem || !self || self->step_ != step) return;
        self->timed_out_ = true;
        self->close();
    });
}

void Connection::disarm() {
    ++step_;
    timer_.cancel();
}

void Connection::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

Error Connection::failure(const std::string& step, const boost::system::error_code& problem) const {
    if (aborted_) return Error(Errc::unavailable, "The server is stopping.", "client closed");
    if (timed_out_) return Error(Errc::timeout, "That server did not answer in time.", step + " to " + origin_);
    return Error(Errc::unreachable, "That server cannot be reached.", step + ", " + origin_ + ": " + problem.message());
}

}  // namespace collegium::client
