// One connection from handshake to farewell: reads requests one after the other (what a client sends ahead
// waits in the buffer), has them answered, writes the answers. One coroutine on one loop; every wait bounded.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "http/chunked.hpp"
#include "http/dispatcher.hpp"
#include "http/framing.hpp"
#include "http/head.hpp"
#include "http/options.hpp"
#include "http/session_set.hpp"
#include "http/stream.hpp"

namespace collegium::http {

// The other end of a connection.
class Peer {
  public:
    Peer(std::string peer_address, bool peer_secure, AddressCount count_mode)
        : address(std::move(peer_address)), secure(peer_secure), mode(count_mode) {}
    std::string address;
    bool secure;
    AddressCount mode;
};

// What all sessions share; outlives them.
class SessionContext {
  public:
    SessionContext(const Options& o, Dispatcher& d, Gate& g, BodyBudget& b, BodyBudget& a)
        : options(o), dispatcher(d), gate(g), budget(b), answer_budget(a) {}
    const Options& options;
    Dispatcher& dispatcher;
    Gate& gate;
    BodyBudget& budget;         // of requests
    BodyBudget& answer_budget;  // of large answers
};

class Session {
  public:
    // The gate was entered for it; it leaves.
    Session(std::unique_ptr<Stream> stream, Peer peer, SessionContext& context, SessionSet& set);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    boost::asio::awaitable<void> run();
    // Waits for a request and has read nothing of it.
    bool idle() const { return idle_; }
    void cancel() { stream_->cancel(); }

  private:
    using Clock = std::chrono::steady_clock;
    enum class Step { ready, refused, closed };

    boost::asio::awaitable<bool> serve_one();
    boost::asio::awaitable<Step> read_head();
    Step parse_head();
    boost::asio::awaitable<Step> read_body();
    boost::asio::awaitable<Step> read_sized_body();
    boost::asio::awaitable<Step> read_chunked_body();
    boost::asio::awaitable<Response> answer();
    boost::asio::awaitable<bool> reply(Response response);

    Step refuse(int status, const char* reason);
    bool drop_unread_body();
    bool reserve(std::size_t bytes);
    bool reserve_answer(std::size_t bytes);
    Pace write_pace() const;
    void release();
    std::chrono::milliseconds body_time_left() const;
    void account(const Response& response, std::size_t bytes) const;
    void start_over();

    SessionContext& context_;
    SessionSet& set_;
    std::unique_ptr<Stream> stream_;
    Peer peer_;
    bool idle_ = true;
    bool first_ = true;
    Farewell farewell_ = Farewell::now;

    std::string input_;                // received and not yet consumed
    std::size_t head_size_ = 0;        // of the request at hand, within input_
    std::size_t reserved_ = 0;         // bytes of the budget held by the body at hand
    std::size_t answer_reserved_ = 0;  // the same of the answer

    // Of the request at hand.
    framing::Frame frame_;
    Request request_;
    Plan plan_;
    Connection connection_ = Connection::keep_alive;
    bool expects_continue_ = false;
    std::optional<framing::Refusal> refusal_;
    Clock::time_point began_;
};

// Owns the session until it has ended.
boost::asio::awaitable<void> run_session(std::unique_ptr<Session> session);

}  // namespace collegium::http
