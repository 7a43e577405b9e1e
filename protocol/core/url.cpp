#include "core/url.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/strings.hpp"
#include "core/url_host.hpp"

namespace collegium {
namespace {

constexpr std::size_t longest_url = 2048;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

Error bad_url(const char* detail) {
    return Error(Errc::bad_request, "This is not a web address.", detail);
}

// Bytes that end a header line, a quoted attribute or another program's idea of the host: refused, not repaired.
bool is_forbidden(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte <= 0x20 || byte == 0x7f || byte == '\\' || byte == '"' || byte == '<' || byte == '>' || byte == '`';
}

std::uint16_t default_port(std::string_view scheme) {
    return scheme == "https" ? https_port : http_port;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    unsigned port = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc() || rest != end || port == 0 || port > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

struct Authority {
    std::string host;
    std::optional<std::uint16_t> port;
};

// host[:port]; an IPv6 address in brackets.
std::optional<Authority> parse_authority(std::string_view text) {
    std::size_t host_end = 0;
    if (text.starts_with('[')) {
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos) return std::nullopt;
        host_end = bracket + 1;
    } else {
        host_end = std::min(text.find(':'), text.size());
    }
    auto host = normalize_host(text.substr(0, host_end));
    if (!host) return std::nullopt;
    const std::string_view rest = text.substr(host_end);
    if (rest.empty()) return Authority{std::move(*host), std::nullopt};
    const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
    if (!port) return std::nullopt;
    return Authority{std::move(*host), port};
}

std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

void append_escaped(std::string& out, char character) {
    constexpr char digits[] = "0123456789ABCDEF";
    out.push_back('%');
    out.push_back(digits[static_cast<unsigned char>(character) >> 4]);
    out.push_back(digits[static_cast<unsigned char>(character) & 15]);
}

bool is_unreserved(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-' || character == '.' || character == '_' ||
           character == '~';
}

int hex_value(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

// Splits what follows the authority.
void set_tail(Url& url, std::string_view tail) {
    const std::size_t hash = tail.find('#');
    if (hash != std::string_view::npos) {
        url.fragment = tail.substr(hash + 1);
        tail = tail.substr(0, hash);
    }
    const std::size_t mark = tail.find('?');
    if (mark != std::string_view::npos) {
        url.query = tail.substr(mark + 1);
        tail = tail.substr(0, mark);
    }
    url.path = tail.empty() ? "/" : std::string(tail);
}

}  // namespace

std::string Url::authority() const {
    std::string text = bracketed(host);
    if (port != default_port(scheme)) text += ":" + std::to_string(port);
    return text;
}

std::string Url::origin() const {
    return scheme + "://" + authority();
}

std::string Url::target() const {
    std::string target;
    target.reserve(path.size() + query.size() + 1);
    const auto append = [&target](const std::string& part) {
        for (const char character : part) {
            if (static_cast<unsigned char>(character) < 0x80) {
                target.push_back(character);
            } else {
                append_escaped(target, character);
            }
        }
    };
    append(path);
    if (!query.empty()) {
        target.push_back('?');
        append(query);
    }
    return target;
}

std::string Url::text() const {
    return origin() + path + (query.empty() ? "" : "?" + query);
}

Result<Url> parse_url(std::string_view text) {
    if (text.size() > longest_url) return bad_url("too long");
    if (std::any_of(text.begin(), text.end(), is_forbidden)) return bad_url("forbidden byte");
    if (!strings::is_valid_utf8(text)) return bad_url("invalid UTF-8");
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) return bad_url("no scheme");
    Url url;
    url.scheme = strings::lower(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https") return bad_url("scheme");
    text.remove_prefix(colon + 3);
    const std::size_t authority_end = std::min(text.find_first_of("/?#"), text.size());
    auto authority = parse_authority(text.substr(0, authority_end));
    if (!authority) return bad_url("authority");
    url.host = std::move(authority->host);
    url.port = authority->port.value_or(default_port(url.scheme));
    set_tail(url, text.substr(authority_end));
    return url;
}

bool same_origin(std::string_view left, std::string_view right) {
    const auto first = parse_url(left);
    const auto second = parse_url(right);
    return first && second && first->scheme == second->scheme && first->host == second->host &&
           first->port == second->port;
}

std::string authority_of(std::string_view url) {
    const auto parsed = parse_url(url);
    return parsed ? parsed->authority() : std::string();
}

std::string normalize_domain(std::string_view domain) {
    if (domain.ends_with('.')) domain.remove_suffix(1);  // the root label
    const auto authority = parse_authority(domain);
    if (!authority) return {};
    std::string text = bracketed(authority->host);
    if (authority->port) text += ":" + std::to_string(*authority->port);
    return text;
}

std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char character : text) {
        if (is_unreserved(character)) {
            encoded.push_back(character);
        } else {
            append_escaped(encoded, character);
        }
    }
    return encoded;
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t position = 0; position < text.size(); ++position) {
        const char character = text[position];
        if (character == '%' && position + 2 < text.size()) {
            const int high = hex_value(text[position + 1]);
            const int low = hex_value(text[position + 2]);
            if (high >= 0 && low >= 0) {
                decoded.push_back(static_cast<char>(high << 4 | low));
                position += 2;
                continue;
            }
        }
        decoded.push_back(character == '+' && plus_is_space ? ' ' : character);
    }
    return decoded;
}

}  // namespace collegium
