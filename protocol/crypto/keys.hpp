// Key pairs that sign for actors: RSA (what every server verifies) and Ed25519 (object proofs, RFC 9421).
// A key is a handle: cheap to copy, and one key may be used by many threads at once. It knows nothing of
// HTTP, of key ids or of who owns it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace collegium::crypto {

enum class KeyType { rsa, ed25519 };

enum class SignatureAlgorithm {
    rsa_sha256,      // RSASSA-PKCS1-v1_5, SHA-256
    rsa_sha512,      // RSASSA-PKCS1-v1_5, SHA-512
    rsa_pss_sha512,  // RSASSA-PSS, SHA-512, salt of 64 bytes
    ed25519,
};

KeyType key_type_of(SignatureAlgorithm algorithm);

// What a stranger's key may cost us (security.md SIG-21).
struct KeyLimits {
    std::size_t rsa_bits_least = 2048;
    std::size_t rsa_bits_most = 4096;
    std::size_t pem_bytes = 8192;
};

class PublicKey {
  public:
    // PEM: SubjectPublicKeyInfo ("PUBLIC KEY") or PKCS #1 ("RSA PUBLIC KEY").
    // Error: unprocessable, for anything that is no such key within the limits.
    static Result<PublicKey> from_pem(std::string_view pem, KeyLimits limits = KeyLimits());
    // SubjectPublicKeyInfo in DER: the form to keep in a database, as it reads fastest.
    static Result<PublicKey> from_der(std::string_view der, KeyLimits limits = KeyLimits());
    // The 32 bytes of RFC 8032.
    static Result<PublicKey> from_ed25519(std::string_view bytes);

    KeyType type() const { return type_; }
    std::string pem() const;
    std::string der() const;
    // The 32 bytes of an Ed25519 key, "" for RSA.
    std::string ed25519_bytes() const;

    // False also when the algorithm does not fit the key: the key's type decides, never the message (SIG-10).
    bool verify(SignatureAlgorithm algorithm, std::string_view message, std::string_view signature) const;

    // The same key material.
    friend bool operator==(const PublicKey& left, const PublicKey& right);

  private:
    friend class PrivateKey;
    PublicKey(std::shared_ptr<evp_pkey_st> key, KeyType type) : key_(std::move(key)), type_(type) {}

    std::shared_ptr<evp_pkey_st> key_;
    KeyType type_;
};

class PrivateKey {
  public:
    // 2048 bits. Takes a quarter of a second: never on a loop, and better not while somebody waits.
    static PrivateKey generate_rsa();
    static PrivateKey generate_ed25519();
    // Unencrypted PKCS #8 ("PRIVATE KEY") or PKCS #1 ("RSA PRIVATE KEY"). Error: unprocessable.
    static Result<PrivateKey> from_pem(std::string_view pem, KeyLimits limits = KeyLimits());
    // The 32 secret bytes of RFC 8032.
    static Result<PrivateKey> from_ed25519(std::string_view seed);

    KeyType type() const { return type_; }
    PublicKey public_key() const;
    // PKCS #8. A secret.
    std::string pem() const;

    // Error: internal, when the algorithm does not fit the key.
    Result<std::string> sign(SignatureAlgorithm algorithm, std::string_view message) const;

  private:
    PrivateKey(std::shared_ptr<evp_pkey_st> key, KeyType type) : key_(std::move(key)), type_(type) {}

    std::shared_ptr<evp_pkey_st> key_;
    KeyType type_;
};

}  // namespace collegium::crypto
