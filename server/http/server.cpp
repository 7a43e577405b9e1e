#include "http/server.hpp"

#include <algorithm>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>

#include "core/log.hpp"
#include "http/client_address.hpp"
#include "http/dispatcher.hpp"
#include "http/listener.hpp"
#include "http/session.hpp"
#include "http/tls.hpp"
#include "runtime/deadline.hpp"
#include "runtime/loop.hpp"
#include "runtime/spawn.hpp"

namespace collegium::http {
namespace {

using boost::asio::ip::tcp;

constexpr std::string_view busy =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

boost::asio::awaitable<void> watch_certificate(TlsContext& context, std::chrono::milliseconds interval) {
    for (;;) {
        co_await runtime::sleep_for(interval);
        context.reload_if_changed();
    }
}

// Without waiting: a socket that was just accepted takes a line.
void turn_away(tcp::socket socket, bool plain) {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    if (plain) socket.write_some(boost::asio::const_buffer(busy.data(), busy.size()), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
}

// The sessions outlive their loop, whose end destroys the coroutines that hold them; listeners go first.
struct NetLoop {
    explicit NetLoop(std::size_t index) : loop("net-" + std::to_string(index)) {}
    SessionSet sessions;
    runtime::Loop loop;
    std::vector<std::unique_ptr<Listener>> listeners;
};

}  // namespace

struct Server::State {
    State(Options given, const Router& router)
        : options(std::move(given)),
          dispatcher(options, router),
          proxies(options.http.trusted_proxies, {}),
          gate(options.max_connections, options.max_connections_per_address),
          budget(options.max_body_bytes_in_flight),
          answer_budget(options.max_answer_bytes_in_flight),
          context(options, dispatcher, gate, budget, answer_budget) {
        auto count = options.http.threads;
        if (count == 0) count = std::max(1u, std::thread::hardware_concurrency());
        for (std::size_t index = 0; index < count; ++index) loops.push_back(std::make_unique<NetLoop>(index));
    }

    void connected(NetLoop& net, tcp::socket socket) {
        boost::system::error_code error;
        const auto endpoint = socket.remote_endpoint(error);
        if (error) return;
        const auto text = endpoint.address().to_string();
        const auto address = normalize_address(text).value_or(text);
        const bool exempt = is_loopback(address) || proxies.contains(address);
        const auto mode = exempt ? AddressCount::exempt : AddressCount::counted;
        if (!gate.enter(address, mode)) return turn_away(std::move(socket), !tls);
        auto stream = tls ? make_tls_stream(std::move(socket), *tls) : make_stream(std::move(socket));
        auto session =
            std::make_unique<Session>(std::move(stream), Peer(address, tls != nullptr, mode), context, net.sessions);
        runtime::spawn(net.loop, "session", run_session(std::move(session)));
    }

    Result<void> open(std::size_t index);
    Result<void> open_all();
    void close_listeners();

    Options options;
    Dispatcher dispatcher;
    TrustedProxies proxies;
    Gate gate;
    BodyBudget budget;
    BodyBudget answer_budget;
    SessionContext context;
    std::unique_ptr<TlsContext> tls;
    std::vector<std::uint16_t> ports;
    std::vector<std::unique_ptr<NetLoop>> loops;
    bool running = false;
};

Result<void> Server::State::open(std::size_t index) {
    auto where = options.http.listen[index];
    const auto mode = loops.size() > 1 ? Port::shared : Port::exclusive;
    if (mode == Port::shared) {
        COLLEGIUM_CHECK(check_free(where));
    }
    for (auto& net : loops) {
        auto* here = net.get();
        auto take = [this, here](tcp::socket socket) { connected(*here, std::move(socket)); };
        auto listener = std::make_unique<Listener>(net->loop, std::move(take));
        COLLEGIUM_CHECK(listener->open(where, mode));
        where.port = listener->port();
        net->listeners.push_back(std::move(listener));
    }
    ports.push_back(where.port);
    log::info("listening", {{"address", where.address}, {"port", where.port}, {"tls", tls ? "yes" : "no"}});
    return ok();
}

Result<void> Server::State::open_all() {
    for (std::size_t index = 0; index < options.http.listen.size(); ++index) {
        COLLEGIUM_CHECK(open(index));
    }
    return ok();
}

void Server::State::close_listeners() {
    for (auto& net : loops) {
        auto* here = net.get();
        here->loop.post([here] {
            for (auto& listener : here->listeners) listener->close();
            here->sessions.drain();
        });
    }
}

Server::Server(Options options, const Router& router) : state_(std::make_unique<State>(std::move(options), router)) {}

Server::~Server() {
    stop();
}

Result<void> Server::start() {
    const auto& http = state_->options.http;
    if (!http.tls_certificate.empty()) {
        COLLEGIUM_TRY(state_->tls, TlsContext::load(http.tls_certificate, http.tls_key));
    }
    if (auto opened = state_->open_all(); !opened) {
        for (auto& net : state_->loops) net->listeners.clear();
        return opened;
    }
    state_->running = true;
    for (auto& net : state_->loops) {
        for (auto& listener : net->listeners) listener->start();
        net->loop.start();
    }
    if (state_->tls)
        runtime::spawn(state_->loops.front()->loop, "certificate",
                       watch_certificate(*state_->tls, state_->options.tls_reload_interval));
    return ok();
}

std::vector<std::uint16_t> Server::bound_ports() const {
    return state_->ports;
}

void Server::stop() {
    if (!std::exchange(state_->running, false)) return;
    state_->close_listeners();
    if (!state_->gate.wait_until_empty(state_->options.shutdown_grace)) {
        log::warn("connections cut at shutdown", {{"count", state_->gate.inside()}});
        for (auto& net : state_->loops) {
            auto* here = net.get();
            here->loop.post([here] { here->sessions.cancel_all(); });
        }
        state_->gate.wait_until_empty(std::chrono::milliseconds(500));
    }
    for (auto& net : state_->loops) net->loop.stop();
}

std::size_t Server::connections() const {
    return state_->gate.inside();
}

std::size_t Server::loop_count() const {
    return state_->loops.size();
}

runtime::Loop& Server::loop(std::size_t index) {
    return state_->loops[index % state_->loops.size()]->loop;
}

bool Server::reload_tls() {
    return state_->tls && state_->tls->reload_if_changed();
}

}  // namespace collegium::http
