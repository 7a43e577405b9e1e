#include "text/microsyntax.hpp"

#include <algorithm>
#include <optional>

#include "core/strings.hpp"
#include "text/characters.hpp"

namespace collegium::text {
namespace {

constexpr std::size_t maximum_tokens = 1'000;
constexpr std::size_t maximum_url = 2'048;
constexpr std::size_t maximum_tag = 255;  // bytes

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The end of word characters with runs of "." and "-" between them, from `begin` on.
template <class IsWordAt>
std::size_t end_of_dotted(std::string_view text, std::size_t begin, IsWordAt word_size_at) {
    std::size_t end = begin;
    std::size_t position = begin;
    while (position < text.size()) {
        if (const std::size_t size = word_size_at(text, position)) {
            position += size;
            end = position;
        } else if (end > begin && (text[position] == '.' || text[position] == '-')) {
            ++position;
        } else {
            break;
        }
    }
    return end;
}

std::size_t name_character_at(std::string_view text, std::size_t position) {
    return is_name_character(text[position]) ? 1 : 0;
}

std::size_t word_character_at(std::string_view text, std::size_t position) {
    const CodePoint point = code_point_at(text, position);
    return is_word(point.value) ? point.size : 0;
}

// ":8443" directly after a domain: servers under test and behind odd ports have one.
std::size_t end_of_port(std::string_view text, std::size_t colon) {
    std::size_t end = colon;
    if (end == text.size() || text[end] != ':') return colon;
    for (++end; end < text.size() && text[end] >= '0' && text[end] <= '9'; ++end) {
    }
    const std::size_t digits = end - colon - 1;
    const bool glued = end < text.size() && word_character_at(text, end) > 0;
    return digits < 2 || digits > 5 || glued ? colon : end;
}

std::optional<Token> mention_at(std::string_view text, std::size_t at) {
    const char32_t before = code_point_before(text, at);
    if (before == '=' || before == '/' || before == '@' || is_word(before)) return std::nullopt;
    const std::size_t name_end = end_of_dotted(text, at + 1, name_character_at);
    if (name_end == at + 1) return std::nullopt;
    Token token{Token::Kind::mention, at, name_end, std::string(text.substr(at + 1, name_end - at - 1)), {}};
    if (name_end < text.size() && text[name_end] == '@') {
        const std::size_t host_end = end_of_dotted(text, name_end + 1, word_character_at);
        if (host_end > name_end + 1) {
            token.end = end_of_port(text, host_end);
            token.domain = std::string(text.substr(name_end + 1, token.end - name_end - 1));
        }
    } else if (name_end < text.size() && word_character_at(text, name_end) > 0) {
        return std::nullopt;  // "@józef" names nobody called "j"
    }
    return token;
}

bool is_tag_separator(char32_t c) {
    return c == 0xB7 || c == 0x30FB || c == 0x200C;
}

// The end of a tag name, `begin` when there is none.
std::size_t end_of_tag(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    bool letter_seen = false;
    for (std::size_t position = begin; position < text.size();) {
        const CodePoint point = code_point_at(text, position);
        position += point.size;
        if (is_word(point.value)) {
            letter_seen = letter_seen || is_letter(point.value);
            end = position;
        } else if (!is_tag_separator(point.value) || end == begin) {
            break;
        }
    }
    return letter_seen && end - begin <= maximum_tag ? end : begin;
}

std::optional<Token> hashtag_at(std::string_view text, std::size_t at, std::size_t sign_size) {
    const char32_t before = code_point_before(text, at);
    if (before == '=' || before == '/' || before == ')' || before == '&' || before == '#' || is_word(before)) {
        return std::nullopt;
    }
    const std::size_t begin = at + sign_size;
    const std::size_t end = end_of_tag(text, begin);
    if (end == begin) return std::nullopt;
    return Token{Token::Kind::hashtag, at, end, std::string(text.substr(begin, end - begin)), {}};
}

// Blanks, controls, quotation marks and the punctuation of East Asian text end an address.
bool ends_url(char32_t c) {
    return c <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"' || c == '`' || c == '\\' || c == '^' ||
           c == '{' || c == '}' || c == '|' || (c >= 0x80 && c <= 0xA0) || c == 0xAB || c == 0xBB || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF20) || c == 0xFEFF || c == 0xFFFD;
}

// Marks that belong to the sentence around the address; a closing bracket does when it was not opened.
std::size_t without_trailing_marks(std::string_view text, std::size_t begin, std::size_t end) {
    std::ptrdiff_t round = 0;
    std::ptrdiff_t square = 0;
    for (const char c : text.substr(begin, end - begin)) {
        round += c == '(' ? 1 : c == ')' ? -1 : 0;
        square += c == '[' ? 1 : c == ']' ? -1 : 0;
    }
    while (end > begin) {
        const char last = text[end - 1];
        if (last == ')' && round < 0) {
            ++round;
        } else if (last == ']' && square < 0) {
            ++square;
        } else if (std::string_view(".,;:!?'*_~([").find(last) == std::string_view::npos) {
            break;
        } else {
            round -= last == '(' ? 1 : 0;
            square -= last == '[' ? 1 : 0;
        }
        --end;
    }
    return end;
}

bool has_host(std::string_view authority) {
    if (authority.find('@') != std::string_view::npos) return false;
    const auto colon = authority.find(':');
    const auto host = authority.substr(0, colon);
    if (host.empty() || end_of_dotted(host, 0, word_character_at) != host.size()) return false;
    if (colon == std::string_view::npos) return true;
    const auto port = authority.substr(colon + 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
}

std::optional<Token> url_at(std::string_view text, std::size_t at) {
    const auto starts_with = [text, at](std::string_view scheme) {
        return strings::equals_ignoring_case(text.substr(at, scheme.size()), scheme);
    };
    const std::size_t scheme = starts_with("https://") ? 8 : starts_with("http://") ? 7 : 0;
    const char32_t before = code_point_before(text, at);
    if (scheme == 0 || is_word(before) || before == '@' || before == '#' || before == '/') return std::nullopt;
    std::size_t end = at + scheme;
    while (end < text.size()) {
        const CodePoint point = code_point_at(text, end);
        if (ends_url(point.value)) break;
        if (end - at > maximum_url) return std::nullopt;  // at once: what follows is scanned again
        end += point.size;
    }
    end = without_trailing_marks(text, at + scheme, end);
    const auto rest = text.substr(at + scheme, end - at - scheme);
    const auto authority = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
    if (!has_host(authority)) return std::nullopt;
    return Token{Token::Kind::url, at, end, std::string(text.substr(at, end - at)), {}};
}

std::optional<Token> token_at(std::string_view text, std::size_t position) {
    switch (text[position]) {
        case 'h':
        case 'H': return url_at(text, position);
        case '@': return mention_at(text, position);
        case '#': return hashtag_at(text, position, 1);
        case '\xEF':  // U+FF03, the full-width number sign
            return text.substr(position, 3) == "\xEF\xBC\x83" ? hashtag_at(text, position, 3) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::string Token::acct() const {
    return strings::lower(domain.empty() ? name : name + "@" + domain);
}

std::vector<Token> find_tokens(std::string_view utf8) {
    std::vector<Token> tokens;
    std::size_t position = 0;
    while (position < utf8.size() && tokens.size() < maximum_tokens) {
        if (auto token = token_at(utf8, position)) {
            position = token->end;
            tokens.push_back(std::move(*token));
        } else {
            ++position;
        }
    }
    return tokens;
}

std::size_t count_post_characters(std::string_view text, std::string_view spoiler_text) {
    constexpr std::size_t reserved_per_url = 23;
    std::string counted(spoiler_text);
    std::size_t position = 0;
    for (const auto& token : find_tokens(text)) {
        if (token.kind == Token::Kind::hashtag) continue;
        counted += text.substr(position, token.begin - position);
        counted += token.kind == Token::Kind::url ? std::string(reserved_per_url, 'x') : "@" + token.name;
        position = token.end;
    }
    counted += text.substr(position);
    return strings::count_characters(counted);
}

bool is_username(std::string_view name) {
    return !name.empty() && name.size() <= 255 && end_of_dotted(name, 0, name_character_at) == name.size();
}

bool is_hashtag_name(std::string_view name) {
    return !name.empty() && strings::is_valid_utf8(name) && end_of_tag(name, 0) == name.size();
}

}  // namespace collegium::text
