#include "as2/carrier_text.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "text/markup.hpp"
#include "text/microsyntax.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::as2::carrier {
namespace {

constexpr std::size_t longest_body = 1'500;  // characters
constexpr std::size_t most_hashtags = 5;

// "lab design" -> "LabDesign"; what is one word keeps its letters' case.
std::string camel_case(std::string_view words) {
    std::string joined;
    const std::string spaced = strings::replace_all(std::string(words), "-", " ");
    for (const auto word : strings::words(spaced)) {
        std::string part(word);
        if (part.front() >= 'a' && part.front() <= 'z') part.front() = static_cast<char>(part.front() - 'a' + 'A');
        joined += part;
    }
    return joined;
}

}  // namespace

std::string labels(const std::vector<Concept>& terms, std::size_t most) {
    std::vector<std::string> words;
    for (const auto& term : terms) {
        const std::string& word = !term.label.empty() ? term.label : term.code;
        if (!word.empty() && words.size() < most) words.push_back(word);
    }
    return strings::join(words, ", ");
}

Texts hashtags(const Texts& words) {
    Texts found;
    Texts folded;
    for (const auto& word : words) {
        const std::string tag = camel_case(word);
        if (found.size() == most_hashtags || !text::is_hashtag_name(tag)) continue;
        const std::string key = strings::fold(tag);
        if (std::find(folded.begin(), folded.end(), key) != folded.end()) continue;
        folded.push_back(key);
        found.push_back(tag);
    }
    return found;
}

std::string hashtag_line(const Texts& hashtags, std::string_view tag_prefix) {
    std::string line;
    for (const auto& tag : hashtags) {
        const std::string url = text::escape_attribute(text::hashtag_url(tag_prefix, tag));
        line += (line.empty() ? "" : " ") + ("<a href=\"" + url + "\" class=\"mention hashtag\" rel=\"tag\">#<span>") +
                text::escape_text(tag) + "</span></a>";
    }
    return line.empty() ? line : "<p>" + line + "</p>";
}

std::string body(std::string_view html) {
    const std::string safe = text::sanitize_html(html);
    const std::string plain = text::html_to_text(safe);
    if (plain.empty()) return {};
    if (plain.size() > longest_body && strings::count_characters(plain) > longest_body) {
        return "<p>" + text::escape_text(text::excerpt(safe, longest_body / 2)) + "</p>";
    }
    const bool has_blocks =
        safe.starts_with("<p") || safe.starts_with("<ul") || safe.starts_with("<ol") || safe.starts_with("<blockquote");
    return has_blocks ? safe : "<p>" + safe + "</p>";
}

std::string join_facts(const Texts& facts) {
    std::vector<std::string> told;
    for (const auto& fact : facts) {
        if (!fact.empty()) told.push_back(fact);
    }
    return strings::join(told, " · ");
}

std::string page_link(std::string_view url, std::string_view words) {
    return "<a href=\"" + text::escape_attribute(url) + "\" target=\"_blank\" rel=\"nofollow noopener\">" +
           text::escape_text(words) + "</a>";
}

}  // namespace collegium::as2::carrier
