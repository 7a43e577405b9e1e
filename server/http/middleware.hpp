// The headers that every answer gets, whoever made it: cross-origin access for browser clients
// (mastodon-api.md 2.8), and what keeps a browser from doing more with a page than we meant (security.md 1.5).
#pragma once

#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/route.hpp"

namespace collegium::http {

// A page may set its own Content-Security-Policy, which then stays: the consent page redirects to apps.
inline constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; media-src 'self' https:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct Exchange {
    Audience audience = Audience::server;
    bool cors = false;
    bool secure = false;
    bool hsts = true;
    bool anonymous = false;  // a GET that says nothing about who asks
    std::string id;
};

// Never overwrites what the handler set, but for X-Request-Id.
void finish_response(const Exchange& exchange, Response& response);

// The answer to OPTIONS. `allow` lists the path's methods; `headers` is Access-Control-Request-Headers.
Response preflight_response(std::string_view allow, std::string_view headers, bool cors);

// For a path that has no route: what its neighbours would have.
Audience audience_of_path(std::string_view path, std::string_view accept);
bool is_cors_path(std::string_view path);

}  // namespace collegium::http
