#include "http/framing.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/strings.hpp"

namespace collegium::http::framing {
namespace {

using strings::equals_ignoring_case;

// Twice the same of these: one program takes the first, another the last.
constexpr std::array<std::string_view, 10> single = {
    "host",         "date",          "digest",         "content-digest",    "signature",
    "content-type", "authorization", "content-length", "transfer-encoding", "expect"};

bool is_token_char(unsigned char c) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return is_token_char(c); });
}

bool is_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7f); });
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
    std::uint64_t length = 0;
    if (text.empty() || text.size() > 18) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return length;
}

// reg-name, IPv4 or [IPv6], with an optional port; no userinfo, no path.
bool is_authority(std::string_view host) {
    if (host.empty() || host.size() > 300) return false;
    return std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == ':' || c == '[' || c == ']' || c == '_';
    });
}

class HeadReader {
  public:
    explicit HeadReader(std::string_view head) : rest_(head) {}

    std::variant<Frame, Refusal> read() {
        if (auto refusal = request_line(next_line())) return *refusal;
        for (auto line = next_line(); !line.empty(); line = next_line())
            if (auto refusal = field(line)) return *refusal;
        if (auto refusal = conclude()) return *refusal;
        return std::move(frame_);
    }

  private:
    std::string_view next_line() {
        const auto end = rest_.find("\r\n");
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(rest_.size(), line.size() + 2));
        return line;
    }

    std::optional<Refusal> request_line(std::string_view line) {
        const auto first = line.find(' ');
        const auto last = line.rfind(' ');
        if (first == std::string_view::npos || first == last) return Refusal{400, "Malformed request line"};
        const auto method = line.substr(0, first);
        const auto target = line.substr(first + 1, last - first - 1);
        const auto version = line.substr(last + 1);
        if (!is_token(method) || method.size() > 32) return Refusal{400, "Malformed method"};
        if (target.size() > max_target) return Refusal{414, "Request target too long"};
        const auto allowed = [](unsigned char c) { return c > 0x20 && c != 0x7f && c != '#'; };
        if (target.empty() || !std::all_of(target.begin(), target.end(), allowed))
            return Refusal{400, "Malformed request target"};
        if (version != "HTTP/1.1" && version != "HTTP/1.0") {
            const bool other = version.size() == 8 && version.substr(0, 5) == "HTTP/";
            return other ? Refusal{505, "HTTP version not supported"} : Refusal{400, "Malformed HTTP version"};
        }
        frame_.method = method;
        frame_.target = target;
        frame_.http_1_0 = version == "HTTP/1.0";
        return std::nullopt;
    }

    std::optional<Refusal> field(std::string_view line) {
        if (++frame_.fields > max_fields) return Refusal{431, "Too many header fields"};
        if (line.front() == ' ' || line.front() == '\t') return Refusal{400, "Folded header line"};
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return Refusal{400, "Header line without a colon"};
        const auto name = line.substr(0, colon);
        if (!is_token(name)) return Refusal{400, "Malformed header name"};
        auto value = line.substr(colon + 1);
        while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
        if (!is_value(value)) return Refusal{400, "Control character in a header"};
        for (std::size_t index = 0; index < single.size(); ++index) {
            if (!equals_ignoring_case(name, single[index])) continue;
            if (seen_[index]) return Refusal{400, "Duplicate header"};
            seen_[index] = true;
            return known(index, value);
        }
        return std::nullopt;
    }

    std::optional<Refusal> known(std::size_t index, std::string_view value) {
        if (single[index] == "host") {
            if (!is_authority(value)) return Refusal{400, "Malformed Host"};
            host_ = value;
        }
        if (single[index] == "content-length") {
            length_ = parse_length(value);
            if (!length_) return Refusal{400, "Malformed Content-Length"};
        }
        if (single[index] == "transfer-encoding") {
            if (!equals_ignoring_case(value, "chunked")) return Refusal{400, "Unsupported Transfer-Encoding"};
            chunked_ = true;
        }
        return std::nullopt;
    }

    std::optional<Refusal> conclude() {
        if (!frame_.http_1_0 && host_.empty()) return Refusal{400, "Missing Host"};
        if (chunked_ && length_) return Refusal{400, "Content-Length with Transfer-Encoding"};
        if (chunked_ && frame_.http_1_0) return Refusal{400, "Transfer-Encoding in HTTP/1.0"};
        if (chunked_) frame_.body = Body::chunked;
        if (length_ && *length_ > 0) {
            frame_.body = Body::length;
            frame_.length = *length_;
        }
        return origin_form();
    }

    // RFC 9112 3.2: a server takes the absolute form too. We ask that it names the same host as Host does.
    std::optional<Refusal> origin_form() {
        if (frame_.target.front() == '/') return std::nullopt;
        const auto scheme_end = frame_.target.find("://");
        const auto scheme = frame_.target.substr(0, scheme_end);
        if (scheme_end == std::string::npos ||
            (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")))
            return Refusal{400, "Malformed request target"};
        auto rest = frame_.target.substr(scheme_end + 3);
        const auto authority = rest.substr(0, rest.find_first_of("/?"));
        if (!equals_ignoring_case(authority, host_)) return Refusal{400, "Request target and Host differ"};
        rest.erase(0, authority.size());
        if (rest.empty() || rest.front() == '?') rest.insert(0, 1, '/');
        frame_.target = std::move(rest);
        return std::nullopt;
    }

    std::string_view rest_;
    Frame frame_;
    std::array<bool, single.size()> seen_{};
    std::string_view host_;
    std::optional<std::uint64_t> length_;
    bool chunked_ = false;
};

}  // namespace

std::variant<std::size_t, Refusal> find_head(std::string_view input, std::size_t seen) {
    const auto from = seen > 3 ? seen - 3 : 0;
    for (auto at = from; at < std::min(input.size(), max_head); ++at) {
        const char c = input[at];
        if (c == '\0') return Refusal{400, "NUL in the request head"};
        if (c == '\r' && at + 1 < input.size() && input[at + 1] != '\n') return Refusal{400, "Bare carriage return"};
        if (c != '\n') continue;
        if (at == 0 || input[at - 1] != '\r') return Refusal{400, "Bare line feed"};
        if (at >= 3 && input[at - 2] == '\n') return at + 1;
    }
    if (input.size() >= max_head) return Refusal{431, "Request head too large"};
    return std::size_t{0};
}

std::variant<Frame, Refusal> check_head(std::string_view head) {
    return HeadReader(head).read();
}

}  // namespace collegium::http::framing
