// Digests that bind a body to a signature: `Digest` (RFC 3230, what draft-cavage signs) and `Content-Digest`
// (RFC 9530, what RFC 9421 signs). Rules of security.md SIG-05: every digest of a known kind must match.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace collegium::signatures {

// "SHA-256=…"
std::string make_digest(std::string_view body);
// "sha-256=:…:"
std::string make_content_digest(std::string_view body);

// Errors: unauthorized when a SHA-256 does not match, when there is none, or when the header cannot be read.
Result<void> check_digest(std::string_view header, std::string_view body);
// The same for SHA-256 and SHA-512.
Result<void> check_content_digest(std::string_view header, std::string_view body);

}  // namespace collegium::signatures
