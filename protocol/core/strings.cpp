#include "core/strings.hpp"

#include <cstdint>
#include <cstring>

namespace collegium::strings {
namespace {

bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r' || character == '\f' ||
           character == '\v';
}

char lower_char(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

// Length of the well-formed sequence at the front (Unicode 15, table 3-7), 0 when there is none.
std::size_t sequence_length(const unsigned char* at, std::size_t available) {
    const unsigned char lead = at[0];
    if (lead < 0x80) return 1;
    const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || available < length) return 0;
    for (std::size_t index = 1; index < length; ++index) {
        if ((at[index] & 0xc0) != 0x80) return 0;
    }
    if (lead == 0xe0 && at[1] < 0xa0) return 0;  // overlong
    if (lead == 0xed && at[1] > 0x9f) return 0;  // surrogate
    if (lead == 0xf0 && at[1] < 0x90) return 0;  // overlong
    if (lead == 0xf4 && at[1] > 0x8f) return 0;  // beyond U+10FFFF
    return length;
}

}  // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator, start)) {
        parts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    parts.push_back(text.substr(start));
    return parts;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t position = 0;
    while (position < text.size()) {
        while (position < text.size() && is_blank(text[position])) ++position;
        const std::size_t start = position;
        while (position < text.size() && !is_blank(text[position])) ++position;
        if (position > start) parts.push_back(text.substr(start, position - start));
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (index != 0) text.append(separator);
        text.append(parts[index]);
    }
    return text;
}

std::string lower(std::string_view text) {
    std::string lowered(text);
    for (char& character : lowered) character = lower_char(character);
    return lowered;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t index = 0; index < left.size(); ++index) {
        if (lower_char(left[index]) != lower_char(right[index])) return false;
    }
    return true;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    if (from.empty()) return text;
    std::string replaced;
    std::size_t start = 0;
    for (std::size_t hit = text.find(from); hit != std::string::npos; hit = text.find(from, start)) {
        replaced.append(text, start, hit - start).append(to);
        start = hit + from.size();
    }
    return start == 0 ? text : replaced.append(text, start);
}

bool is_valid_utf8(std::string_view text) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    while (at < end) {
        std::uint64_t block = 0;
        while (end - at >= 8) {  // eight ASCII bytes at a time
            std::memcpy(&block, at, sizeof block);
            if ((block & 0x8080808080808080u) != 0) break;
            at += 8;
        }
        if (at == end) break;
        const std::size_t length = sequence_length(at, static_cast<std::size_t>(end - at));
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string escape_html(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    for (const char character : text) {
        switch (character) {
            case '&': escaped.append("&amp;"); break;
            case '<': escaped.append("&lt;"); break;
            case '>': escaped.append("&gt;"); break;
            case '"': escaped.append("&quot;"); break;
            case '\'': escaped.append("&#39;"); break;
            default: escaped.push_back(character);
        }
    }
    return escaped;
}

}  // namespace collegium::strings
