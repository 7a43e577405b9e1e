// Untrusted HTML as a small tree of our own: the only door to Gumbo, the HTML5 parser. A hostile page of
// 128 KiB can make an HTML5 tree of gigabytes (re-opened formatting elements) and can nest deeper than the
// stack; parsing therefore happens in an arena of fixed size, and what is nested too deep is left out.
// It knows nothing of what is allowed: that is text/sanitize.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace collegium::text {

struct HtmlNode {
    enum class Kind { element, text };
    Kind kind = Kind::text;
    std::string name;      // of an element, lower case
    bool foreign = false;  // SVG or MathML
    std::string text;      // of a text node, entities resolved
    std::vector<std::pair<std::string, std::string>> attributes;
    std::vector<HtmlNode> children;

    // "" when absent.
    std::string_view attribute(std::string_view wanted) const;
};

struct HtmlLimits {
    std::size_t bytes = 128 * 1024;  // what is longer is cut at a character
    std::size_t tags = 6'000;        // Gumbo takes time in the square of the nesting
    std::size_t depth = 100;
    std::size_t arena = 16 * 1024 * 1024;
};

// The children of <body> for a fragment or a page. Absent when a limit on tags or memory is broken.
std::optional<std::vector<HtmlNode>> parse_html(std::string_view html, const HtmlLimits& limits = HtmlLimits());

// For what parse_html refuses: everything between "<" and ">" left out, entities as they stand. Not HTML-safe.
std::string strip_tags(std::string_view html, std::size_t limit);

// At most `limit` bytes, never inside a UTF-8 sequence.
std::string_view cut_bytes(std::string_view utf8, std::size_t limit);

}  // namespace collegium::text
