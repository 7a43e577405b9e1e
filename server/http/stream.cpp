#include "http/stream.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "http/tls.hpp"
#include "http/watchdog.hpp"

namespace collegium::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Buffers = std::array<asio::const_buffer, 2>;

constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds farewell_limit{2000};
constexpr std::size_t max_discarded = 256 * 1024;

void advance(Buffers& buffers, std::size_t count) {
    for (auto& buffer : buffers) {
        const auto step = std::min(count, buffer.size());
        buffer += step;
        count -= step;
    }
}

// What plain and TLS share: the socket, its watchdog, and the loops over reads and writes.
template <class Next>
class SocketStream : public Stream {
  public:
    template <class... Arguments>
    explicit SocketStream(Arguments&&... arguments)
        : next_(std::forward<Arguments>(arguments)...), watchdog_(next_.get_executor(), [this] { interrupt(); }) {}

    asio::awaitable<Read> read_some(char* data, std::size_t size, std::chrono::milliseconds limit) override {
        if (!socket().is_open()) co_return Read();
        watchdog_.set(limit);
        const auto buffer = asio::mutable_buffer(data, size);
        const auto [error, count] = co_await next_.async_read_some(buffer, token);
        watchdog_.clear();
        Read read;
        read.count = count;
        read.state = outcome(error);
        co_return read;
    }

    asio::awaitable<Io> write(std::string_view head, std::string_view body, Pace pace) override {
        std::size_t done = 0;
        Buffers buffers;
        buffers[0] = asio::const_buffer(head.data(), head.size());
        buffers[1] = asio::const_buffer(body.data(), body.size());
        while (buffers[0].size() + buffers[1].size() > 0) {
            if (!socket().is_open()) co_return Io::closed;
            const auto limit = pace.left(done);
            if (limit.count() <= 0) co_return Io::timeout;
            watchdog_.set(limit);
            const auto [error, count] = co_await next_.async_write_some(buffers, token);
            watchdog_.clear();
            if (error) co_return outcome(error);
            advance(buffers, count);
            done += count;
        }
        co_return Io::done;
    }

    void cancel() override { stop(); }

  protected:
    tcp::socket& socket() { return static_cast<tcp::socket&>(next_.lowest_layer()); }

    void stop() {
        boost::system::error_code ignored;
        socket().close(ignored);
    }

    // Leaves the socket open: a slow client is still told why (408).
    void interrupt() {
        boost::system::error_code ignored;
        socket().cancel(ignored);
    }

    Io outcome(boost::system::error_code error) const {
        if (!error) return Io::done;
        return watchdog_.expired() ? Io::timeout : Io::closed;
    }

    // Half-closes, then throws away what the peer still sends, within bounds.
    asio::awaitable<void> linger() {
        boost::system::error_code ignored;
        socket().shutdown(tcp::socket::shutdown_send, ignored);
        watchdog_.set(farewell_limit);
        std::array<char, 4096> waste;
        std::size_t total = 0;
        while (socket().is_open() && total < max_discarded) {
            const auto buffer = asio::mutable_buffer(waste.data(), waste.size());
            const auto [error, count] = co_await socket().async_read_some(buffer, token);
            if (error) break;
            total += count;
        }
        watchdog_.clear();
        stop();
    }

    Next next_;
    Watchdog watchdog_;
};

class PlainStream final : public SocketStream<tcp::socket> {
  public:
    explicit PlainStream(tcp::socket socket) : SocketStream(std::move(socket)) {}

    asio::awaitable<Io> handshake(std::chrono::milliseconds) override { co_return Io::done; }

    asio::awaitable<void> close(Farewell farewell) override {
        if (farewell == Farewell::linger) co_await linger();
        stop();
    }
};

class TlsStream final : public SocketStream<asio::ssl::stream<tcp::socket>> {
  public:
    TlsStream(tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
        : SocketStream(std::move(socket), *context), context_(std::move(context)) {}

    asio::awaitable<Io> handshake(std::chrono::milliseconds limit) override {
        watchdog_.set(limit);
        const auto [error] = co_await next_.async_handshake(asio::ssl::stream_base::server, token);
        watchdog_.clear();
        co_return outcome(error);
    }

    // OpenSSL would make two records of two buffers: a small answer goes out as one.
    asio::awaitable<Io> write(std::string_view head, std::string_view body, Pace pace) override {
        if (body.empty() || head.size() + body.size() > 16 * 1024) {
            const auto written = co_await SocketStream::write(head, body, pace);
            co_return written;
        }
        std::string joined(head);
        joined += body;
        const auto written = co_await SocketStream::write(joined, std::string_view(), pace);
        co_return written;
    }

    asio::awaitable<void> close(Farewell farewell) override {
        if (socket().is_open()) {
            watchdog_.set(farewell_limit);
            const auto [ignored] = co_await next_.async_shutdown(token);
            watchdog_.clear();
            (void)ignored;
        }
        if (farewell == Farewell::linger) co_await linger();
        stop();
    }

  private:
    std::shared_ptr<asio::ssl::context> context_;
};

}  // namespace

std::chrono::milliseconds Pace::left(std::size_t done) const {
    const auto earned = std::chrono::milliseconds(done * 1000 / std::max<std::size_t>(1, rate_));
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_);
    return std::min(idle_, grace_ + earned - spent);
}

std::unique_ptr<Stream> make_stream(tcp::socket socket) {
    return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<Stream> make_tls_stream(tcp::socket socket, const TlsContext& context) {
    return std::make_unique<TlsStream>(std::move(socket), context.current());
}

}  // namespace collegium::http
