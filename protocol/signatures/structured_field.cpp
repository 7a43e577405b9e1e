#include "signatures/structured_field.hpp"

#include <algorithm>
#include <charconv>

#include "core/bytes.hpp"

namespace collegium::signatures {
namespace {

constexpr std::size_t most_members = 16;
constexpr std::size_t most_items = 64;
constexpr std::size_t most_parameters = 16;
constexpr std::size_t longest_integer = 15;  // digits, RFC 8941 3.3.1

bool is_lower(char character) {
    return character >= 'a' && character <= 'z';
}
bool is_digit(char character) {
    return character >= '0' && character <= '9';
}
bool is_alpha(char character) {
    return is_lower(character) || (character >= 'A' && character <= 'Z');
}
bool is_token_character(char character) {
    return is_alpha(character) || is_digit(character) ||
           std::string_view("!#$%&'*+-.^_`|~:/").find(character) != std::string_view::npos;
}
bool is_key_character(char character) {
    return is_lower(character) || is_digit(character) || character == '_' || character == '-' || character == '.' ||
           character == '*';
}

// Recursive descent over RFC 8941 4.2; each function gives nothing at the first byte that does not fit.
class Parser {
  public:
    explicit Parser(std::string_view text) : rest_(text) {}

    std::optional<Dictionary> dictionary() {
        Dictionary members;
        skip_spaces();
        while (!rest_.empty()) {
            auto name = key();
            if (!name || members.size() == most_members || contains(members, *name)) return std::nullopt;
            auto value = member_value();
            if (!value) return std::nullopt;
            members.emplace_back(std::move(*name), std::move(*value));
            skip_blanks();
            if (rest_.empty()) return members;
            if (!accept(',')) return std::nullopt;
            skip_blanks();
            if (rest_.empty()) return std::nullopt;  // a comma at the end
        }
        return members;
    }

  private:
    template <class Value>
    static bool contains(const std::vector<std::pair<std::string, Value>>& members, const std::string& name) {
        return std::any_of(members.begin(), members.end(),
                           [&name](const auto& member) { return member.first == name; });
    }

    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
    bool accept(char character) {
        if (rest_.empty() || rest_.front() != character) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void skip_spaces() {
        while (accept(' ')) continue;
    }
    void skip_blanks() {
        while (accept(' ') || accept('\t')) continue;
    }
    template <class Predicate>
    std::string_view take_while(Predicate predicate) {
        std::size_t length = 0;
        while (length < rest_.size() && predicate(rest_[length])) ++length;
        const std::string_view taken = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return taken;
    }

    std::optional<std::string> key() {
        if (!is_lower(peek()) && peek() != '*') return std::nullopt;
        return std::string(take_while(is_key_character));
    }

    std::optional<std::variant<Item, InnerList>> member_value() {
        if (!accept('=')) {  // a name alone means true
            auto flags = parameters();
            if (!flags) return std::nullopt;
            return Item{true, std::move(*flags)};
        }
        if (peek() == '(') {
            auto list = inner_list();
            if (!list) return std::nullopt;
            return std::move(*list);
        }
        auto single = item();
        if (!single) return std::nullopt;
        return std::move(*single);
    }

    std::optional<InnerList> inner_list() {
        InnerList list;
        accept('(');
        for (;;) {
            skip_spaces();
            if (accept(')')) break;
            auto next = item();
            if (!next || list.items.size() == most_items) return std::nullopt;
            list.items.push_back(std::move(*next));
            if (peek() != ' ' && peek() != ')') return std::nullopt;
        }
        auto own = parameters();
        if (!own) return std::nullopt;
        list.parameters = std::move(*own);
        return list;
    }

    std::optional<Item> item() {
        auto value = bare_item();
        if (!value) return std::nullopt;
        auto own = parameters();
        if (!own) return std::nullopt;
        return Item{std::move(*value), std::move(*own)};
    }

    std::optional<Parameters> parameters() {
        Parameters list;
        while (accept(';')) {
            skip_spaces();
            auto name = key();
            if (!name || list.size() == most_parameters || contains(list, *name)) return std::nullopt;
            BareItem value = true;
            if (accept('=')) {
                auto written = bare_item();
                if (!written) return std::nullopt;
                value = std::move(*written);
            }
            list.emplace_back(std::move(*name), std::move(value));
        }
        return list;
    }

    std::optional<BareItem> bare_item() {
        if (peek() == '"') return string();
        if (peek() == ':') return bytes();
        if (peek() == '?') return boolean();
        if (peek() == '-' || is_digit(peek())) return integer();
        if (peek() == '*' || is_alpha(peek())) return Token{std::string(take_while(is_token_character))};
        return std::nullopt;
    }

    std::optional<BareItem> string() {
        accept('"');
        std::string text;
        while (!rest_.empty()) {
            char character = rest_.front();
            rest_.remove_prefix(1);
            if (character == '"') return text;
            if (character == '\\') {
                if (peek() != '"' && peek() != '\\') return std::nullopt;
                character = rest_.front();
                rest_.remove_prefix(1);
            } else if (character < 0x20 || character > 0x7e) {
                return std::nullopt;
            }
            text.push_back(character);
        }
        return std::nullopt;
    }

    std::optional<BareItem> bytes() {
        accept(':');
        const std::string_view encoded = take_while([](char character) { return character != ':'; });
        auto decoded = base64_decode(encoded);
        if (!accept(':') || !decoded || encoded.find_first_of("-_") != std::string_view::npos) return std::nullopt;
        return Bytes{std::move(*decoded)};
    }

    std::optional<BareItem> boolean() {
        accept('?');
        if (accept('1')) return true;
        if (accept('0')) return false;
        return std::nullopt;
    }

    std::optional<BareItem> integer() {
        const bool is_negative = accept('-');
        const std::string_view digits = take_while(is_digit);
        if (digits.empty() || digits.size() > longest_integer || peek() == '.') return std::nullopt;
        std::int64_t number = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        return is_negative ? -number : number;
    }

    std::string_view rest_;
};

struct Serializer {
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const Token& token) const { return token.text; }
    std::string operator()(const Bytes& bytes) const { return ":" + base64_encode(bytes.bytes) + ":"; }
    std::string operator()(bool flag) const { return flag ? "?1" : "?0"; }
    std::string operator()(const std::string& text) const {
        std::string quoted = "\"";
        for (const char character : text) {
            if (character == '"' || character == '\\') quoted.push_back('\\');
            quoted.push_back(character);
        }
        return quoted + '"';
    }
};

}  // namespace

std::optional<Dictionary> parse_dictionary(std::string_view text) {
    return Parser(text).dictionary();
}

std::string serialize(const BareItem& value) {
    return std::visit(Serializer(), value);
}

std::string serialize(const Parameters& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters) {
        text.append(";").append(name);
        if (value != BareItem(true)) text.append("=").append(serialize(value));
    }
    return text;
}

std::string serialize(const InnerList& list) {
    std::string text = "(";
    for (const Item& item : list.items) {
        if (text.size() > 1) text.push_back(' ');
        text.append(serialize(item.value)).append(serialize(item.parameters));
    }
    return text.append(")").append(serialize(list.parameters));
}

const BareItem* find_parameter(const Parameters& parameters, std::string_view name) {
    for (const auto& [parameter_name, value] : parameters) {
        if (parameter_name == name) return &value;
    }
    return nullptr;
}

}  // namespace collegium::signatures
