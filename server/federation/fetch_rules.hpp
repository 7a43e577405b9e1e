// Small judgements about what other servers answer; no network here.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace collegium::federation {

inline constexpr std::string_view activity_accept =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
inline constexpr std::string_view webfinger_accept = "application/jrd+json, application/json";

// application/activity+json, or application/ld+json with the ActivityStreams profile; nothing that an upload
// could be served as (security.md ORI-03).
bool is_activity_type(std::string_view content_type);
bool is_redirect(int status);
// Where a redirect leads: absolute, or on the same origin; never from https to http. Error: bad_upstream, bad_request.
Result<std::string> redirect_target(const std::string& from, std::string_view location);
Error error_of_status(int status, const std::string& uri);
std::string without_fragment(std::string_view uri);
// A fault of the network, of the other server or of ours that may be over the next time: no 4xx for these, and worth
// another try.
bool may_pass(Errc code);

}  // namespace collegium::federation
