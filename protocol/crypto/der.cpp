#include "crypto/der.hpp"

#include <algorithm>

#include "core/bytes.hpp"

namespace collegium::crypto {
namespace {

constexpr char tag_integer = 0x02;
constexpr char tag_bit_string = 0x03;
constexpr char tag_null = 0x05;
constexpr char tag_oid = 0x06;
constexpr char tag_sequence = 0x30;

constexpr std::string_view oid_rsa("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);  // 1.2.840.113549.1.1.1
constexpr std::string_view oid_ed25519("\x2b\x65\x70", 3);                      // 1.3.101.112

// Takes elements off the front; a length that points outside, or is written longer than it need be, fails.
class DerReader {
  public:
    explicit DerReader(std::string_view bytes) : rest_(bytes) {}

    std::optional<std::string_view> take(char tag) {
        if (rest_.size() < 2 || rest_[0] != tag) return std::nullopt;
        std::size_t length = byte(1);
        std::size_t head = 2;
        if (length > 0x82) return std::nullopt;  // no key is longer than 64 KiB
        if (length >= 0x80) {
            const std::size_t count = length - 0x80;
            if (count == 0 || rest_.size() < head + count) return std::nullopt;
            length = 0;
            for (std::size_t index = 0; index < count; ++index) length = length << 8 | byte(head + index);
            head += count;
            if (length < (count == 1 ? 0x80u : 0x100u)) return std::nullopt;
        }
        if (rest_.size() - head < length) return std::nullopt;
        const std::string_view content = rest_.substr(head, length);
        rest_.remove_prefix(head + length);
        return content;
    }
    bool at_end() const { return rest_.empty(); }

  private:
    std::size_t byte(std::size_t position) const { return static_cast<unsigned char>(rest_[position]); }

    std::string_view rest_;
};

std::optional<std::string_view> take_positive_integer(DerReader& reader) {
    auto number = reader.take(tag_integer);
    if (!number || number->empty() || (static_cast<unsigned char>(number->front()) & 0x80) != 0) return std::nullopt;
    while (!number->empty() && number->front() == '\0') number->remove_prefix(1);
    return number;
}

bool is_base64_character(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z') ||
           (character >= '0' && character <= '9') || character == '+' || character == '/' || character == '=';
}

}  // namespace

std::optional<RsaNumbers> read_rsa_public_key(std::string_view der) {
    DerReader outer(der);
    const auto sequence = outer.take(tag_sequence);
    if (!sequence || !outer.at_end()) return std::nullopt;
    DerReader inner(*sequence);
    const auto modulus = take_positive_integer(inner);
    const auto exponent = modulus ? take_positive_integer(inner) : std::nullopt;
    if (!exponent || !inner.at_end()) return std::nullopt;
    return RsaNumbers{*modulus, *exponent};
}

std::optional<KeyNumbers> read_public_key_info(std::string_view der) {
    DerReader outer(der);
    const auto info = outer.take(tag_sequence);
    if (!info || !outer.at_end()) return std::nullopt;
    DerReader inner(*info);
    const auto algorithm = inner.take(tag_sequence);
    auto bits = algorithm ? inner.take(tag_bit_string) : std::nullopt;
    if (!bits || !inner.at_end() || bits->empty() || bits->front() != '\0') return std::nullopt;
    bits->remove_prefix(1);  // the count of unused bits
    DerReader parameters(*algorithm);
    const auto oid = parameters.take(tag_oid);
    if (oid == oid_rsa) {
        if (!parameters.at_end() && parameters.take(tag_null) != std::string_view()) return std::nullopt;
        const auto numbers = read_rsa_public_key(*bits);
        return numbers && parameters.at_end() ? std::optional<KeyNumbers>(*numbers) : std::nullopt;
    }
    if (oid == oid_ed25519 && parameters.at_end() && bits->size() == 32) return Ed25519Point{*bits};
    return std::nullopt;
}

std::optional<PemBlock> read_pem(std::string_view text) {
    constexpr std::string_view begin = "-----BEGIN ";
    constexpr std::string_view dashes = "-----";
    const std::size_t start = text.find(begin);
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start + begin.size());
    const std::size_t label_end = text.find(dashes);
    if (label_end == std::string_view::npos) return std::nullopt;
    PemBlock block;
    block.label = text.substr(0, label_end);
    text.remove_prefix(label_end + dashes.size());
    const std::size_t end = text.find("-----END " + block.label + "-----");
    if (end == std::string_view::npos) return std::nullopt;
    std::string body;
    for (const char character : text.substr(0, end)) {
        if (is_base64_character(character)) {
            body.push_back(character);
        } else if (character != '\n' && character != '\r' && character != ' ' && character != '\t') {
            return std::nullopt;
        }
    }
    auto der = base64_decode(body);
    if (!der) return std::nullopt;
    block.der = std::move(*der);
    return block;
}

std::string write_pem(std::string_view label, std::string_view der) {
    constexpr std::size_t columns = 64;
    const std::string body = base64_encode(der);
    std::string text = "-----BEGIN " + std::string(label) + "-----\n";
    for (std::size_t start = 0; start < body.size(); start += columns) {
        text.append(body, start, columns).push_back('\n');
    }
    return text.append("-----END ").append(label).append("-----\n");
}

}  // namespace collegium::crypto
