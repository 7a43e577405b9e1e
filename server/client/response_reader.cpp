#include "client/response_reader.hpp"

#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "core/strings.hpp"

namespace collegium::client {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::size_t header_limit = 16 * 1024;
constexpr int most_interim_answers = 8;

Error bad_upstream(const std::string& detail) {
    return Error(Errc::bad_upstream, "That server gave an answer that cannot be used.", detail);
}

Error from_beast(const beast::error_code& problem) {
    if (problem == http::error::body_limit) {
        return Error(Errc::too_large, "That server's answer is too large.", "body over the limit");
    }
    return bad_upstream("HTTP: " + problem.message());
}

}  // namespace

struct ResponseReader::State {
    using Parser = http::response_parser<http::string_body>;

    State(Body expected_body, std::size_t limit) : body(expected_body), body_limit(limit) { start(); }

    void start() {
        parser.emplace();
        parser->header_limit(header_limit);
        parser->body_limit(body_limit);
        parser->skip(body == Body::none);
        header_seen = false;
    }

    // One Content-Length or one plain "chunked", never both (RFC 9112 6.3); Beast lets some of these pass.
    Result<void> check_framing() const {
        const auto& fields = parser->get();
        const auto codings = fields.count(http::field::transfer_encoding);
        const auto lengths = fields.count(http::field::content_length);
        if (codings > 1 || lengths > 1 || (codings == 1 && lengths == 1)) return bad_upstream("ambiguous length");
        if (codings == 0) return ok();
        if (fields.version() < 11) return bad_upstream("Transfer-Encoding in HTTP/1.0");
        const auto coding = fields[http::field::transfer_encoding];
        if (!strings::equals_ignoring_case({coding.data(), coding.size()}, "chunked")) {
            return bad_upstream("unknown Transfer-Encoding");
        }
        return ok();
    }

    Result<void> on_header() {
        const int status = static_cast<int>(parser->get().result_int());
        if (status < 100 || status > 599 || status == 101) return bad_upstream("status " + std::to_string(status));
        if (status < 200) {  // RFC 9110 15.2: interim answers come before the real one
            if (++interim > most_interim_answers) return bad_upstream("too many interim answers");
            start();
            return ok();
        }
        COLLEGIUM_CHECK(check_framing());
        header_seen = true;
        answer.status = status;
        for (const auto& field : parser->get()) {
            const auto name = field.name_string();
            const auto value = field.value();
            answer.headers.emplace_back(strings::lower({name.data(), name.size()}), std::string(value));
        }
        parser->eager(true);
        return ok();
    }

    // Beast asserts that what it is shown again after a last-chunk line holds 5 bytes, which a peer that sends
    // "0\r\n" and then a single byte breaks. No chunked message ends before 5 more bytes have come ("0\r\n\r\n").
    bool must_wait(std::size_t unread) const { return header_seen && parser->chunked() && unread < 5; }

    Body body;
    std::size_t body_limit;
    std::optional<Parser> parser;
    std::string pending;
    Answer answer;
    int interim = 0;
    bool started = false;
    bool header_seen = false;
    bool ended = false;
};

ResponseReader::ResponseReader(Body body, std::size_t body_limit) : state_(std::make_unique<State>(body, body_limit)) {}

ResponseReader::~ResponseReader() = default;

Result<void> ResponseReader::put(std::string_view bytes) {
    State& state = *state_;
    if (!bytes.empty()) state.started = true;
    state.pending.append(bytes);
    std::size_t used = 0;
    while (used < state.pending.size() && !is_complete()) {
        if (state.must_wait(state.pending.size() - used)) break;
        beast::error_code problem;
        const auto rest = boost::asio::buffer(state.pending.data() + used, state.pending.size() - used);
        used += state.parser->put(rest, problem);
        if (problem == http::error::need_more) break;
        if (problem) return from_beast(problem);
        if (!state.header_seen && state.parser->is_header_done()) {
            COLLEGIUM_CHECK(state.on_header());
        }
    }
    state.pending.erase(0, used);
    // Beast bounds the header; this bounds chunk headers and trailers.
    if (!is_complete() && state.pending.size() > 2 * header_limit) return bad_upstream("endless line");
    return ok();
}

Result<void> ResponseReader::put_end(End end) {
    State& state = *state_;
    state.ended = true;
    if (is_complete()) return ok();
    if (!state.started) return bad_upstream("connection closed without an answer");
    // A body that ends with the connection is complete only when the end was meant.
    if (end == End::cut || !state.parser->got_some()) return bad_upstream("answer cut off");
    beast::error_code problem;
    state.parser->put_eof(problem);
    if (problem) return from_beast(problem);
    if (!is_complete()) return bad_upstream("answer cut off");
    return ok();
}

bool ResponseReader::is_started() const {
    return state_->started;
}

bool ResponseReader::is_complete() const {
    return state_->header_seen && state_->parser->is_done();
}

bool ResponseReader::is_reusable() const {
    return is_complete() && !state_->ended && state_->pending.empty() && state_->parser->keep_alive();
}

Answer ResponseReader::take_answer() {
    Answer answer = std::move(state_->answer);
    answer.body = std::move(state_->parser->get().body());
    return answer;
}

}  // namespace collegium::client
