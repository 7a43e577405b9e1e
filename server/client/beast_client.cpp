#include "client/beast_client.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "client/exchange.hpp"
#include "core/metrics.hpp"
#include "runtime/loop.hpp"
#include "runtime/spawn.hpp"

namespace collegium::client {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

metrics::Counter& outcome_counter(const std::string& outcome) {
    return metrics::counter("collegium_client_requests_total", "Requests to other servers by outcome",
                            "outcome=\"" + outcome + "\"");
}

void count(const Result<Answer>& result) {
    static metrics::Counter* const by_class[] = {&outcome_counter("1xx"), &outcome_counter("2xx"),
                                                 &outcome_counter("3xx"), &outcome_counter("4xx"),
                                                 &outcome_counter("5xx")};
    if (result) {
        by_class[(result->status / 100 - 1) % 5]->add();
    } else {
        outcome_counter(name_of(result.error().code())).add();
    }
}

// Threads and shutdown around the loop-confined Exchanger.
class BeastClient final : public HttpClient {
  public:
    BeastClient(ClientOptions options, AddressGuard guard, std::unique_ptr<TlsContext> tls, std::string user_agent)
        : waiting_limit_(options.waiting),
          loop_("client"),
          exchanger_(loop_.context().get_executor(), std::move(options), std::move(guard), std::move(tls),
                     std::move(user_agent)) {
        start_sweep();
        loop_.start();
    }
    ~BeastClient() override;

    void send(Fetch fetch, OnAnswer on_answer) override;

  private:
    using TimePoint = steady_clock::time_point;

    void start_sweep() { runtime::spawn(loop_, "client sweep", exchanger_.sweep()); }
    asio::awaitable<void> serve(Fetch fetch, OnAnswer on_answer, TimePoint sent);
    void answer(const OnAnswer& on_answer, Result<Answer> result);
    bool enter();
    void leave();

    const std::size_t waiting_limit_;
    std::mutex mutex_;
    std::condition_variable all_left_;
    std::size_t inside_ = 0;
    bool closing_ = false;
    runtime::Loop loop_;
    Exchanger exchanger_;  // before the loop's end, after its thread's
};

BeastClient::~BeastClient() {
    {
        std::unique_lock lock(mutex_);
        closing_ = true;
    }
    loop_.post([this] { exchanger_.close(); });
    {
        // Closed sockets answer at once; the bound is for a caller's callback that hangs.
        std::unique_lock lock(mutex_);
        all_left_.wait_for(lock, std::chrono::seconds(10), [this] { return inside_ == 0; });
    }
    loop_.stop();
}

bool BeastClient::enter() {
    const std::lock_guard lock(mutex_);
    if (closing_ || inside_ >= waiting_limit_) return false;
    ++inside_;
    return true;
}

void BeastClient::leave() {
    const std::lock_guard lock(mutex_);
    if (--inside_ == 0) all_left_.notify_all();
}

void BeastClient::send(Fetch fetch, OnAnswer on_answer) {
    if (!enter()) {
        Error error(Errc::unavailable, "The server is busy. Please try again.",
                    "too many outbound requests, or stopping");
        loop_.post([this, on_answer = std::move(on_answer), error] { answer(on_answer, error); });
        return;
    }
    auto work = serve(std::move(fetch), std::move(on_answer), steady_clock::now());
    runtime::spawn(loop_, "client exchange", std::move(work), [this] { leave(); });
}

asio::awaitable<void> BeastClient::serve(Fetch fetch, OnAnswer on_answer, TimePoint sent) {
    Result<Answer> result = Error(Errc::internal, "Something went wrong.");
    try {
        result = co_await exchanger_.run(std::move(fetch), sent);
    } catch (const std::exception& failure) {
        result = Error(Errc::internal, "Something went wrong.", failure.what());
    }
    answer(on_answer, std::move(result));
}

void BeastClient::answer(const OnAnswer& on_answer, Result<Answer> result) {
    count(result);
    on_answer(std::move(result));
}

}  // namespace

Result<std::unique_ptr<HttpClient>> make_http_client(const config::Config& config, ClientOptions options) {
    const auto plain_http = config.plain_http() ? PlainHttp::allowed : PlainHttp::refused;
    COLLEGIUM_TRY(auto guard, AddressGuard::make(config.federation.allow_addresses, plain_http));
    COLLEGIUM_TRY(auto tls, TlsContext::make(config.federation.ca_file));
    options.gate.total = std::min(options.gate.total, options.connections);
    std::string user_agent = "Collegium/" COLLEGIUM_VERSION " (+" + config.base_url() + "/)";
    std::unique_ptr<HttpClient> client =
        std::make_unique<BeastClient>(std::move(options), std::move(guard), std::move(tls), std::move(user_agent));
    return client;
}

Result<std::unique_ptr<HttpClient>> make_http_client(const config::Config& config) {
    return make_http_client(config, ClientOptions());
}

}  // namespace collegium::client
