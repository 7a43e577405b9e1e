// One reading of a request's path, before anything is routed by it (security.md PRX-04, INJ-04).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace collegium::http {

// Percent-decoded, without trailing slashes (but "/"). nullopt for an encoded slash, backslash or control
// character, a "." or ".." segment, a malformed escape, or what is not UTF-8.
std::optional<std::string> normalize_path(std::string_view raw);

}  // namespace collegium::http
