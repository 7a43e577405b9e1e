#include "http/session.hpp"

#include <algorithm>
#include <variant>

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "core/strings.hpp"

namespace collegium::http {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::size_t read_size = 4096;

metrics::Counter& requests_of(int status) {
    static constexpr const char* help = "Answered requests by class of status";
    static auto& informational = metrics::counter("collegium_http_requests_total", help, "status=\"2xx\"");
    static auto& redirected = metrics::counter("collegium_http_requests_total", help, "status=\"3xx\"");
    static auto& refused = metrics::counter("collegium_http_requests_total", help, "status=\"4xx\"");
    static auto& failed = metrics::counter("collegium_http_requests_total", help, "status=\"5xx\"");
    if (status < 300) return informational;
    if (status < 400) return redirected;
    return status < 500 ? refused : failed;
}

bool sends_body(Method method, const Response& response) {
    return allows_body(response.status) && method != Method::head;
}

}  // namespace

Session::Session(std::unique_ptr<Stream> stream, Peer peer, SessionContext& context, SessionSet& set)
    : context_(context), set_(set), stream_(std::move(stream)), peer_(std::move(peer)) {
    set_.add(*this);
}

Session::~Session() {
    release();
    set_.remove(*this);
    context_.gate.leave(peer_.address, peer_.mode);
}

boost::asio::awaitable<void> run_session(std::unique_ptr<Session> session) {
    co_await session->run();
}

boost::asio::awaitable<void> Session::run() {
    const auto limit = context_.options.head_timeout;
    const auto shaken = co_await stream_->handshake(limit);
    if (shaken != Io::done) co_return;
    bool again = true;
    while (again) {
        again = co_await serve_one();
        start_over();
    }
    co_await stream_->close(farewell_);
}

// True when another request may follow.
boost::asio::awaitable<bool> Session::serve_one() {
    auto step = co_await read_head();
    if (step == Step::ready) step = parse_head();
    if (step == Step::ready && !plan_.early) step = co_await read_body();
    if (step == Step::closed) co_return false;
    if (step == Step::refused) {
        connection_ = Connection::close;
        farewell_ = Farewell::linger;
        if (plan_.exchange.id.empty()) plan_.exchange.id = new_request_id();
        auto response = context_.dispatcher.refusal(refusal_->status, refusal_->reason, plan_.exchange.audience);
        co_await reply(std::move(response));
        co_return false;
    }
    if (plan_.early) {
        if (!drop_unread_body()) {
            connection_ = Connection::close;
            farewell_ = Farewell::linger;
        }
        auto response = std::move(*plan_.early);
        const bool sent = co_await reply(std::move(response));
        co_return sent;
    }
    auto response = co_await answer();
    const bool sent = co_await reply(std::move(response));
    co_return sent;
}

boost::asio::awaitable<Session::Step> Session::read_head() {
    std::size_t seen = 0;
    std::optional<Clock::time_point> deadline;
    for (;;) {
        if (seen == 0 && input_.compare(0, 2, "\r\n") == 0) input_.erase(0, 2);  // RFC 9112 2.2: one empty line
        const auto found = framing::find_head(input_, seen);
        if (const auto* refusal = std::get_if<framing::Refusal>(&found))
            co_return refuse(refusal->status, refusal->reason);
        head_size_ = std::get<std::size_t>(found);
        if (head_size_ > 0) break;
        seen = input_.size();
        if (input_.empty() && set_.draining()) co_return Step::closed;
        idle_ = input_.empty();
        auto limit = first_ ? context_.options.head_timeout : context_.options.keep_alive_timeout;
        if (!deadline && !input_.empty()) deadline = Clock::now() + context_.options.head_timeout;
        if (deadline) limit = duration_cast<milliseconds>(*deadline - Clock::now());
        if (limit.count() <= 0) co_return refuse(408, "The request head took too long");
        input_.resize(seen + read_size);
        const auto read = co_await stream_->read_some(input_.data() + seen, read_size, limit);
        input_.resize(seen + read.count);
        idle_ = false;
        if (read.state == Io::done) continue;
        if (read.state == Io::timeout && !input_.empty()) co_return refuse(408, "The request head took too long");
        co_return Step::closed;
    }
    began_ = Clock::now();
    co_return Step::ready;
}

Session::Step Session::parse_head() {
    const auto head = std::string_view(input_).substr(0, head_size_);
    auto checked = framing::check_head(head);
    if (const auto* refusal = std::get_if<framing::Refusal>(&checked)) return refuse(refusal->status, refusal->reason);
    frame_ = std::move(std::get<framing::Frame>(checked));
    if (!parse_fields(head, frame_, request_.headers, connection_)) return refuse(400, "Malformed request head");
    const auto method = parse_method(frame_.method);
    if (!method) return refuse(501, "Method not implemented");
    if (const auto expectation = request_.header("expect"); !expectation.empty()) {
        if (!strings::equals_ignoring_case(expectation, "100-continue")) return refuse(417, "Unknown expectation");
        expects_continue_ = !frame_.http_1_0;
    }
    input_.erase(0, head_size_);
    request_.method = *method;
    request_.target = frame_.target;
    request_.remote_address = peer_.address;
    request_.secure = peer_.secure;
    plan_ = context_.dispatcher.plan(request_, frame_.length);
    return Step::ready;
}

boost::asio::awaitable<bool> Session::reply(Response response) {
    if (sends_body(request_.method, response) && !reserve_answer(response.body.size()))
        response = context_.dispatcher.refusal(503, "The server is busy. Please try again.", plan_.exchange.audience);
    context_.dispatcher.finish(plan_, response);
    if (set_.draining()) connection_ = Connection::close;
    const auto head = write_head(response, connection_, frame_.http_1_0);
    if (!sends_body(request_.method, response)) response.body = std::string();
    const std::string_view body = response.body;
    const auto pace = write_pace();
    const auto written = co_await stream_->write(head, body, pace);
    account(response, head.size() + body.size());
    co_return written == Io::done&& connection_ == Connection::keep_alive;
}

Session::Step Session::refuse(int status, const char* reason) {
    refusal_ = framing::Refusal{status, reason};
    if (began_ == Clock::time_point()) began_ = Clock::now();
    return Step::refused;
}

// An answer that needs no body keeps the connection when the body is here already.
bool Session::drop_unread_body() {
    if (frame_.body == framing::Body::none) return true;
    if (frame_.body == framing::Body::chunked || frame_.length > input_.size()) return false;
    input_.erase(0, static_cast<std::size_t>(frame_.length));
    return true;
}

// One line per request, without query string, address or token (security.md SEC-02, SEC-08).
void Session::account(const Response& response, std::size_t bytes) const {
    const std::chrono::duration<double> taken = Clock::now() - began_;
    requests_of(response.status).add();
    static auto& seconds =
        metrics::histogram("collegium_http_request_seconds", "From the end of the head to the end of the answer");
    seconds.observe(taken.count());
    const auto level = plan_.entry && plan_.entry->path == "/healthz" ? log::Level::debug : log::Level::info;
    if (!log::enabled(level)) return;
    log::write(level, "request",
               {{"method", frame_.method},
                {"route", plan_.entry ? plan_.entry->path : std::string("-")},
                {"status", response.status},
                {"ms", duration_cast<milliseconds>(taken).count()},
                {"bytes", bytes},
                {"id", plan_.exchange.id}});
}

void Session::start_over() {
    release();
    first_ = false;
    frame_ = framing::Frame();
    request_ = Request();
    plan_ = Plan();
    expects_continue_ = false;
    refusal_.reset();
    began_ = Clock::time_point();
    connection_ = Connection::keep_alive;
}

}  // namespace collegium::http
