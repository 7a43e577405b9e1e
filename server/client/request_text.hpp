// The bytes of a request (RFC 9112 section 3): the one place that writes them, so the one place that keeps
// line breaks and doubled framing headers out (security.md SSR-13).
#pragma once

#include <string>
#include <string_view>

#include "client/http_client.hpp"
#include "core/result.hpp"

namespace collegium::client {

// Adds Host, User-Agent and Accept-Encoding: identity when missing, and Content-Length. Error: bad_request, for
// anything that is no token, holds control characters, or is a header that only this function may write.
Result<std::string> request_text(const Fetch& fetch, std::string_view user_agent);

}  // namespace collegium::client
