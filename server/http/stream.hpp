// One connection as a session sees it, plain or TLS: the session is compiled once for both. Lives on one
// loop. Every operation has its own time limit; when it passes, the operation ends with Io::timeout.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace collegium::http {

class TlsContext;

enum class Io { done, closed, timeout };

// `linger`: bytes of the peer's may still be under way. Closing at once would send a reset, which can destroy
// our answer before the peer has read it.
enum class Farewell { now, linger };

struct Read {
    Io state = Io::closed;
    std::size_t count = 0;
};

// How slowly a peer may take what is written to it: never longer than `idle` between two advances, and after
// `grace` the whole keeps `rate` bytes a second on average. A byte every half minute would otherwise hold a large
// answer in memory for days.
class Pace {
  public:
    using Clock = std::chrono::steady_clock;
    Pace(std::chrono::milliseconds idle, std::chrono::milliseconds grace, std::size_t rate)
        : idle_(idle), grace_(grace), rate_(rate), began_(Clock::now()) {}
    // For the next advance, with `done` bytes behind it; none is left at zero or below.
    std::chrono::milliseconds left(std::size_t done) const;

  private:
    std::chrono::milliseconds idle_;
    std::chrono::milliseconds grace_;
    std::size_t rate_;
    Clock::time_point began_;
};

class Stream {
  public:
    virtual ~Stream() = default;
    virtual boost::asio::awaitable<Io> handshake(std::chrono::milliseconds limit) = 0;
    // At least one byte when done. `data` must stay until then.
    virtual boost::asio::awaitable<Read> read_some(char* data, std::size_t size, std::chrono::milliseconds limit) = 0;
    // Both parts, in one gathered write where the socket takes it.
    virtual boost::asio::awaitable<Io> write(std::string_view head, std::string_view body, Pace pace) = 0;
    virtual boost::asio::awaitable<void> close(Farewell farewell) = 0;
    // Ends what waits, now and from here on, with Io::closed.
    virtual void cancel() = 0;
};

std::unique_ptr<Stream> make_stream(boost::asio::ip::tcp::socket socket);
std::unique_ptr<Stream> make_tls_stream(boost::asio::ip::tcp::socket socket, const TlsContext& context);

}  // namespace collegium::http
