// The second half of a session: its bodies, and the wait for an answer.
#include <algorithm>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "http/session.hpp"
#include "runtime/blocking.hpp"

namespace collegium::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::size_t uncounted_answer = 64 * 1024;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

bool Session::reserve(std::size_t bytes) {
    if (!context_.budget.take(bytes)) return false;
    reserved_ += bytes;
    return true;
}

void Session::release() {
    context_.budget.give(reserved_);
    reserved_ = 0;
    context_.answer_budget.give(answer_reserved_);
    answer_reserved_ = 0;
}

// A peer that takes its answers slowly has them kept here: together they stay within bounds. Small ones are not
// counted, so that pages and errors go out while files are refused.
bool Session::reserve_answer(std::size_t bytes) {
    if (bytes <= uncounted_answer) return true;
    if (!context_.answer_budget.take(bytes)) return false;
    answer_reserved_ += bytes;
    return true;
}

Pace Session::write_pace() const {
    const auto& options = context_.options;
    return Pace(options.write_timeout, options.write_grace, options.write_minimum_rate);
}

// Two reads are never further apart than the idle limit, and after a grace the whole keeps a minimum rate:
// a byte every nine seconds would otherwise hold a connection for ever (security.md DOS-05).
milliseconds Session::body_time_left() const {
    const auto& options = context_.options;
    const auto earned = milliseconds(request_.body.size() * 1000 / std::max<std::size_t>(1, options.body_minimum_rate));
    const auto spent = std::chrono::duration_cast<milliseconds>(Clock::now() - began_);
    return std::min(options.body_idle_timeout, options.body_grace + earned - spent);
}

boost::asio::awaitable<Session::Step> Session::read_body() {
    if (frame_.body == framing::Body::none) co_return Step::ready;
    if (expects_continue_ && input_.empty()) {
        const auto pace = write_pace();
        const auto written = co_await stream_->write(go_on, std::string_view(), pace);
        if (written != Io::done) co_return Step::closed;
    }
    auto step = Step::ready;
    if (frame_.body == framing::Body::length)
        step = co_await read_sized_body();
    else
        step = co_await read_chunked_body();
    co_return step;
}

boost::asio::awaitable<Session::Step> Session::read_sized_body() {
    auto& body = request_.body;
    const auto length = static_cast<std::size_t>(frame_.length);  // at most the route's limit
    body = input_.substr(0, length);
    input_.erase(0, body.size());
    if (!reserve(body.size())) co_return refuse(503, "The server is busy. Please try again.");
    while (body.size() < length) {
        const auto limit = body_time_left();
        if (limit.count() <= 0) co_return refuse(408, "The request body took too long");
        // Grows with what has come, not with what was announced.
        const auto have = body.size();
        const auto step = std::min(length - have, std::max(read_size, have));
        if (!reserve(step)) co_return refuse(503, "The server is busy. Please try again.");
        body.resize(have + step);
        const auto read = co_await stream_->read_some(body.data() + have, step, limit);
        body.resize(have + read.count);
        context_.budget.give(step - read.count);
        reserved_ -= step - read.count;
        if (read.state == Io::timeout) co_return refuse(408, "The request body took too long");
        if (read.state != Io::done) co_return Step::closed;
    }
    co_return Step::ready;
}

boost::asio::awaitable<Session::Step> Session::read_chunked_body() {
    auto& body = request_.body;
    ChunkDecoder decoder;
    for (;;) {
        std::size_t used = 0;
        const auto before = body.size();
        const auto state = decoder.feed(input_, used, body, plan_.body_limit);
        input_.erase(0, used);
        if (state == ChunkDecoder::State::done) co_return Step::ready;
        if (state == ChunkDecoder::State::malformed) co_return refuse(400, "Malformed chunked body");
        if (state == ChunkDecoder::State::too_large) co_return refuse(413, "The request body is too large");
        if (!reserve(body.size() - before)) co_return refuse(503, "The server is busy. Please try again.");
        const auto limit = body_time_left();
        if (limit.count() <= 0) co_return refuse(408, "The request body took too long");
        input_.resize(read_size);
        const auto read = co_await stream_->read_some(input_.data(), read_size, limit);
        input_.resize(read.count);
        if (read.state == Io::timeout) co_return refuse(408, "The request body took too long");
        if (read.state != Io::done) co_return Step::closed;
    }
}

// The action answers from any thread; when it does not in time, the client gets 503 and a late answer is dropped.
boost::asio::awaitable<Response> Session::answer() {
    auto executor = co_await boost::asio::this_coro::executor;
    auto timer = std::make_shared<boost::asio::steady_timer>(executor);
    auto request = std::make_shared<Request>(std::move(request_));
    request_ = Request();
    request_.method = plan_.method;
    runtime::Starter<Response> start = [this, timer, request](std::function<void(Response)> done) {
        timer->expires_after(context_.options.answer_timeout);
        auto late = context_.dispatcher.refusal(503, "The server is busy. Please try again.", plan_.exchange.audience);
        timer->async_wait([done, late](boost::system::error_code error) {
            if (!error) done(late);
        });
        context_.dispatcher.run(plan_, std::move(*request), done);
    };
    auto response = co_await runtime::blocking<Response>(std::move(start));
    timer->cancel();
    co_return response;
}

}  // namespace collegium::http
