// Keys and signatures as Data Integrity writes them: multibase base58btc text, and Multikey for public keys
// (https://www.w3.org/TR/cid-1.0/#Multikey, FEP-521a).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "crypto/keys.hpp"

namespace collegium::signatures {

// "z" and base58btc.
std::string multibase_encode(std::string_view bytes);
// Only base58btc, at most 256 characters.
std::optional<std::string> multibase_decode(std::string_view text);

// "z6Mk…"; "" for a key that is not Ed25519.
std::string multikey_encode(const crypto::PublicKey& key);
// Error: unprocessable, for anything but an Ed25519 public key.
Result<crypto::PublicKey> multikey_decode(std::string_view text);

}  // namespace collegium::signatures
