// Key pairs for tests, made once for each test program: an RSA pair takes a quarter of a second.
#pragma once

#include "crypto/keys.hpp"

namespace collegium::test {

inline const crypto::PrivateKey& rsa_key() {
    static const crypto::PrivateKey key = crypto::PrivateKey::generate_rsa();
    return key;
}

inline const crypto::PrivateKey& ed25519_key() {
    static const crypto::PrivateKey key = crypto::PrivateKey::generate_ed25519();
    return key;
}

}  // namespace collegium::test
