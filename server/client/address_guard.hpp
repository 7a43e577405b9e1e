// Where this process may connect to (security.md 1.3, SSR-01 to SSR-05): the one place that decides it. Pure:
// the client resolves a name itself, asks about every address, and dials the address that passed. It must
// not know who asks or why: there is no exception for any kind of fetch.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/address.hpp"
#include "core/result.hpp"
#include "core/url.hpp"

namespace collegium::client {

enum class PlainHttp { refused, allowed };  // allowed: to addresses of the allow-list only

class AddressGuard {
  public:
    // `allow_addresses` are CIDRs that may be reached, on any port, although they are private. Error:
    // bad_request, when one is not a CIDR.
    static Result<AddressGuard> make(const std::vector<std::string>& allow_addresses, PlainHttp plain_http);

    // What can be said before a name is resolved: scheme, shape of the host. Error: unreachable.
    Result<void> check_url(const Url& url) const;
    // For every resolved address, and again for the peer of a connected socket. Error: unreachable.
    Result<void> check_address(const Url& url, const IpAddress& address) const;

    // The address that needs no resolver: a literal, or 127.0.0.1 for localhost and what is under it
    // (RFC 6761 6.3). It still has to pass check_address.
    static std::optional<IpAddress> known_address(std::string_view host);
    // Outside every special-purpose block of the IANA registries (RFC 6890 and updates).
    static bool is_public(const IpAddress& address);

  private:
    AddressGuard(std::vector<Cidr> allowed, PlainHttp plain_http);
    bool is_allow_listed(const IpAddress& unmapped) const;

    std::vector<Cidr> allowed_;
    PlainHttp plain_http_;
};

}  // namespace collegium::client
