#include "signatures/multikey.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace collegium::signatures {
namespace {

constexpr std::size_t longest_text = 256;  // the conversion is quadratic
constexpr std::string_view ed25519_public("\xed\x01", 2);
constexpr char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

constexpr std::array<std::int8_t, 256> make_digits() {
    std::array<std::int8_t, 256> table{};
    for (auto& entry : table) entry = -1;
    for (std::int8_t index = 0; index < 58; ++index) table[static_cast<unsigned char>(alphabet[index])] = index;
    return table;
}
constexpr auto digits = make_digits();

// A big-endian number written in another base, most significant digit first, without leading zeros.
std::vector<std::uint8_t> convert_base(const std::vector<std::uint8_t>& number, unsigned from, unsigned to) {
    std::vector<std::uint8_t> reversed;
    for (const std::uint8_t digit : number) {
        unsigned carry = digit;
        for (std::uint8_t& place : reversed) {
            carry += place * from;
            place = static_cast<std::uint8_t>(carry % to);
            carry /= to;
        }
        for (; carry != 0; carry /= to) reversed.push_back(static_cast<std::uint8_t>(carry % to));
    }
    return {reversed.rbegin(), reversed.rend()};
}

std::size_t leading(std::string_view text, char character) {
    return std::min(text.find_first_not_of(character), text.size());
}

}  // namespace

std::string multibase_encode(std::string_view bytes) {
    const std::size_t zeros = leading(bytes, '\0');
    const std::vector<std::uint8_t> number(bytes.begin() + static_cast<std::ptrdiff_t>(zeros), bytes.end());
    std::string text = "z" + std::string(zeros, '1');
    for (const std::uint8_t digit : convert_base(number, 256, 58)) text.push_back(alphabet[digit]);
    return text;
}

std::optional<std::string> multibase_decode(std::string_view text) {
    if (text.size() > longest_text || !text.starts_with('z')) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t zeros = leading(text, '1');
    std::vector<std::uint8_t> number;
    for (const char character : text.substr(zeros)) {
        const std::int8_t digit = digits[static_cast<unsigned char>(character)];
        if (digit < 0) return std::nullopt;
        number.push_back(static_cast<std::uint8_t>(digit));
    }
    std::string bytes(zeros, '\0');
    for (const std::uint8_t byte : convert_base(number, 58, 256)) bytes.push_back(static_cast<char>(byte));
    return bytes;
}

std::string multikey_encode(const crypto::PublicKey& key) {
    if (key.type() != crypto::KeyType::ed25519) return {};
    return multibase_encode(std::string(ed25519_public) + key.ed25519_bytes());
}

Result<crypto::PublicKey> multikey_decode(std::string_view text) {
    const auto bytes = multibase_decode(text);
    if (!bytes || !bytes->starts_with(ed25519_public)) {
        return Error(Errc::unprocessable, "This is not a usable key.", "Multikey");
    }
    return crypto::PublicKey::from_ed25519(std::string_view(*bytes).substr(ed25519_public.size()));
}

}  // namespace collegium::signatures
