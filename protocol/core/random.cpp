#include "core/random.hpp"

#include <stdexcept>

#include <openssl/rand.h>

#include "core/bytes.hpp"

namespace collegium {
namespace {

void fill(void* target, std::size_t count) {
    if (RAND_bytes(static_cast<unsigned char*>(target), static_cast<int>(count)) != 1) {
        throw std::runtime_error("RAND_bytes failed");
    }
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill(bytes.data(), count);
    return bytes;
}

std::string random_token(std::size_t bytes) {
    return base64url_encode(random_bytes(bytes));
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    fill(&number, sizeof number);
    return number;
}

}  // namespace collegium
