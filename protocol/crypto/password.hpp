// Passwords at rest: argon2id (RFC 9106) in PHC form. How long a password must be is the domain's rule.
// A hash takes some 20 ms and 19 MiB: on the cpu pool only.
#pragma once

#include <string>
#include <string_view>

namespace collegium::crypto {

// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash"
std::string hash_password(std::string_view password);
// In constant time. False, too, for a hash that cannot be read.
bool verify_password(std::string_view password, const std::string& hash);
// True when `hash` was made at another cost than today's: make a new one at the next sign-in.
bool needs_rehash(std::string_view hash);

}  // namespace collegium::crypto
