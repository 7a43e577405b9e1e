// Fills Request::parameters() and uploads() from the query and the body, whatever form it has: urlencoded,
// multipart or JSON (mastodon-api.md 2.3). Any other content type leaves the query alone.
#pragma once

#include "core/result.hpp"
#include "http/request.hpp"

namespace collegium::http {

// Errors: bad_request for what cannot be read, too_large over the limits of formats/.
Result<void> read_parameters(Request& request);

}  // namespace collegium::http
