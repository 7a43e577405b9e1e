#include "crypto/password.hpp"

#include <array>
#include <stdexcept>

#include <argon2.h>

#include "core/random.hpp"

namespace collegium::crypto {
namespace {

constexpr std::uint32_t memory_kibibytes = 19 * 1024;
constexpr std::uint32_t passes = 2;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;
constexpr std::string_view present_cost = "$argon2id$v=19$m=19456,t=2,p=1$";

}  // namespace

std::string hash_password(std::string_view password) {
    const std::string salt = random_bytes(salt_bytes);
    std::array<char, 256> encoded{};
    const int code = argon2id_hash_encoded(passes, memory_kibibytes, lanes, password.data(), password.size(),
                                           salt.data(), salt.size(), hash_bytes, encoded.data(), encoded.size());
    if (code != ARGON2_OK) throw std::runtime_error(argon2_error_message(code));
    return encoded.data();
}

bool verify_password(std::string_view password, const std::string& hash) {
    return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool needs_rehash(std::string_view hash) {
    return !hash.starts_with(present_cost);
}

}  // namespace collegium::crypto
