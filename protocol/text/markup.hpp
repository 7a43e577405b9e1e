// Plain text of our own people as HTML, in exactly the markup Mastodon writes (mastodon-api.md 2.11):
// clients find mentions and hashtags by these class names and addresses. Everything that is not a token
// is escaped, so the result is safe by construction.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace collegium::text {

struct MarkupLinks {
    // Address of the profile page by Token::acct(); a mention that is not here stays plain text.
    std::map<std::string, std::string, std::less<>> mentions;
    // "https://learn.example.org/tags/"
    std::string tag_prefix;
};

// "" for blank text.
std::string text_to_html(std::string_view plain, const MarkupLinks& links);

// Where a hashtag leads: what text_to_html writes, and what tags[].url must therefore say.
std::string hashtag_url(std::string_view tag_prefix, std::string_view name);

// One link with the scheme hidden and all but 30 characters shortened by style, not by content.
std::string link_html(std::string_view url);

}  // namespace collegium::text
