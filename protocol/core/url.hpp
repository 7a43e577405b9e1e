// Absolute http and https URLs, parsed once into what the checks need. Userinfo, control characters,
// other schemes and empty hosts are refused; a host is lower case and IDNA-encoded (RFC 3986, RFC 5891).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace collegium {

struct Url {
    std::string scheme;    // "http" or "https"
    std::string host;      // lower case; an IPv6 address without brackets
    std::uint16_t port;    // the scheme's default when none is written
    std::string path;      // at least "/", bytes as given
    std::string query;     // without "?", bytes as given
    std::string fragment;  // without "#"

    // host, and ":port" unless it is the scheme's default; IPv6 in brackets. What the Host header carries.
    std::string authority() const;
    // scheme://authority
    std::string origin() const;
    // path[?query]: what a request line carries.
    std::string target() const;
    // The whole URL without its fragment.
    std::string text() const;
};

// At most 2,048 bytes. Error: bad_request.
Result<Url> parse_url(std::string_view text);
// True when both parse and share scheme, host and port.
bool same_origin(std::string_view left, std::string_view right);
// The authority of a URL, "" when it does not parse: which server an id belongs to.
std::string authority_of(std::string_view url);
// Lower-case ASCII form of a domain, with port if any; "" when it is not one.
std::string normalize_domain(std::string_view domain);

// Everything but unreserved characters of RFC 3986 as %XX.
std::string percent_encode(std::string_view text);
// Malformed escapes stay as they are; `plus_is_space` for forms.
std::string percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace collegium
