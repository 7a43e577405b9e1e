#include "http/range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "core/strings.hpp"

namespace collegium::http {
namespace {

// Digits alone. What is beyond 64 bits is beyond every file.
std::optional<std::uint64_t> parse_position(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? value : ~std::uint64_t{0};
}

ByteRange part(std::uint64_t offset, std::uint64_t length) {
    return {ByteRange::Kind::part, offset, length};
}

}  // namespace

ByteRange parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!strings::equals_ignoring_case(header.substr(0, unit.size()), unit)) return {};
    const auto text = strings::trim(header.substr(unit.size()));
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return {};
    const auto first = parse_position(text.substr(0, dash));
    const auto last = parse_position(text.substr(dash + 1));
    const ByteRange none{ByteRange::Kind::unsatisfiable, 0, 0};
    if (dash == 0) {
        if (!last) return {};
        const auto length = std::min(*last, size);
        return length == 0 ? none : part(size - length, length);
    }
    const bool open = dash + 1 == text.size();
    if (!first || (!last && !open) || (last && *last < *first)) return {};
    if (*first >= size) return none;
    const auto end = last ? std::min(*last, size - 1) : size - 1;
    return part(*first, end - *first + 1);
}

ByteRange wanted_range(const Request& request, std::string_view entity_tag, std::uint64_t size) {
    if (request.method != Method::get || request.header_count("range") != 1) return {};
    if (request.header_count("if-range") > 0 && request.header("if-range") != entity_tag) return {};
    return parse_range(request.header("range"), size);
}

void set_range(Response& response, const ByteRange& range, std::uint64_t size) {
    response.set("Accept-Ranges", "bytes");
    const auto total = std::to_string(size);
    switch (range.kind) {
        case ByteRange::Kind::whole: return;
        case ByteRange::Kind::part:
            response.status = 206;
            response.set("Content-Range", "bytes " + std::to_string(range.offset) + "-" +
                                              std::to_string(range.offset + range.length - 1) + "/" + total);
            return;
        case ByteRange::Kind::unsatisfiable:
            response.status = 416;
            response.set("Content-Range", "bytes */" + total);
            return;
    }
}

}  // namespace collegium::http
