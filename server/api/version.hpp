// The versions that clients and other servers are told.
#pragma once

#include <string>

namespace collegium::api {

// "4.6.0+collegium-0.1.0": strict semver that begins with the Mastodon version whose API it resembles, in the
// form that every client parses (mastodon-api.md 2.12).
std::string mastodon_version();

// Grouped notifications (2) are not there, so nothing higher than 1 may be announced.
inline constexpr int mastodon_api_version = 1;

}  // namespace collegium::api
