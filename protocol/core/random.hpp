// Cryptographic randomness from OpenSSL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace collegium {

std::string random_bytes(std::size_t count);
// base64url of `bytes` random bytes: 32 gives a 43 character secret.
std::string random_token(std::size_t bytes = 32);
std::uint64_t random_number();

}  // namespace collegium
