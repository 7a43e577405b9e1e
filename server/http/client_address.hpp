// Who a request comes from: the peer of the connection, or, when that is a listed proxy, what the proxy says
// (security.md PRX-02). Nobody else's forwarded headers count.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace collegium::http {

// An address block; IPv4 is kept as ::ffff:0:0/96, so that one comparison serves both.
class Network {
  public:
    // "10.0.0.0/8", "fd00::/8", or a bare address.
    static std::optional<Network> parse(std::string_view text);
    bool contains(std::string_view address) const;

  private:
    std::array<std::uint8_t, 16> bytes_{};
    int prefix_ = 128;
};

// "::ffff:192.0.2.1" as "192.0.2.1", brackets and zone removed; nullopt for what is no address.
std::optional<std::string> normalize_address(std::string_view text);
bool is_loopback(std::string_view address);
// What rate limits count as one client: the address, or the /64 of an IPv6 address.
std::string client_key(std::string_view address);

class TrustedProxies {
  public:
    TrustedProxies() = default;
    // CIDRs as in http.trusted_proxies, checked by config; `hosts` are our own authorities, the only values
    // that X-Forwarded-Host may take: nginx hands the client's own header on.
    TrustedProxies(const std::vector<std::string>& cidrs, std::vector<std::string> hosts);

    bool contains(std::string_view address) const;
    // Sets remote_address, secure, host and, when the proxy gave one, id. X-Forwarded-* goes before Forwarded
    // (RFC 7239); of a list of addresses the last one that is no proxy of ours counts.
    void apply(Request& request) const;

  private:
    std::string client_of(const Request& request) const;
    std::vector<Network> networks_;
    std::vector<std::string> hosts_;
};

}  // namespace collegium::http
