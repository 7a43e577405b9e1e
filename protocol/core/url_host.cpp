#include "core/url_host.hpp"

#include <algorithm>

#include <arpa/inet.h>
#include <idn2.h>

#include "core/strings.hpp"

namespace collegium {
namespace {

constexpr std::size_t longest_host = 253;
constexpr std::size_t longest_label = 63;

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// WHATWG URL 3.5, "ends in a number": resolvers read such a name as an IPv4 address, whatever its shape.
bool ends_in_number(std::string_view host) {
    const std::string_view last = strings::split(host, '.').back();
    return is_all_digits(last) || last.starts_with("0x");
}

// Four decimal numbers without leading zeros, or nothing: no octal, hexadecimal or short forms.
bool is_dotted_quad(std::string_view host) {
    const auto parts = strings::split(host, '.');
    if (parts.size() != 4) return false;
    return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        if (!is_all_digits(part) || part.size() > 3 || (part.size() > 1 && part.front() == '0')) return false;
        return part.size() < 3 || part <= "255";
    });
}

// The underscore is no letter of host names, but of names that exist.
bool is_label(std::string_view label) {
    if (label.empty() || label.size() > longest_label || label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(), [](char character) {
        return (character >= 'a' && character <= 'z') || is_digit(character) || character == '-' || character == '_';
    });
}

bool is_domain_name(std::string_view host) {
    if (host.empty() || host.size() > longest_host) return false;
    const auto labels = strings::split(host, '.');
    return std::all_of(labels.begin(), labels.end(), is_label);
}

std::optional<std::string> normalize_ipv6(std::string_view text) {
    in6_addr address{};
    char shortest[INET6_ADDRSTRLEN];
    if (text.size() >= sizeof shortest) return std::nullopt;
    if (inet_pton(AF_INET6, std::string(text).c_str(), &address) != 1) return std::nullopt;
    if (inet_ntop(AF_INET6, &address, shortest, sizeof shortest) == nullptr) return std::nullopt;
    return std::string(shortest);
}

// RFC 5891 lookup with the mapping of UTS 46, as browsers do it.
std::optional<std::string> to_ascii(const std::string& host) {
    std::uint8_t* encoded = nullptr;
    const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(host.c_str()), &encoded,
                                    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (code != IDN2_OK) return std::nullopt;
    std::string result(reinterpret_cast<const char*>(encoded));
    idn2_free(encoded);
    return result;
}

}  // namespace

std::optional<std::string> normalize_host(std::string_view text) {
    if (text.empty() || text.size() > longest_host) return std::nullopt;
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    if (text.starts_with('[') && text.ends_with(']')) return normalize_ipv6(text.substr(1, text.size() - 2));
    std::string host = strings::lower(text);
    const bool is_ascii = std::all_of(host.begin(), host.end(),
                                      [](char character) { return static_cast<unsigned char>(character) < 0x80; });
    if (!is_ascii || host.starts_with("xn--") || host.find(".xn--") != std::string::npos) {
        auto encoded = to_ascii(host);
        // An address spelled in letters of another script is a trick, never a name.
        if (!encoded || ends_in_number(*encoded)) return std::nullopt;
        host = std::move(*encoded);
    }
    if (ends_in_number(host)) return is_dotted_quad(host) ? std::optional(host) : std::nullopt;
    if (!is_domain_name(host)) return std::nullopt;
    return host;
}

}  // namespace collegium
