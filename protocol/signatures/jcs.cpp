#include "signatures/jcs.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace collegium::signatures {
namespace {

constexpr std::int64_t largest_exact = 9007199254740991;  // 2^53 - 1

void append_value(json::Writer& writer, const json::Value& value);

void append_object(json::Writer& writer, const json::Object& members) {
    std::vector<const json::Member*> sorted;
    sorted.reserve(members.size());
    for (const json::Member& member : members) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](const json::Member* left, const json::Member* right) {
        return utf16_less(left->first, right->first);
    });
    writer.begin_object();
    for (const json::Member* member : sorted) {
        writer.key(member->first);
        append_value(writer, member->second);
    }
    writer.end_object();
}

bool is_exact(const json::Value& value) {
    return value.is_integer() && *value.integer() <= largest_exact && *value.integer() >= -largest_exact;
}

// Strings, literals and small integers are written alike by json::Writer and by RFC 8785.
void append_value(json::Writer& writer, const json::Value& value) {
    if (value.is_object()) {
        append_object(writer, value.members());
    } else if (value.is_array()) {
        writer.begin_array();
        for (const json::Value& item : value.items()) append_value(writer, item);
        writer.end_array();
    } else if (is_exact(value)) {
        writer.value(*value.integer());
    } else if (value.is_number()) {
        writer.raw(ecmascript_number(*value.number()));
    } else {
        writer.value(value);
    }
}

// The shortest decimal digits that read back as the number, and where the point stands among them.
struct Decimal {
    std::string digits;
    int point = 0;  // 0.digits times ten to this power
};

Decimal shortest_decimal(double number) {
    char buffer[40];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific);
    static_cast<void>(error);  // the buffer holds any double
    const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
    const std::size_t mark = text.find('e');
    Decimal decimal;
    for (const char character : text.substr(0, mark)) {
        if (character != '.') decimal.digits.push_back(character);
    }
    const std::size_t exponent = mark + (text[mark + 1] == '+' ? 2 : 1);
    std::from_chars(text.data() + exponent, text.data() + text.size(), decimal.point);
    ++decimal.point;
    return decimal;
}

}  // namespace

bool utf16_less(std::string_view left, std::string_view right) {
    const auto [at_left, at_right] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    if (at_left == left.end() || at_right == right.end()) return left.size() < right.size();
    const auto first = static_cast<unsigned char>(*at_left);
    const auto second = static_cast<unsigned char>(*at_right);
    // UTF-8 sorts by code point. UTF-16 differs in one place: surrogates (lead bytes F0 to F4) come before
    // U+E000 to U+FFFF (lead bytes EE and EF).
    const bool first_is_astral = first >= 0xf0;
    const bool second_is_astral = second >= 0xf0;
    if (first_is_astral != second_is_astral && std::min(first, second) >= 0xee) return first_is_astral;
    return first < second;
}

// ECMA-262 6.1.6.1.20
std::string ecmascript_number(double number) {
    if (number == 0) return "0";  // also minus zero
    const Decimal decimal = shortest_decimal(std::fabs(number));
    const int count = static_cast<int>(decimal.digits.size());
    const int point = decimal.point;
    std::string text = number < 0 ? "-" : "";
    if (count <= point && point <= 21) {
        return text + decimal.digits + std::string(static_cast<std::size_t>(point - count), '0');
    }
    if (0 < point && point <= 21) {
        const auto whole = static_cast<std::size_t>(point);
        return text + decimal.digits.substr(0, whole) + "." + decimal.digits.substr(whole);
    }
    if (-6 < point && point <= 0) {
        return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + decimal.digits;
    }
    text += decimal.digits.substr(0, 1);
    if (count > 1) text += "." + decimal.digits.substr(1);
    return text + (point > 0 ? "e+" : "e-") + std::to_string(std::abs(point - 1));
}

std::string canonicalize(const json::Value& value) {
    json::Writer writer;
    append_value(writer, value);
    return writer.take();
}

}  // namespace collegium::signatures
