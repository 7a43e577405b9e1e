// Digests over byte strings, raw bytes out.
#pragma once

#include <string>
#include <string_view>

namespace collegium {

std::string sha256(std::string_view bytes);
std::string sha512(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);
// Takes the same time wherever the first difference is; false at once when the lengths differ.
bool constant_time_equal(std::string_view left, std::string_view right);

}  // namespace collegium
