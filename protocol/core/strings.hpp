// Small string tools: ASCII unless the name says UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace collegium::strings {

std::string_view trim(std::string_view text);
// Empty parts are kept: split("a,,b", ',') has three.
std::vector<std::string_view> split(std::string_view text, char separator);
// Parts between runs of blanks, never empty.
std::vector<std::string_view> words(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string lower(std::string_view text);
bool equals_ignoring_case(std::string_view left, std::string_view right);
std::string replace_all(std::string text, std::string_view from, std::string_view to);

bool is_valid_utf8(std::string_view text);
// Grapheme clusters (ICU): what a person counts as characters.
std::size_t count_characters(std::string_view utf8);
// The first `limit` grapheme clusters, with "…" when something was cut.
std::string shorten(std::string_view utf8, std::size_t limit);
// Full Unicode case folding, for search and tag names (NFKC, folded).
std::string fold(std::string_view utf8);
// Control characters (but line feed and tab) and bidi overrides removed: for names that others will read.
std::string without_controls(std::string_view utf8);

std::string escape_html(std::string_view text);

}  // namespace collegium::strings
