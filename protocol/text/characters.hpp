// Single code points of UTF-8 text and what kind of character they are (ICU's properties), for the scanners
// of microsyntax. Text is expected to be valid UTF-8; a broken byte reads as U+FFFD and one byte long.
#pragma once

#include <cstddef>
#include <string_view>

namespace collegium::text {

struct CodePoint {
    char32_t value;
    std::size_t size;  // bytes
};

// The code point at a byte position inside the text.
CodePoint code_point_at(std::string_view text, std::size_t position);
// The code point that ends before `position`; U+0000 at the start.
char32_t code_point_before(std::string_view text, std::size_t position);

bool is_letter(char32_t c);
// Letters, marks, digits and connectors such as "_": what regular expressions call a word character.
bool is_word(char32_t c);

}  // namespace collegium::text
