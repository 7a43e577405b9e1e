#include "discovery/host_meta.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "core/url.hpp"
#include "discovery/webfinger.hpp"

namespace collegium::discovery {
namespace {

constexpr std::size_t maximum_document = 64 * 1024;

std::string template_of(std::string_view base) {
    return std::string(base) + "/.well-known/webfinger?resource={uri}";
}

bool is_usable(const std::string& address) {
    return address.find("{uri}") != std::string::npos && parse_url(fill_template(address, "x"));
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string resolve_entities(std::string text) {
    text = strings::replace_all(std::move(text), "&quot;", "\"");
    text = strings::replace_all(std::move(text), "&apos;", "'");
    text = strings::replace_all(std::move(text), "&lt;", "<");
    text = strings::replace_all(std::move(text), "&gt;", ">");
    return strings::replace_all(std::move(text), "&amp;", "&");
}

// The value of one attribute in the inside of a tag: name, blanks, "=", blanks, quoted value.
std::string attribute(std::string_view tag, std::string_view wanted) {
    std::size_t position = 0;
    while (position < tag.size()) {
        const auto equals = tag.find('=', position);
        if (equals == std::string_view::npos) return {};
        auto name = strings::trim(tag.substr(position, equals - position));
        const auto blank = std::find_if(name.rbegin(), name.rend(), is_blank);
        name.remove_prefix(static_cast<std::size_t>(name.rend() - blank));
        const auto open = tag.find_first_not_of(" \t\r\n", equals + 1);
        if (open == std::string_view::npos || (tag[open] != '"' && tag[open] != '\'')) return {};
        const auto close = tag.find(tag[open], open + 1);
        if (close == std::string_view::npos) return {};
        if (name == wanted) return resolve_entities(std::string(tag.substr(open + 1, close - open - 1)));
        position = close + 1;
    }
    return {};
}

// The end of a tag: the first ">" outside of quotation marks.
std::size_t end_of_tag(std::string_view xml, std::size_t begin) {
    char quote = 0;
    for (std::size_t position = begin; position < xml.size(); ++position) {
        const char c = xml[position];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return position;
        }
    }
    return xml.size();
}

std::string find_in_xml(std::string_view xml) {
    constexpr std::string_view opening = "<Link";
    for (auto at = xml.find(opening); at != std::string_view::npos; at = xml.find(opening, at)) {
        at += opening.size();
        if (at == xml.size() || !is_blank(xml[at])) continue;
        const auto end = end_of_tag(xml, at);
        const auto tag = xml.substr(at, end - at);
        at = end;
        const std::string address = attribute(tag, "template");
        if (attribute(tag, "rel") == "lrdd" && is_usable(address)) return address;
    }
    return {};
}

}  // namespace

std::string make_host_meta_xml(std::string_view base) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
           "  <Link rel=\"lrdd\" template=\"" +
           strings::escape_html(template_of(base)) + "\"/>\n</XRD>\n";
}

json::Value make_host_meta_json(std::string_view base) {
    json::Value link =
        json::Value::object({{"rel", "lrdd"}, {"type", "application/jrd+json"}, {"template", template_of(base)}});
    return json::Value::object({{"links", json::Value::array({std::move(link)})}});
}

std::string find_lrdd_template(std::string_view document) {
    document = strings::trim(document.substr(0, maximum_document));
    if (!document.starts_with('{')) return find_in_xml(document);
    const auto parsed = json::parse(document);
    if (!parsed) return {};
    for (const auto& link : (*parsed)["links"].items()) {
        const std::string& address = link["template"].string();
        if (link["rel"].string() == "lrdd" && is_usable(address)) return address;
    }
    return {};
}

}  // namespace collegium::discovery
