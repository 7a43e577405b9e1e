#include "client/address_guard.hpp"

#include <algorithm>
#include <array>

namespace collegium::client {
namespace {

// https://www.iana.org/assignments/iana-ipv4-special-registry: with the few blocks in it that are "globally
// reachable" (AS112, AMT, relays): no server of a peer lives there.
constexpr std::array special_v4 = {
    "0.0.0.0/8",        // this network; 0.0.0.0 reaches localhost on Linux
    "10.0.0.0/8",       // private
    "100.64.0.0/10",    // carrier-grade NAT
    "127.0.0.0/8",      // loopback
    "169.254.0.0/16",   // link-local, cloud metadata
    "172.16.0.0/12",    // private
    "192.0.0.0/24",     // IETF protocol assignments
    "192.0.2.0/24",     // documentation
    "192.31.196.0/24",  // AS112
    "192.52.193.0/24",  // AMT
    "192.88.99.0/24",   // 6to4 relays
    "192.168.0.0/16",   // private
    "192.175.48.0/24",  // AS112
    "198.18.0.0/15",    // benchmarks
    "198.51.100.0/24",  // documentation
    "203.0.113.0/24",   // documentation
    "224.0.0.0/4",      // multicast
    "240.0.0.0/4",      // reserved, broadcast
};

// https://www.iana.org/assignments/iana-ipv6-special-registry. Only 2000::/3 is handed out at all, so that
// ::, ::1, IPv4-compatible ::/96, NAT64 64:ff9b::/96 and 64:ff9b:1::/48, discard 100::/64, SRv6 5f00::/16,
// unique-local fc00::/7, link-local fe80::/10 and multicast ff00::/8 are out by shape.
constexpr const char* handed_out_v6 = "2000::/3";
constexpr std::array special_v6 = {
    "2001::/23",          // Teredo, benchmarks, ORCHID, other protocol assignments
    "2001:db8::/32",      // documentation
    "2002::/16",          // 6to4 carries an IPv4 address
    "2620:4f:8000::/48",  // AS112
    "3fff::/20",          // documentation
};

template <std::size_t Count>
std::vector<Cidr> parsed(const std::array<const char*, Count>& blocks) {
    std::vector<Cidr> cidrs;
    for (const char* block : blocks) cidrs.push_back(*Cidr::parse(block));
    return cidrs;
}

bool in_any(const std::vector<Cidr>& blocks, const IpAddress& address) {
    return std::any_of(blocks.begin(), blocks.end(), [&address](const Cidr& block) { return block.contains(address); });
}

Error refused(const Url& url, const std::string& why) {
    return Error(Errc::unreachable, "That server cannot be reached.", "refused " + url.authority() + ": " + why);
}

std::string_view without_root_dot(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    return host;
}

bool is_localhost(std::string_view host) {
    host = without_root_dot(host);
    return host == "localhost" || host.ends_with(".localhost");
}

// Names that public DNS never answers; asking for them would only tell the resolver about them
// (RFC 6761, 6762, 7686, 9476).
bool is_special_name(std::string_view host) {
    static constexpr std::array<std::string_view, 5> tops = {".onion", ".i2p", ".local", ".invalid", ".alt"};
    const std::string_view name = without_root_dot(host);
    return std::any_of(tops.begin(), tops.end(), [name](std::string_view top) { return name.ends_with(top); });
}

// "2130706433", "0177.0.0.1", "0x7f.1": no name ends in a number, but resolvers read old spellings of
// addresses out of these (WHATWG URL, "ends in a number").
bool ends_in_number(std::string_view host) {
    const std::string_view name = without_root_dot(host);
    const std::string_view last = name.substr(name.rfind('.') + 1);
    if (last.starts_with("0x")) return true;
    return !last.empty() && std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

AddressGuard::AddressGuard(std::vector<Cidr> allowed, PlainHttp plain_http)
    : allowed_(std::move(allowed)), plain_http_(plain_http) {}

Result<AddressGuard> AddressGuard::make(const std::vector<std::string>& allow_addresses, PlainHttp plain_http) {
    std::vector<Cidr> allowed;
    for (const auto& text : allow_addresses) {
        const auto cidr = Cidr::parse(text);
        if (!cidr) return Error(Errc::bad_request, "Not an address block: " + text);
        allowed.push_back(*cidr);
    }
    return AddressGuard(std::move(allowed), plain_http);
}

Result<void> AddressGuard::check_url(const Url& url) const {
    if (url.scheme != "https" && url.scheme != "http") return refused(url, "scheme " + url.scheme);
    if (url.scheme == "http" && plain_http_ == PlainHttp::refused) return refused(url, "plain http");
    const auto literal = known_address(url.host);
    if (literal) return check_address(url, *literal);
    if (without_root_dot(url.host).find('.') == std::string_view::npos) return refused(url, "name without a dot");
    if (ends_in_number(url.host)) return refused(url, "neither an address nor a name");
    if (is_special_name(url.host)) return refused(url, "special-use name");
    // With an allow-list the port is decided per address.
    if (url.port != 443 && allowed_.empty()) return refused(url, "port " + std::to_string(url.port));
    return ok();
}

Result<void> AddressGuard::check_address(const Url& url, const IpAddress& address) const {
    const IpAddress plain = address.unmapped();
    if (is_allow_listed(plain)) {
        if (url.scheme == "http" && plain_http_ == PlainHttp::refused) return refused(url, "plain http");
        return ok();
    }
    if (!is_public(plain)) return refused(url, "address " + address.text());
    if (url.scheme != "https") return refused(url, "plain http to " + address.text());
    if (url.port != 443) return refused(url, "port " + std::to_string(url.port));
    return ok();
}

std::optional<IpAddress> AddressGuard::known_address(std::string_view host) {
    if (is_localhost(host)) return IpAddress::from_v4({127, 0, 0, 1});
    return IpAddress::parse(host);
}

bool AddressGuard::is_public(const IpAddress& address) {
    static const std::vector<Cidr> v4 = parsed(special_v4);
    static const std::vector<Cidr> v6 = parsed(special_v6);
    static const Cidr handed_out = *Cidr::parse(handed_out_v6);
    const IpAddress plain = address.unmapped();
    switch (plain.family()) {
        case IpAddress::Family::v4: return !in_any(v4, plain);
        case IpAddress::Family::v6: return handed_out.contains(plain) && !in_any(v6, plain);
    }
    return false;
}

bool AddressGuard::is_allow_listed(const IpAddress& unmapped) const {
    return in_any(allowed_, unmapped);
}

}  // namespace collegium::client
