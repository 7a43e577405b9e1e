// Reading the Signature header of draft-cavage, section 2.1.
#include <algorithm>
#include <charconv>

#include "core/bytes.hpp"
#include "core/strings.hpp"
#include "signatures/draft_cavage.hpp"

namespace collegium::signatures {
namespace {

constexpr std::size_t longest_header = 8192;
constexpr std::size_t longest_key_id = 2048;
constexpr std::size_t most_headers = 64;
constexpr std::size_t most_parameters = 16;

using Parameter = std::pair<std::string, std::string>;

bool is_name_character(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character == '_';
}

// name="value" or name=value, separated by commas.
class Parser {
  public:
    explicit Parser(std::string_view text) : rest_(text) {}

    std::optional<std::vector<Parameter>> parameters() {
        std::vector<Parameter> list;
        for (;;) {
            skip_blanks();
            auto next = parameter();
            if (!next || list.size() == most_parameters) return std::nullopt;
            const bool is_repeated = std::any_of(
                list.begin(), list.end(), [&next](const Parameter& present) { return present.first == next->first; });
            if (is_repeated) return std::nullopt;
            list.push_back(std::move(*next));
            skip_blanks();
            if (rest_.empty()) return list;
            if (rest_.front() != ',') return std::nullopt;
            rest_.remove_prefix(1);
        }
    }

  private:
    void skip_blanks() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
    }

    std::optional<Parameter> parameter() {
        std::size_t length = 0;
        while (length < rest_.size() && is_name_character(rest_[length])) ++length;
        if (length == 0 || length == rest_.size()) return std::nullopt;
        std::string name = strings::lower(rest_.substr(0, length));
        rest_.remove_prefix(length);
        skip_blanks();
        if (rest_.empty() || rest_.front() != '=') return std::nullopt;
        rest_.remove_prefix(1);
        skip_blanks();
        auto value = !rest_.empty() && rest_.front() == '"' ? quoted() : bare();
        if (!value) return std::nullopt;
        return Parameter(std::move(name), std::move(*value));
    }

    std::optional<std::string> quoted() {
        std::string value;
        for (std::size_t position = 1; position < rest_.size(); ++position) {
            char character = rest_[position];
            if (character == '"') {
                rest_.remove_prefix(position + 1);
                return value;
            }
            if (character == '\\') {
                if (++position == rest_.size()) break;
                character = rest_[position];
            }
            if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f) break;
            value.push_back(character);
        }
        return std::nullopt;
    }

    std::optional<std::string> bare() {
        const std::size_t length = std::min(rest_.find_first_of(", \t"), rest_.size());
        std::string value(rest_.substr(0, length));
        rest_.remove_prefix(length);
        if (value.empty() || value.find('"') != std::string::npos) return std::nullopt;
        return value;
    }

    std::string_view rest_;
};

const std::string* find(const std::vector<Parameter>& list, std::string_view name) {
    for (const auto& [parameter_name, value] : list) {
        if (parameter_name == name) return &value;
    }
    return nullptr;
}

// Whole seconds; the draft allows a fraction for `expires`, which is cut.
std::optional<std::int64_t> unix_seconds(std::string_view text) {
    std::int64_t seconds = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, seconds);
    if (error != std::errc() || (rest != end && *rest != '.')) return std::nullopt;
    return seconds;
}

// Draft section 2.1.6: `(created)` is what is signed by default; for the older algorithms it was `date`.
std::vector<std::string> default_headers(std::string_view algorithm) {
    if (algorithm.empty() || algorithm == "hs2019") return {"(created)"};
    return {"date"};
}

Result<std::vector<std::string>> header_list(const std::string& text) {
    std::vector<std::string> names;
    for (const std::string_view word : strings::words(text)) {
        std::string name = strings::lower(word);
        if (std::find(names.begin(), names.end(), name) != names.end())
            return malformed_signature("header listed twice");
        if (names.size() == most_headers) return malformed_signature("too many headers");
        names.push_back(std::move(name));
    }
    if (names.empty()) return malformed_signature("empty header list");
    return names;
}

}  // namespace

Result<CavageParameters> parse_cavage(std::string_view header) {
    constexpr std::string_view scheme = "signature ";
    if (header.size() > longest_header) return malformed_signature("header too long");
    header = strings::trim(header);
    if (strings::equals_ignoring_case(header.substr(0, scheme.size()), scheme)) header.remove_prefix(scheme.size());
    const auto list = Parser(header).parameters();
    if (!list) return malformed_signature("parameters");
    const auto* key_id = find(*list, "keyid");
    const auto* signature = find(*list, "signature");
    if (key_id == nullptr || key_id->empty() || key_id->size() > longest_key_id) return malformed_signature("keyId");
    const auto bytes = signature != nullptr ? base64_decode(*signature) : std::nullopt;
    if (!bytes || bytes->empty()) return malformed_signature("signature");

    CavageParameters parameters;
    parameters.key_id = *key_id;
    parameters.signature = *bytes;
    if (const auto* algorithm = find(*list, "algorithm")) parameters.algorithm = strings::lower(*algorithm);
    parameters.headers = default_headers(parameters.algorithm);
    if (const auto* headers = find(*list, "headers")) {
        COLLEGIUM_TRY(parameters.headers, header_list(*headers));
    }
    if (const auto* created = find(*list, "created")) {
        parameters.created = unix_seconds(*created);
        if (!parameters.created) return malformed_signature("created");
    }
    if (const auto* expires = find(*list, "expires")) {
        parameters.expires = unix_seconds(*expires);
        if (!parameters.expires) return malformed_signature("expires");
    }
    return parameters;
}

}  // namespace collegium::signatures
