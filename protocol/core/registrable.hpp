// The part of a host's name that somebody registered: "learn.cedarvalley.example" belongs to "cedarvalley.example".
// What costs nothing, such as names below one's own, must not multiply what one may do here (security.md ORI-15).
// Told by the habits of registries rather than by the public suffix list, which would have to be kept up to date: for
// limits alone, where taking two owners for one does little harm. It knows no network and no accounts.
#pragma once

#include <string>
#include <string_view>

namespace collegium {

// `authority` is lower case, with or without port. An address or a single label is returned as it is.
std::string registrable_domain(std::string_view authority);

}  // namespace collegium
