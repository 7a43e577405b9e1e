#include "config/checks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include <arpa/inet.h>
#include <unistd.h>

#include "config/media_url.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::config {
namespace {

// The width of an address in bits; 0 when the text is none.
unsigned address_bits(const std::string& text) {
    std::array<unsigned char, 16> ignored{};
    if (::inet_pton(AF_INET, text.c_str(), ignored.data()) == 1) return 32;
    if (::inet_pton(AF_INET6, text.c_str(), ignored.data()) == 1) return 128;
    return 0;
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return number;
}

bool has_controls(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char byte) {
        const auto code = static_cast<unsigned char>(byte);
        return code < 0x20 || code == 0x7f;
    });
}

bool is_lower_or_digit(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

}  // namespace

std::string check_address_block(const std::string& text) {
    const std::size_t slash = text.find('/');
    const unsigned bits = address_bits(text.substr(0, slash));
    bool good = bits != 0;
    if (good && slash != std::string::npos) {
        const auto length = parse_number<unsigned>(std::string_view(text).substr(slash + 1));
        good = length && *length <= bits;
    }
    return good ? "" : "\"" + text + "\" is not an address block, such as \"10.0.0.0/8\" or \"fd00::/8\"";
}

std::string check_database_url(const std::string& text) {
    const bool postgres = text.starts_with("postgresql://") || text.starts_with("postgres://");
    const bool sqlite = text.starts_with("sqlite:///") && !text.ends_with('/');
    if ((postgres || sqlite) && !has_controls(text)) return "";
    return "must be \"sqlite:///absolute/path\" or \"postgresql://user@host/database\"";
}

std::string check_media_url(const std::string& text) {
    if (text.starts_with("s3://")) {
        const auto place = parse_s3_url(text);
        return place ? "" : place.error().message();
    }
    const bool good = text.starts_with("file:///") && text.size() > 8 && !has_controls(text);
    return good ? "" : "must be \"file:///absolute/folder\" or \"s3://bucket?endpoint=https://host\"";
}

std::string check_software_name(const std::string& text) {
    const bool good = !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char byte) {
        return is_lower_or_digit(byte) || byte == '-';
    });
    return good ? "" : "may hold only a-z, 0-9 and \"-\" (NodeInfo asks for that)";
}

std::string check_language(const std::string& text) {
    const std::size_t end = std::min(text.find('-'), text.size());
    const bool letters = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end),
                                     [](char byte) { return byte >= 'a' && byte <= 'z'; });
    const bool rest = std::all_of(text.begin(), text.end(), [](char byte) {
        return is_lower_or_digit(byte) || (byte >= 'A' && byte <= 'Z') || byte == '-';
    });
    if (letters && rest && (end == 2 || end == 3) && text.size() <= 35 && !text.ends_with('-')) return "";
    return "\"" + text + "\" is not a language tag, such as \"en\" or \"pt-BR\"";
}

std::string check_web_address(const std::string& text) {
    if (text.empty() || parse_url(text)) return "";
    return "\"" + text + "\" is not a web address, such as \"https://example.org/source\"";
}

std::string check_email(const std::string& text) {
    if (text.empty()) return "";
    const std::size_t at = text.find('@');
    const bool parts =
        at != std::string::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string::npos;
    return parts && !has_controls(text) && text.find(' ') == std::string::npos ? "" : "is not an e-mail address";
}

std::string check_readable_file(const std::string& text) {
    if (text.empty()) return "";
    std::error_code ignored;
    if (!std::filesystem::exists(text, ignored)) return "names a file that does not exist: " + text;
    if (std::filesystem::is_directory(text, ignored)) return "names a folder, not a file: " + text;
    return ::access(text.c_str(), R_OK) == 0 ? "" : "names a file that this user may not read: " + text;
}

std::string check_display_text(const std::string& text) {
    if (text.size() > 2000 || !strings::is_valid_utf8(text) || has_controls(text)) {
        return "must be one line of at most 2,000 bytes";
    }
    return "";
}

std::optional<Listen> parse_listen(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string address(text.substr(0, colon));
    const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
    const bool bracketed = address.size() > 2 && address.starts_with('[') && address.ends_with(']');
    if (bracketed) address = address.substr(1, address.size() - 2);
    if (!port || address_bits(address) != (bracketed ? 128u : 32u)) return std::nullopt;
    return Listen{address, *port};
}

std::string domain_of(const std::string& text) {
    return text.size() > 255 ? std::string() : normalize_domain(text);
}

}  // namespace collegium::config
