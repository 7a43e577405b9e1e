#include "crypto/keys.hpp"

#include <algorithm>
#include <stdexcept>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "crypto/der.hpp"

namespace collegium::crypto {
namespace {

constexpr int rsa_bits = 2048;
constexpr int pss_salt_bytes = 64;

struct ContextFree {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(PKCS8_PRIV_KEY_INFO* info) const { PKCS8_PRIV_KEY_INFO_free(info); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, ContextFree>;

// Left-over entries of the thread's error queue would be taken for errors of the next TLS connection.
bool cleared(bool success) {
    if (!success) ERR_clear_error();
    return success;
}

const EVP_MD* fetched(const char* name) {
    EVP_MD* digest = EVP_MD_fetch(nullptr, name, nullptr);
    if (digest == nullptr) throw std::runtime_error(std::string("OpenSSL lacks ") + name);
    return digest;
}

const EVP_MD* digest_of(SignatureAlgorithm algorithm) {
    static const EVP_MD* const sha256 = fetched("SHA256");
    static const EVP_MD* const sha512 = fetched("SHA512");
    switch (algorithm) {
        case SignatureAlgorithm::rsa_sha256: return sha256;
        case SignatureAlgorithm::rsa_sha512: return sha512;
        case SignatureAlgorithm::rsa_pss_sha512: return sha512;
        case SignatureAlgorithm::ed25519: return nullptr;  // hashes by itself
    }
    return nullptr;
}

bool set_padding(EVP_PKEY_CTX* context, SignatureAlgorithm algorithm) {
    if (algorithm != SignatureAlgorithm::rsa_pss_sha512) return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, pss_salt_bytes) > 0;
}

const unsigned char* as_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::shared_ptr<EVP_PKEY> owned(EVP_PKEY* key) {
    return {key, EVP_PKEY_free};
}

Error not_a_key(const char* detail) {
    return Error(Errc::unprocessable, "This is not a usable key.", detail);
}

Result<KeyType> accepted_type(EVP_PKEY* key, const KeyLimits& limits) {
    const int type = EVP_PKEY_get_base_id(key);
    if (type == EVP_PKEY_ED25519) return KeyType::ed25519;
    if (type != EVP_PKEY_RSA) return not_a_key("key type");
    const auto bits = static_cast<std::size_t>(EVP_PKEY_get_bits(key));
    if (bits < limits.rsa_bits_least || bits > limits.rsa_bits_most) return not_a_key("RSA size");
    return KeyType::rsa;
}

std::string encoded_public_key(EVP_PKEY* key) {
    unsigned char* bytes = nullptr;
    const int size = i2d_PUBKEY(key, &bytes);
    if (size <= 0) throw std::runtime_error("i2d_PUBKEY failed");
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

}  // namespace

KeyType key_type_of(SignatureAlgorithm algorithm) {
    return algorithm == SignatureAlgorithm::ed25519 ? KeyType::ed25519 : KeyType::rsa;
}

std::string PublicKey::der() const {
    return encoded_public_key(key_.get());
}

std::string PublicKey::pem() const {
    return write_pem("PUBLIC KEY", der());
}

std::string PublicKey::ed25519_bytes() const {
    if (type_ != KeyType::ed25519) return {};
    std::string bytes(32, '\0');
    std::size_t size = bytes.size();
    if (EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size) != 1) {
        throw std::runtime_error("EVP_PKEY_get_raw_public_key failed");
    }
    return bytes;
}

bool PublicKey::verify(SignatureAlgorithm algorithm, std::string_view message, std::string_view signature) const {
    if (key_type_of(algorithm) != type_) return false;
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    return cleared(
        context && EVP_DigestVerifyInit(context.get(), &key_context, digest_of(algorithm), nullptr, key_.get()) == 1 &&
        set_padding(key_context, algorithm) &&
        EVP_DigestVerify(context.get(), as_bytes(signature), signature.size(), as_bytes(message), message.size()) == 1);
}

bool operator==(const PublicKey& left, const PublicKey& right) {
    return left.type_ == right.type_ && cleared(EVP_PKEY_eq(left.key_.get(), right.key_.get()) == 1);
}

PrivateKey PrivateKey::generate_rsa() {
    EVP_PKEY* key = EVP_RSA_gen(rsa_bits);
    if (key == nullptr) throw std::runtime_error("EVP_RSA_gen failed");
    return {owned(key), KeyType::rsa};
}

PrivateKey PrivateKey::generate_ed25519() {
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    if (key == nullptr) throw std::runtime_error("EVP_PKEY_Q_keygen failed");
    return {owned(key), KeyType::ed25519};
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem, KeyLimits limits) {
    if (pem.size() > limits.pem_bytes) return not_a_key("PEM too long");
    const auto block = read_pem(pem);
    if (!block || (block->label != "PRIVATE KEY" && block->label != "RSA PRIVATE KEY")) return not_a_key("PEM");
    const unsigned char* at = as_bytes(block->der);
    const auto key = owned(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(block->der.size())));
    if (!cleared(key != nullptr)) return not_a_key("DER");
    COLLEGIUM_TRY(const KeyType type, accepted_type(key.get(), limits));
    return PrivateKey(key, type);
}

Result<PrivateKey> PrivateKey::from_ed25519(std::string_view seed) {
    auto key = owned(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, as_bytes(seed), seed.size()));
    if (!cleared(key != nullptr)) return not_a_key("Ed25519 seed");
    return PrivateKey(std::move(key), KeyType::ed25519);
}

PublicKey PrivateKey::public_key() const {
    // Through its encoding, so that the result holds no secret.
    auto key = PublicKey::from_der(encoded_public_key(key_.get()), KeyLimits{0, SIZE_MAX, SIZE_MAX});
    if (!key) throw std::logic_error("a key pair without a public half");
    return *key;
}

std::string PrivateKey::pem() const {
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, ContextFree> info(EVP_PKEY2PKCS8(key_.get()));
    unsigned char* bytes = nullptr;
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &bytes) : 0;
    if (size <= 0) throw std::runtime_error("EVP_PKEY2PKCS8 failed");
    const std::string_view der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    std::string text = write_pem("PRIVATE KEY", der);
    OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    return text;
}

Result<std::string> PrivateKey::sign(SignatureAlgorithm algorithm, std::string_view message) const {
    if (key_type_of(algorithm) != type_) return Error(Errc::internal, "signature algorithm does not fit the key");
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    const bool signed_well =
        context && EVP_DigestSignInit(context.get(), &key_context, digest_of(algorithm), nullptr, key_.get()) == 1 &&
        set_padding(key_context, algorithm) &&
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, as_bytes(message),
                       message.size()) == 1;
    if (!cleared(signed_well)) return Error(Errc::internal, "signing failed");
    signature.resize(size);
    return signature;
}

}  // namespace collegium::crypto
