// The part of Structured Fields (RFC 8941) that signatures need: dictionaries whose members are byte sequences
// or lists of strings with parameters. Strict: what the grammar does not allow is refused, not repaired.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace collegium::signatures {

struct Token {
    std::string text;
    friend bool operator==(const Token&, const Token&) = default;
};
struct Bytes {
    std::string bytes;
    friend bool operator==(const Bytes&, const Bytes&) = default;
};
using BareItem = std::variant<std::int64_t, std::string, Token, Bytes, bool>;
using Parameters = std::vector<std::pair<std::string, BareItem>>;

struct Item {
    BareItem value;
    Parameters parameters;
};
struct InnerList {
    std::vector<Item> items;
    Parameters parameters;
};
using DictionaryMember = std::pair<std::string, std::variant<Item, InnerList>>;
using Dictionary = std::vector<DictionaryMember>;

// At most 16 members, 64 items in a list and 16 parameters. Names that come twice are refused: RFC 8941 lets
// the last one win, which gives two readers two readings. Decimals are refused, as no member here has one.
std::optional<Dictionary> parse_dictionary(std::string_view text);

// Canonical text (RFC 8941 4.1).
std::string serialize(const BareItem& value);
std::string serialize(const Parameters& parameters);
std::string serialize(const InnerList& list);

const BareItem* find_parameter(const Parameters& parameters, std::string_view name);

}  // namespace collegium::signatures
