#include "client/request_text.hpp"

#include <algorithm>
#include <array>

#include "core/strings.hpp"

namespace collegium::client {
namespace {

Error bad(const std::string& detail) {
    return Error(Errc::bad_request, "That request cannot be sent.", detail);
}

bool is_token_character(char c) {
    static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

// No controls but tab: CR, LF and NUL would end the header and start another one.
bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
    });
}

bool is_request_target(std::string_view text) {
    return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte > 0x20 && byte < 0x7f;
           });
}

// Framing and hop-by-hop headers: two opinions about them are how requests get smuggled.
bool is_ours_alone(std::string_view lower_name) {
    static constexpr std::array<std::string_view, 8> names = {
        "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect"};
    return std::find(names.begin(), names.end(), lower_name) != names.end();
}

void add(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

// The caller's headers but Host, which was written before. Says which of the defaults it held.
struct Given {
    bool user_agent = false;
};

Result<Given> add_headers(std::string& text, const Fetch& fetch) {
    Given given;
    for (const auto& [name, value] : fetch.headers) {
        if (!is_token(name) || !is_field_value(value)) return bad("malformed header");
        const std::string lower = strings::lower(name);
        if (is_ours_alone(lower)) return bad("header " + name + " is not the caller's to set");
        if (lower == "accept-encoding" && value != "identity") return bad("compressed answers are not read");
        if (lower == "host" && value != fetch.url.authority()) return bad("Host differs from the URL");
        if (lower == "host" || lower == "accept-encoding") continue;
        if (lower == "user-agent") given.user_agent = true;
        add(text, name, value);
    }
    return given;
}

}  // namespace

Result<std::string> request_text(const Fetch& fetch, std::string_view user_agent) {
    const std::string target = fetch.url.target();
    if (!is_token(fetch.method) || fetch.method == "CONNECT") return bad("method");
    if (!is_request_target(target)) return bad("request target");
    if (!is_field_value(fetch.url.authority())) return bad("host");
    std::string text;
    text.reserve(1024 + fetch.body.size());
    text.append(fetch.method).append(" ").append(target).append(" HTTP/1.1\r\n");
    add(text, "Host", fetch.url.authority());
    COLLEGIUM_TRY(const Given given, add_headers(text, fetch));
    if (!given.user_agent) add(text, "User-Agent", user_agent);
    add(text, "Accept-Encoding", "identity");
    const bool has_no_body = fetch.method == "GET" || fetch.method == "HEAD";
    if (has_no_body && !fetch.body.empty()) return bad("body with " + fetch.method);
    if (!has_no_body) add(text, "Content-Length", std::to_string(fetch.body.size()));
    text.append("\r\n").append(fetch.body);
    return text;
}

}  // namespace collegium::client
