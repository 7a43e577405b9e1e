#include "http/path.hpp"

#include "core/strings.hpp"

namespace collegium::http {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<std::string> normalize_path(std::string_view raw) {
    if (raw.empty() || raw.front() != '/') return std::nullopt;
    while (raw.size() > 1 && raw.back() == '/') raw.remove_suffix(1);
    std::string path;
    path.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        char c = raw[at];
        if (c == '%') {
            const int high = at + 2 < raw.size() ? hex_value(raw[at + 1]) : -1;
            const int low = at + 2 < raw.size() ? hex_value(raw[at + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            if (c == '/') return std::nullopt;
            at += 2;
        }
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\') return std::nullopt;
        path.push_back(c);
    }
    for (const auto segment : strings::split(path, '/'))
        if (segment == "." || segment == "..") return std::nullopt;
    if (!strings::is_valid_utf8(path)) return std::nullopt;
    return path;
}

}  // namespace collegium::http
