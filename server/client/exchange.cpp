#include "client/exchange.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/request_text.hpp"
#include "core/metrics.hpp"

namespace collegium::client {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::size_t most_dialled = 4;

Error unreachable(const std::string& detail) {
    return Error(Errc::unreachable, "That server cannot be reached.", detail);
}

Error stopping() {
    return Error(Errc::unavailable, "The server is stopping.", "client closed");
}

std::string origin_of(const Url& url) {
    const bool is_v6 = url.host.find(':') != std::string::npos;
    const std::string host = is_v6 ? "[" + url.host + "]" : url.host;
    return url.scheme + "://" + host + ":" + std::to_string(url.port);
}

Result<void> take(ResponseReader& reader, const Connection::Chunk& chunk, const char* bytes) {
    switch (chunk.state) {
        case Connection::Chunk::State::data: return reader.put(std::string_view(bytes, chunk.size));
        case Connection::Chunk::State::closed: return reader.put_end(ResponseReader::End::clean);
        case Connection::Chunk::State::cut: return reader.put_end(ResponseReader::End::cut);
    }
    return ok();
}

}  // namespace

Exchange::Exchange(Fetch what, std::string request_bytes, steady_clock::time_point last_moment)
    : fetch(std::move(what)), request(std::move(request_bytes)), origin(origin_of(fetch.url)), end(last_moment) {}

Exchanger::Exchanger(asio::any_io_executor loop, ClientOptions options, AddressGuard guard,
                     std::unique_ptr<TlsContext> tls, std::string user_agent)
    : loop_(loop),
      options_(std::move(options)),
      guard_(std::move(guard)),
      tls_(std::move(tls)),
      user_agent_(std::move(user_agent)),
      gate_(options_.gate),
      resolver_(loop, options_.lookup),
      pool_(options_.idle_per_host, options_.connections, options_.idle),
      sweep_timer_(loop) {}

void Exchanger::close() {
    closed_ = true;
    sweep_timer_.cancel();
    resolver_.close();
    pool_.clear();
    for (Exchange* exchange : running_) {
        if (exchange->interrupt) exchange->interrupt();
    }
}

asio::awaitable<void> Exchanger::sweep() {
    const auto token = asio::as_tuple(asio::use_awaitable);
    while (!closed_) {
        sweep_timer_.expires_after(options_.idle / 3);
        co_await sweep_timer_.async_wait(token);
        pool_.sweep(steady_clock::now());
    }
}

asio::awaitable<Result<Answer>> Exchanger::run(Fetch fetch, TimePoint sent) {
    if (closed_) co_return stopping();
    COLLEGIUM_CO_CHECK(guard_.check_url(fetch.url));
    COLLEGIUM_CO_TRY(std::string request, request_text(fetch, user_agent_));
    const auto whole = std::min(fetch.deadline, options_.total);
    Exchange exchange(std::move(fetch), std::move(request), sent + whole);
    running_.insert(&exchange);
    auto admitted = co_await pass_gate(exchange);
    if (!admitted) {
        running_.erase(&exchange);
        co_return admitted.error();
    }
    auto answer = co_await talk(exchange);
    running_.erase(&exchange);
    gate_.leave(exchange.origin, steady_clock::now());
    co_return answer;
}

asio::awaitable<Result<void>> Exchanger::pass_gate(Exchange& exchange) {
    const auto waiter = std::make_shared<HostGate::Waiter>(exchange.origin);
    auto admission = gate_.enter(waiter, steady_clock::now());
    if (admission == HostGate::Admission::waits) {
        asio::steady_timer timer(loop_, exchange.end);
        waiter->wake = [&timer] { timer.cancel(); };
        exchange.interrupt = waiter->wake;
        const auto token = asio::as_tuple(asio::use_awaitable);
        co_await timer.async_wait(token);
        waiter->wake = nullptr;
        exchange.interrupt = nullptr;
        if (!waiter->admitted) {
            gate_.give_up(waiter);
            if (closed_) co_return stopping();
            co_return Error(Errc::timeout, "That server did not answer in time.",
                            "too many exchanges with " + exchange.origin);
        }
        // The host may have been found dead, or the client closed, while we waited.
        const bool paused = gate_.is_paused(exchange.origin, steady_clock::now());
        if (paused || closed_) gate_.leave(exchange.origin, steady_clock::now());
        if (closed_) co_return stopping();
        admission = paused ? HostGate::Admission::paused : HostGate::Admission::entered;
    }
    if (admission == HostGate::Admission::paused) co_return unreachable(exchange.origin + " failed lately; paused");
    if (admission == HostGate::Admission::full) {
        co_return Error(Errc::unavailable, "The server is busy. Please try again.",
                        "too many waiting for " + exchange.origin);
    }
    co_return ok();
}

asio::awaitable<Result<Answer>> Exchanger::talk(Exchange& exchange) {
    const auto body = exchange.fetch.method == "HEAD" ? ResponseReader::Body::none : ResponseReader::Body::expected;
    ConnectionPtr kept = pool_.take(exchange.origin, steady_clock::now());
    if (kept) {
        ResponseReader reader(body, exchange.fetch.body_limit);
        auto answer = co_await request_on(exchange, kept, reader);
        if (answer || reader.is_started()) co_return answer;
        // The peer may close an idle connection at any moment (RFC 9112 9.3.1): once more, on a new one, unless
        // it was silence that ended it.
        const Errc code = answer.error().code();
        if (code == Errc::timeout || code == Errc::unavailable) co_return answer;
        pool_.drop(exchange.origin);
    }
    auto opened = co_await open(exchange);
    if (!opened) co_return opened.error();
    ResponseReader reader(body, exchange.fetch.body_limit);
    auto answer = co_await request_on(exchange, *opened, reader);
    co_return answer;
}

asio::awaitable<Result<Exchanger::ConnectionPtr>> Exchanger::open(Exchange& exchange) {
    auto addresses = co_await checked_addresses(exchange);
    if (!addresses) co_return addresses.error();
    Error last = unreachable("no address of " + exchange.origin);
    for (const IpAddress& address : *addresses) {
        pool_.shrink(gate_.active());
        auto connection = std::make_shared<Connection>(loop_, exchange.origin);
        auto dialled = co_await dial(exchange, connection, address);
        if (dialled) {
            gate_.connected(exchange.origin);
            co_return connection;
        }
        last = dialled.error();
        if (closed_ || steady_clock::now() >= exchange.end) break;
    }
    if (last.code() != Errc::unavailable) gate_.connection_failed(exchange.origin, steady_clock::now());
    co_return last;
}

asio::awaitable<Result<std::vector<IpAddress>>> Exchanger::checked_addresses(Exchange& exchange) {
    std::vector<IpAddress> found;
    if (const auto known = AddressGuard::known_address(exchange.fetch.url.host)) {
        found.push_back(*known);
    } else {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(exchange.end - steady_clock::now());
        const auto limit = std::min(left, options_.resolve);
        auto resolved = co_await resolver_.resolve(exchange.fetch.url.host, limit);
        if (!resolved) {
            if (resolved.error().code() != Errc::unavailable) {
                gate_.connection_failed(exchange.origin, steady_clock::now());
            }
            co_return resolved.error();
        }
        found = std::move(*resolved);
    }
    std::vector<IpAddress> allowed;
    Error refusal = unreachable("no address of " + exchange.origin);
    for (const IpAddress& address : found) {
        const auto checked = check(exchange, address);
        if (checked) allowed.push_back(address);
        if (!checked) refusal = checked.error();
        if (allowed.size() == most_dialled) break;
    }
    if (allowed.empty()) co_return refusal;
    co_return allowed;
}

asio::awaitable<Result<void>> Exchanger::dial(Exchange& exchange, ConnectionPtr connection, IpAddress address) {
    if (closed_) co_return stopping();
    exchange.interrupt = [connection] { connection->abort(); };
    const auto connect_end = step_end(exchange, options_.connect);
    auto connected = co_await connection->connect(address, exchange.fetch.url.port, connect_end);
    exchange.interrupt = nullptr;
    if (!connected) co_return connected;
    const auto peer = connection->peer();
    if (!peer) co_return peer.error();
    if (peer->unmapped() != address.unmapped()) co_return unreachable("connected to " + peer->text());
    COLLEGIUM_CO_CHECK(check(exchange, *peer));
    if (exchange.fetch.url.scheme == "http") co_return ok();
    if (closed_) co_return stopping();
    exchange.interrupt = [connection] { connection->abort(); };
    const auto handshake_end = step_end(exchange, options_.handshake);
    auto secured = co_await connection->handshake(*tls_, exchange.fetch.url.host, handshake_end);
    exchange.interrupt = nullptr;
    co_return secured;
}

asio::awaitable<Result<Answer>> Exchanger::request_on(Exchange& exchange, ConnectionPtr connection,
                                                      ResponseReader& reader) {
    if (closed_) co_return stopping();
    exchange.interrupt = [connection] { connection->abort(); };
    auto written = co_await connection->write(exchange.request, exchange.end);
    Result<void> read = ok();
    // A peer that refuses a body early answers and closes while we still write: its answer counts.
    const bool try_read = written || written.error().code() == Errc::unreachable;
    if (try_read) {
        read = co_await read_answer(exchange, connection, reader);
    }
    exchange.interrupt = nullptr;
    if (!reader.is_complete()) {
        if (!written) co_return written.error();
        co_return read.error();
    }
    if (written && reader.is_reusable() && !closed_) pool_.put(connection, steady_clock::now());
    co_return reader.take_answer();
}

asio::awaitable<Result<void>> Exchanger::read_answer(Exchange& exchange, ConnectionPtr connection,
                                                     ResponseReader& reader) {
    std::array<char, 16 * 1024> buffer;
    const auto first_byte_end = step_end(exchange, options_.first_byte);
    while (!reader.is_complete()) {
        const auto until = reader.is_started() ? exchange.end : first_byte_end;
        const std::span<char> space(buffer);
        auto chunk = co_await connection->read(space, until);
        if (!chunk) co_return chunk.error();
        COLLEGIUM_CO_CHECK(take(reader, *chunk, buffer.data()));
    }
    co_return ok();
}

Result<void> Exchanger::check(const Exchange& exchange, const IpAddress& address) const {
    static auto& refused = metrics::counter("collegium_client_refused_addresses_total",
                                            "Addresses of other servers that the address guard refused");
    auto checked = guard_.check_address(exchange.fetch.url, address);
    if (!checked) refused.add();
    return checked;
}

Exchanger::TimePoint Exchanger::step_end(const Exchange& exchange, std::chrono::milliseconds limit) const {
    return std::min(exchange.end, steady_clock::now() + limit);
}

}  // namespace collegium::client
