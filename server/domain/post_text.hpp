// From what an author typed to what is stored: HTML in Mastodon's markup, the people it mentions, its tags.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

struct RenderedText {
    std::string content;               // safe HTML
    std::vector<AccountId> mentioned;  // known accounts, each once
    std::vector<std::string> tags;     // as written, without "#", each once
};
RenderedText render_text(Context& context, std::string_view text);
// For biographies and fields: links, mentions and tags, but nobody is notified.
std::string render_profile_text(Context& context, std::string_view text);

}  // namespace collegium::domain
