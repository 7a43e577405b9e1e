#include "text/characters.hpp"

#include <cstdint>

#include <unicode/uchar.h>

namespace collegium::text {
namespace {

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t position) {
    const auto lead = static_cast<unsigned char>(text[position]);
    if (lead < 0x80) return {lead, 1};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || position + size > text.size()) return {0xFFFD, 1};
    char32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(text[position + i])) return {0xFFFD, 1};
        value = (value << 6) | (static_cast<unsigned char>(text[position + i]) & 0x3FU);
    }
    return {value, size};
}

char32_t code_point_before(std::string_view text, std::size_t position) {
    if (position == 0) return 0;
    std::size_t start = position - 1;
    while (start > 0 && position - start < 4 && is_continuation(text[start])) --start;
    return code_point_at(text, start).value;
}

bool is_letter(char32_t c) {
    return u_isalpha(static_cast<UChar32>(c)) != 0;
}

bool is_word(char32_t c) {
    constexpr std::uint32_t word = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_PC_MASK;
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & word) != 0;
}

}  // namespace collegium::text
