#include "http/head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "core/strings.hpp"
#include "core/time.hpp"
#include "http/errors.hpp"

namespace collegium::http {
namespace {

namespace beast = boost::beast;

// Formatting a date takes longer than the rest of the head: once a second and thread is enough.
const std::string& http_date() {
    thread_local std::string text;
    thread_local std::int64_t second = 0;
    const auto now = current_time();
    if (const auto current = to_milliseconds(now) / 1000; current != second) {
        second = current;
        text = format_http_date(now);
    }
    return text;
}

}  // namespace

bool parse_fields(std::string_view head, const framing::Frame& frame, std::vector<Header>& headers,
                  Connection& connection) {
    beast::http::request_parser<beast::http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(framing::max_head));
    parser.body_limit(std::uint64_t{1} << 62);  // the body is read and limited by the session
    beast::error_code error;
    parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
    if ((error && error != beast::http::error::need_more) || !parser.is_header_done()) return false;
    const auto& message = parser.get();
    if (message.method_string() != beast::string_view(frame.method)) return false;
    if ((message.version() == 10) != frame.http_1_0 || message.chunked() != (frame.body == framing::Body::chunked))
        return false;
    std::size_t count = 0;
    headers.reserve(frame.fields);
    for (const auto& field : message) {
        ++count;
        const auto name = field.name_string();
        if (name.find_first_of("_.") != beast::string_view::npos) continue;
        headers.emplace_back(strings::lower(std::string_view(name.data(), name.size())),
                             std::string(field.value().data(), field.value().size()));
    }
    connection = message.keep_alive() ? Connection::keep_alive : Connection::close;
    return count == frame.fields;
}

bool allows_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

std::string write_head(const Response& response, Connection connection, bool http_1_0) {
    std::string head;
    head.reserve(512);
    head += "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    head += reason_of(response.status);
    head += "\r\nDate: ";
    head += http_date();
    for (const auto& [name, value] : response.headers) {
        if (strings::equals_ignoring_case(name, "Content-Length") ||
            strings::equals_ignoring_case(name, "Connection") ||
            strings::equals_ignoring_case(name, "Transfer-Encoding"))
            continue;
        head += "\r\n";
        head += name;
        head += ": ";
        head += value;
    }
    if (allows_body(response.status)) {
        head += "\r\nContent-Length: ";
        head += std::to_string(response.body.size());
    }
    if (connection == Connection::close)
        head += "\r\nConnection: close";
    else if (http_1_0)
        head += "\r\nConnection: keep-alive";
    head += "\r\n\r\n";
    return head;
}

}  // namespace collegium::http
