#include "core/bytes.hpp"

#include <array>
#include <cstdint>

namespace collegium {
namespace {

constexpr char standard_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Six bits for each character of either alphabet, 0xff for every other byte.
constexpr std::array<std::uint8_t, 256> make_sextets() {
    std::array<std::uint8_t, 256> table{};
    for (auto& entry : table) entry = 0xff;
    for (std::uint8_t index = 0; index < 64; ++index) {
        table[static_cast<unsigned char>(standard_alphabet[index])] = index;
        table[static_cast<unsigned char>(url_alphabet[index])] = index;
    }
    return table;
}
constexpr auto sextets = make_sextets();

std::uint32_t byte_at(std::string_view bytes, std::size_t position) {
    return static_cast<unsigned char>(bytes[position]);
}

// The characters of all bytes, without padding.
std::string encode_unpadded(std::string_view bytes, const char* alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t position = 0;
    for (; position + 3 <= bytes.size(); position += 3) {
        const std::uint32_t group =
            byte_at(bytes, position) << 16 | byte_at(bytes, position + 1) << 8 | byte_at(bytes, position + 2);
        for (int shift = 18; shift >= 0; shift -= 6) text.push_back(alphabet[group >> shift & 63]);
    }
    const std::size_t rest = bytes.size() - position;
    if (rest == 0) return text;
    std::uint32_t group = byte_at(bytes, position) << 16;
    if (rest == 2) group |= byte_at(bytes, position + 1) << 8;
    text.push_back(alphabet[group >> 18 & 63]);
    text.push_back(alphabet[group >> 12 & 63]);
    if (rest == 2) text.push_back(alphabet[group >> 6 & 63]);
    return text;
}

int hex_digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
    std::string text = encode_unpadded(bytes, standard_alphabet);
    while (text.size() % 4 != 0) text.push_back('=');
    return text;
}

std::string base64url_encode(std::string_view bytes) {
    return encode_unpadded(bytes, url_alphabet);
}

std::optional<std::string> base64_decode(std::string_view text) {
    if (text.ends_with('=')) {  // padding must be exact
        if (text.size() % 4 != 0) return std::nullopt;
        text.remove_suffix(1);
        if (text.ends_with('=')) text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char character : text) {
        const std::uint8_t sextet = sextets[static_cast<unsigned char>(character)];
        if (sextet == 0xff) return std::nullopt;
        buffer = (buffer << 6 | sextet) & 0xffffffu;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>(buffer >> bits & 0xff));
        }
    }
    // Left-over bits must be zero, or one byte string would have several spellings.
    if ((buffer & ((1u << bits) - 1)) != 0) return std::nullopt;
    return bytes;
}

std::string hex_encode(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        text.push_back(digits[static_cast<unsigned char>(byte) >> 4]);
        text.push_back(digits[static_cast<unsigned char>(byte) & 15]);
    }
    return text;
}

std::optional<std::string> hex_decode(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t position = 0; position < text.size(); position += 2) {
        const int high = hex_digit(text[position]);
        const int low = hex_digit(text[position + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<char>(high << 4 | low));
    }
    return bytes;
}

}  // namespace collegium
