#include "text/markup.hpp"

#include "core/strings.hpp"
#include "core/url.hpp"
#include "text/characters.hpp"
#include "text/microsyntax.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::text {
namespace {

std::string mention_html(const Token& token, const std::string& url) {
    return "<span class=\"h-card\" translate=\"no\"><a href=\"" + escape_attribute(url) +
           "\" class=\"u-url mention\">@<span>" + escape_text(token.name) + "</span></a></span>";
}

std::string hashtag_html(const Token& token, std::string_view tag_prefix) {
    return "<a href=\"" + escape_attribute(hashtag_url(tag_prefix, token.name)) +
           "\" class=\"mention hashtag\" rel=\"tag\">#<span>" + escape_text(token.name) + "</span></a>";
}

std::string token_html(const Token& token, std::string_view as_written, const MarkupLinks& links) {
    switch (token.kind) {
        case Token::Kind::mention: {
            const auto found = links.mentions.find(token.acct());
            return found == links.mentions.end() ? escape_text(as_written) : mention_html(token, found->second);
        }
        case Token::Kind::hashtag: return hashtag_html(token, links.tag_prefix);
        case Token::Kind::url: break;
    }
    return link_html(token.name);
}

// Line ends are "\n" and there are no blanks around the whole.
std::string normalize_lines(std::string_view plain) {
    std::string text = strings::replace_all(std::string(plain), "\r\n", "\n");
    text = strings::replace_all(std::move(text), "\r", "\n");
    return std::string(strings::trim(text));
}

// Byte position after `count` code points from `begin`.
std::size_t advance(std::string_view text, std::size_t begin, std::size_t count) {
    for (; count > 0 && begin < text.size(); --count) begin += code_point_at(text, begin).size;
    return begin;
}

// Lines become <br />, and two or more line feeds a new paragraph. Tokens never hold a line feed.
std::string paragraphs(const std::string& html) {
    std::string result = "<p>";
    std::size_t position = 0;
    while (position < html.size()) {
        if (html[position] != '\n') {
            result += html[position++];
            continue;
        }
        const std::size_t next = std::min(html.find_first_not_of('\n', position), html.size());
        result += next - position > 1 ? "</p><p>" : "<br />";
        position = next;
    }
    return result + "</p>";
}

}  // namespace

std::string hashtag_url(std::string_view tag_prefix, std::string_view name) {
    return std::string(tag_prefix) + percent_encode(strings::fold(name));
}

std::string link_html(std::string_view url) {
    std::size_t prefix = url.find("://");
    prefix = prefix == std::string_view::npos ? 0 : prefix + 3;
    if (strings::equals_ignoring_case(url.substr(prefix, 4), "www.")) prefix += 4;
    const std::size_t cut = advance(url, prefix, 30);
    const char* shown_class = cut < url.size() ? "ellipsis" : "";
    std::string html =
        "<a href=\"" + escape_attribute(url) + "\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">";
    html += "<span class=\"invisible\">" + escape_text(url.substr(0, prefix)) + "</span>";
    html +=
        std::string("<span class=\"") + shown_class + "\">" + escape_text(url.substr(prefix, cut - prefix)) + "</span>";
    return html + "<span class=\"invisible\">" + escape_text(url.substr(cut)) + "</span></a>";
}

std::string text_to_html(std::string_view plain, const MarkupLinks& links) {
    const std::string text = normalize_lines(plain);
    if (text.empty()) return {};
    const std::string_view view = text;
    std::string html;
    std::size_t position = 0;
    for (const auto& token : find_tokens(view)) {
        html += escape_text(view.substr(position, token.begin - position));
        html += token_html(token, view.substr(token.begin, token.end - token.begin), links);
        position = token.end;
    }
    html += escape_text(view.substr(position));
    return paragraphs(html);
}

}  // namespace collegium::text
