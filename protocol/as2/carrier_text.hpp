// Pieces of the text of carrier Notes that resources and mentorships share (pln-domain.md 4.1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "as2/learning_resource.hpp"

namespace collegium::as2::carrier {

// Labels of terms, or what else names them, joined by ", "; at most `most`.
std::string labels(const std::vector<Concept>& terms, std::size_t most);
// Words that are hashtags, in CamelCase, without repetition, at most five.
Texts hashtags(const Texts& words);
// <p> with the hashtags as Mastodon writes them; "" when there are none.
std::string hashtag_line(const Texts& hashtags, std::string_view tag_prefix);
// The description as sanitised blocks, or an excerpt of it when it is very long.
std::string body(std::string_view html);
std::string join_facts(const Texts& facts);  // with " · ", empty ones left out
std::string page_link(std::string_view url, std::string_view words);

}  // namespace collegium::as2::carrier
