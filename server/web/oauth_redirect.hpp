// Addresses of apps: what a browser is sent to after the consent page, and what that page may then allow.
// The addresses are registered ones, and still texts of strangers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace collegium::web {

// The app shows the code to copy instead of being redirected to.
inline constexpr std::string_view out_of_band = "urn:ietf:wg:oauth:2.0:oob";

// The address with parameters added to its own (RFC 6749 3.1.2), and the state unless it is empty.
std::string oauth_redirect(std::string_view redirect_uri, std::vector<std::pair<std::string, std::string>> parameters,
                           const std::string& state);
// Who is told to the person: a host, or the scheme of an app on the device; "" out of band.
std::string redirect_host(std::string_view redirect_uri);
// " https://app.example" or " app-scheme:", to follow 'self' in form-action; "" for what fits no source list.
std::string form_action_of(std::string_view redirect_uri);
// OAuth's code in words.
std::string explain_oauth_error(std::string_view code);

}  // namespace collegium::web
