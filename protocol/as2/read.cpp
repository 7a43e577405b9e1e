#include "as2/read.hpp"

#include <algorithm>

#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "text/html_tree.hpp"

namespace collegium::as2::read {

std::string url(const json::Value& value) {
    const std::string& written = value.string();
    return !written.empty() && parse_url(written) ? written : std::string();
}

std::string id(const json::Value& value) {
    if (!value.items().empty()) {
        const json::Value& first = value.items().front();
        return first.is_array() ? std::string() : id(first);
    }
    return value.is_object() ? url(value[property::id]) : url(value);
}

Texts ids(const json::Value& value, std::size_t most) {
    Texts found;
    for (const auto* item : list(value)) {
        if (found.size() == most) break;
        const std::string& written = item->string();
        const bool is_public = written == public_collection || written == "as:Public" || written == "Public";
        std::string address = is_public ? std::string(public_collection) : item->is_array() ? std::string() : id(*item);
        if (!address.empty() && std::find(found.begin(), found.end(), address) == found.end()) {
            found.push_back(std::move(address));
        }
    }
    return found;
}

std::string link(const json::Value& value) {
    std::string found;
    for (const auto* item : list(value)) {
        const std::string address = item->is_object() ? url((*item)[property::href]) : url(*item);
        if (address.empty()) continue;
        const std::string& media_type = (*item)[property::media_type].string();
        if (media_type == "text/html") return address;
        if (found.empty()) found = address;
    }
    return found;
}

std::string type(const json::Value& value) {
    for (const auto* item : list(value)) {
        if (item->is_string() && item->string().size() <= 64) return item->string();
    }
    return {};
}

std::string text(const json::Value& value, std::size_t characters) {
    return cut_characters(strings::trim(strings::without_controls(value.string())), characters);
}

std::string html(const json::Value& value, std::size_t bytes) {
    return std::string(text::cut_bytes(value.string(), bytes));
}

std::optional<Timestamp> time(const json::Value& value) {
    const std::string& written = value.string();
    if (written.empty() || written.size() > 64) return std::nullopt;
    return parse_rfc3339(written);
}

std::optional<std::int64_t> count(const json::Value& value) {
    const auto number = value.integer();
    return number && *number >= 0 ? number : std::nullopt;
}

std::vector<const json::Value*> list(const json::Value& value) {
    std::vector<const json::Value*> items;
    if (value.is_array()) {
        for (const auto& item : value.items()) items.push_back(&item);
    } else if (!value.is_null()) {
        items.push_back(&value);
    }
    return items;
}

std::string language(std::string_view tag) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    const bool plausible =
        tag.size() >= 2 && tag.size() <= 35 && tag != "und" && std::all_of(tag.begin(), tag.end(), fits);
    return plausible ? std::string(tag) : std::string();
}

std::string cut_characters(std::string_view utf8, std::size_t most) {
    std::size_t characters = 0;
    for (std::size_t position = 0; position < utf8.size(); ++position) {
        const bool starts = (static_cast<unsigned char>(utf8[position]) & 0xC0) != 0x80;
        if (starts && ++characters > most) return std::string(utf8.substr(0, position));
    }
    return std::string(utf8);
}

}  // namespace collegium::as2::read
