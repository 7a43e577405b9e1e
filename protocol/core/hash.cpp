#include "core/hash.hpp"

#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace collegium {
namespace {

// Fetched once: looking an algorithm up costs as much as hashing a short text.
std::string digest(const EVP_MD* algorithm, std::string_view bytes) {
    unsigned char buffer[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), buffer, &size, algorithm, nullptr) != 1) {
        throw std::runtime_error("EVP_Digest failed");
    }
    return {reinterpret_cast<const char*>(buffer), size};
}

const EVP_MD* fetched(const char* name) {
    EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
    if (algorithm == nullptr) throw std::runtime_error(std::string("OpenSSL lacks ") + name);
    return algorithm;
}

}  // namespace

std::string sha256(std::string_view bytes) {
    static const EVP_MD* const algorithm = fetched("SHA256");
    return digest(algorithm, bytes);
}

std::string sha512(std::string_view bytes) {
    static const EVP_MD* const algorithm = fetched("SHA512");
    return digest(algorithm, bytes);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    unsigned char buffer[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
    // HMAC() reads a null key as "the key of the last call": an empty key needs an address.
    const char* key_data = key.empty() ? "" : key.data();
    if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()), text, bytes.size(), buffer, &size) == nullptr) {
        throw std::runtime_error("HMAC failed");
    }
    return {reinterpret_cast<const char*>(buffer), size};
}

bool constant_time_equal(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace collegium
