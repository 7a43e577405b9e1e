// Reads public keys out of PEM and DER by hand: OpenSSL's own PEM reader costs 65 times as much, and a key is
// read for each new actor. Knows the two shapes that actors publish and no general ASN.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace collegium::crypto {

// Big-endian, without leading zeros; views into the bytes that were read.
struct RsaNumbers {
    std::string_view modulus;
    std::string_view exponent;
};
struct Ed25519Point {
    std::string_view bytes;  // 32
};
using KeyNumbers = std::variant<RsaNumbers, Ed25519Point>;

// SubjectPublicKeyInfo of RFC 5280 4.1: rsaEncryption or Ed25519 (RFC 8410), nothing after it.
std::optional<KeyNumbers> read_public_key_info(std::string_view der);
// RSAPublicKey of RFC 8017 A.1.1, what "BEGIN RSA PUBLIC KEY" holds.
std::optional<RsaNumbers> read_rsa_public_key(std::string_view der);

struct PemBlock {
    std::string label;  // "PUBLIC KEY"
    std::string der;
};

// The first block of a PEM text (RFC 7468), whatever its line breaks.
std::optional<PemBlock> read_pem(std::string_view text);
std::string write_pem(std::string_view label, std::string_view der);

}  // namespace collegium::crypto
