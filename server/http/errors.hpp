// The one place that turns an error into a status code and a body, in the form that its audience reads
// (mastodon-api.md 2.6, 2.7). Error::detail() never leaves the log.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/response.hpp"
#include "http/route.hpp"

namespace collegium::http {

// A whole HTML page for an error; the web layer gives one with the instance's look.
using PageRenderer = std::function<std::string(int status, std::string_view title, std::string_view message)>;

int status_of(Errc code);
const char* reason_of(int status);

// 401 carries WWW-Authenticate, 429 and temporary faults Retry-After. Without a renderer, a plain page.
Response error_response(const Error& error, Audience audience, PageRenderer page = nullptr);
// For what has no Errc: 405, 408, 417, 431, 501, 505.
Response status_response(int status, std::string_view message, Audience audience, PageRenderer page = nullptr);

}  // namespace collegium::http
