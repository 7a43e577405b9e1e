// How a PublicKey comes from the bytes that an actor publishes.
#include <bit>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "crypto/der.hpp"
#include "crypto/keys.hpp"

namespace collegium::crypto {
namespace {

struct Free {
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error not_a_key(const char* detail) {
    ERR_clear_error();
    return Error(Errc::unprocessable, "This is not a usable key.", detail);
}

const unsigned char* as_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_odd(std::string_view number) {
    return !number.empty() && (number.back() & 1) != 0;
}

std::size_t bits_of(std::string_view number) {
    if (number.empty()) return 0;
    return (number.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(static_cast<unsigned char>(number[0])));
}

// An exponent above 32 bits makes one verification cost as much as a signature; 1 makes none at all.
bool is_sound(const RsaNumbers& numbers, const KeyLimits& limits) {
    const std::size_t bits = bits_of(numbers.modulus);
    if (bits < limits.rsa_bits_least || bits > limits.rsa_bits_most || !is_odd(numbers.modulus)) return false;
    return is_odd(numbers.exponent) && numbers.exponent != "\x01" && numbers.exponent.size() <= 4;
}

std::shared_ptr<EVP_PKEY> make_rsa(const RsaNumbers& numbers) {
    const auto to_number = [](std::string_view bytes) {
        return Owned<BIGNUM>(BN_bin2bn(as_bytes(bytes), static_cast<int>(bytes.size()), nullptr));
    };
    const auto modulus = to_number(numbers.modulus);
    const auto exponent = to_number(numbers.exponent);
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    if (!modulus || !exponent || !builder) return nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1) return nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) return nullptr;
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    return {key, EVP_PKEY_free};
}

}  // namespace

Result<PublicKey> PublicKey::from_ed25519(std::string_view bytes) {
    EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, as_bytes(bytes), bytes.size());
    if (key == nullptr) return not_a_key("Ed25519 point");
    return PublicKey(std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free), KeyType::ed25519);
}

Result<PublicKey> PublicKey::from_der(std::string_view der, KeyLimits limits) {
    const auto numbers = read_public_key_info(der);
    if (!numbers) return not_a_key("DER");
    if (const auto* point = std::get_if<Ed25519Point>(&*numbers)) return from_ed25519(point->bytes);
    const auto& rsa = std::get<RsaNumbers>(*numbers);
    if (!is_sound(rsa, limits)) return not_a_key("RSA numbers");
    auto key = make_rsa(rsa);
    if (!key) return not_a_key("RSA");
    return PublicKey(std::move(key), KeyType::rsa);
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem, KeyLimits limits) {
    if (pem.size() > limits.pem_bytes) return not_a_key("PEM too long");
    const auto block = read_pem(pem);
    if (!block) return not_a_key("PEM");
    if (block->label == "PUBLIC KEY") return from_der(block->der, limits);
    if (block->label != "RSA PUBLIC KEY") return not_a_key("PEM label");
    const auto numbers = read_rsa_public_key(block->der);
    if (!numbers || !is_sound(*numbers, limits)) return not_a_key("RSA numbers");
    auto key = make_rsa(*numbers);
    if (!key) return not_a_key("RSA");
    return PublicKey(std::move(key), KeyType::rsa);
}

}  // namespace collegium::crypto
