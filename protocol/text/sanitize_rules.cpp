#include "text/sanitize_rules.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/strings.hpp"
#include "text/sanitize.hpp"

namespace collegium::text {
namespace {

constexpr std::array<std::string_view, 13> phrases = {"span", "a", "del", "s",    "code", "b", "strong",
                                                      "u",    "i", "em",  "ruby", "rt",   "rp"};
constexpr std::array<std::string_view, 6> blocks = {"p", "pre", "blockquote", "ul", "ol", "li"};
constexpr std::array<std::string_view, 25> dropped = {
    "script",    "style",  "title", "head",     "noscript", "noembed",  "noframes", "iframe",   "object",
    "embed",     "applet", "svg",   "textarea", "select",   "option",   "datalist", "template", "xmp",
    "plaintext", "audio",  "video", "canvas",   "map",      "frameset", "meta"};
constexpr std::array<std::string_view, 29> separated = {
    "div",        "section", "article", "header",  "footer",   "main",   "aside",  "nav",   "address", "figure",
    "figcaption", "hr",      "table",   "caption", "tr",       "thead",  "tbody",  "tfoot", "dl",      "dt",
    "dd",         "details", "summary", "form",    "fieldset", "legend", "center", "dir",   "menu"};
constexpr std::array<std::string_view, 11> schemes = {"http", "https", "dat",    "dweb", "ipfs",  "gemini",
                                                      "ipns", "ssb",   "gopher", "xmpp", "magnet"};

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_class(std::string_view name) {
    static constexpr std::array<std::string_view, 5> known = {"mention", "hashtag", "ellipsis", "invisible",
                                                              "quote-inline"};
    static constexpr std::array<std::string_view, 5> microformats = {"h-", "p-", "u-", "dt-", "e-"};
    if (is_in(known, name)) return true;
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.size() > 40 || !std::all_of(name.begin(), name.end(), is_plain)) return false;
    return std::any_of(microformats.begin(), microformats.end(), [name](std::string_view prefix) {
        return name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix;
    });
}

std::string kept_classes(std::string_view css_class) {
    std::vector<std::string> kept;
    for (const auto word : strings::words(css_class)) {
        if (is_class(word)) kept.emplace_back(word);
        if (kept.size() == 10) break;
    }
    return strings::join(kept, " ");
}

bool is_number(std::string_view text) {
    const auto digits = text.substr(!text.empty() && text.front() == '-' ? 1 : 0);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !digits.empty() && digits.size() <= 9 && std::all_of(digits.begin(), digits.end(), is_digit);
}

bool is_language(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !text.empty() && text.size() <= 35 && std::all_of(text.begin(), text.end(), fits);
}

std::string escape(std::string_view text, bool quotes) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '&') {
            escaped += "&amp;";
        } else if (c == '<') {
            escaped += "&lt;";
        } else if (c == '>') {
            escaped += "&gt;";
        } else if (c == '"' && quotes) {
            escaped += "&quot;";
        } else if ((code >= 0x20 && code != 0x7F) || c == '\n' || c == '\t') {
            escaped += c;
        }
    }
    return escaped;
}

}  // namespace

Treatment treatment_of(std::string_view element) {
    if (is_in(phrases, element)) return Treatment::phrase;
    if (is_in(blocks, element)) return Treatment::block;
    if (element == "br") return Treatment::line_break;
    if (element.size() == 2 && element[0] == 'h' && element[1] >= '1' && element[1] <= '6') return Treatment::heading;
    if (is_in(dropped, element)) return Treatment::drop;
    return is_in(separated, element) ? Treatment::separate : Treatment::unwrap;
}

std::string kept_attributes(std::string_view element, const AttributeSource& source) {
    std::string kept;
    const auto add = [&kept](std::string_view name, std::string_view value) {
        kept.append(" ").append(name).append("=\"").append(escape_attribute(value)).append("\"");
    };
    const bool link = element == "a";
    if (link) add("href", strings::trim(source.href));
    if (link || element == "span" || element == "p") {
        const std::string classes = kept_classes(source.css_class);
        if (!classes.empty()) add("class", classes);
    }
    if (is_language(source.lang)) add("lang", source.lang);
    if ((link || element == "span") && source.translate == "no") add("translate", "no");
    if (link) kept += " rel=\"nofollow noopener\" target=\"_blank\"";
    if (element == "ol" && is_number(source.start)) add("start", source.start);
    if (element == "ol" && source.reversed) kept += " reversed=\"reversed\"";
    if (element == "li" && is_number(source.value)) add("value", source.value);
    return kept;
}

std::string escape_text(std::string_view text) {
    return escape(text, false);
}

std::string escape_attribute(std::string_view text) {
    return escape(text, true);
}

bool is_allowed_link(std::string_view address) {
    address = strings::trim(address);
    const auto is_bad = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\'; };
    if (address.size() > 2048 || std::any_of(address.begin(), address.end(), is_bad)) return false;
    const auto colon = address.find(':');
    if (colon == std::string_view::npos || colon + 1 == address.size()) return false;
    const std::string scheme = strings::lower(address.substr(0, colon));
    if (!is_in(schemes, scheme)) return false;
    if (scheme != "http" && scheme != "https") return true;
    auto rest = address.substr(colon + 1);
    if (rest.substr(0, 2) != "//") return false;
    rest.remove_prefix(2);
    const auto authority = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
    return !authority.empty() && authority.front() != ':' && authority.find('@') == std::string_view::npos;
}

}  // namespace collegium::text
