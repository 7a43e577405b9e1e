#include "storage/media/s3_listing.hpp"

#include <charconv>

namespace collegium::media {
namespace {

// What stands between the next <name> and </name>, taken off `xml`; "" when there is none, and then nothing is left.
std::string_view take_element(std::string_view& xml, std::string_view name) {
    const std::string open = "<" + std::string(name) + ">";
    const std::string close = "</" + std::string(name) + ">";
    const auto start = xml.find(open);
    const auto end = start == std::string_view::npos ? start : xml.find(close, start);
    if (end == std::string_view::npos) {
        xml = {};
        return {};
    }
    const auto content = xml.substr(start + open.size(), end - start - open.size());
    xml.remove_prefix(end + close.size());
    return content;
}

std::string_view element(std::string_view xml, std::string_view name) {
    return take_element(xml, name);
}

std::string unescaped(std::string_view text) {
    constexpr std::pair<std::string_view, char> entities[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                                                              {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''},
                                                              {"&#34;", '"'}};
    std::string plain;
    while (!text.empty()) {
        char next = text.front();
        std::size_t length = 1;
        for (const auto& [name, character] : entities) {
            if (!text.starts_with(name)) continue;
            next = character;
            length = name.size();
        }
        plain.push_back(next);
        text.remove_prefix(length);
    }
    return plain;
}

}  // namespace

S3Listing parse_s3_listing(std::string_view xml, std::string_view prefix) {
    S3Listing listing;
    if (element(xml, "IsTruncated") == "true") listing.next = unescaped(element(xml, "NextContinuationToken"));
    while (!xml.empty()) {
        const auto entry = take_element(xml, "Contents");
        auto name = element(entry, "Key");
        const auto size = element(entry, "Size");
        const auto time = parse_rfc3339(element(entry, "LastModified"));
        StoredFile file;
        const auto [end, wrong] = std::from_chars(size.data(), size.data() + size.size(), file.bytes);
        if (!name.starts_with(prefix) || !time || wrong != std::errc() || end != size.data() + size.size()) continue;
        name.remove_prefix(prefix.size());
        if (!is_key(name)) continue;
        file.key = std::string(name);
        file.stored_at = *time;
        listing.files.push_back(std::move(file));
    }
    return listing;
}

}  // namespace collegium::media
