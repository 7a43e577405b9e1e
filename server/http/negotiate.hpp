// Which representation a caller prefers, from its Accept header (RFC 9110 section 12.5.1).
#pragma once

#include <string_view>
#include <vector>

namespace collegium::http {

// activity: application/activity+json; ld_json: application/ld+json, which counts as ActivityStreams here
// whether or not it names the profile, since servers leave it out.
enum class Representation { none, html, activity, ld_json, json };

// The best of `offered`, listed in our own order of preference; an absent or empty Accept takes the first.
// none: the caller accepts nothing of it.
Representation negotiate(std::string_view accept, const std::vector<Representation>& offered);
// What an id of ours is asked for: true when ActivityStreams is preferred to a page.
bool wants_activity(std::string_view accept);

}  // namespace collegium::http
