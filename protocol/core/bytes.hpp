// Text forms of bytes: base64 (RFC 4648 section 4), base64url (section 5, unpadded), hex.
// Byte strings are std::string throughout; nothing here looks at their contents as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace collegium {

std::string base64_encode(std::string_view bytes);
std::string base64url_encode(std::string_view bytes);
// Takes either alphabet, padded or not; nothing else.
std::optional<std::string> base64_decode(std::string_view text);
// Lower case.
std::string hex_encode(std::string_view bytes);
std::optional<std::string> hex_decode(std::string_view text);

}  // namespace collegium
