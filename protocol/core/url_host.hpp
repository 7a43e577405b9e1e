// What may stand as a host in a URL or a handle: a dotted-quad IPv4 address, a bracketed IPv6 address or a
// domain name; nothing that some resolver would read as an address in disguise (security.md SSR-04, ORI-10).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace collegium {

// Lower case and IDNA-encoded; an IPv6 address in its shortest form and without brackets.
std::optional<std::string> normalize_host(std::string_view text);

}  // namespace collegium
