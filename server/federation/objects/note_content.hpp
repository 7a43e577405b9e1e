// What a reader here sees of a post of another server: its text, made complete and safe. Knows the post as it came,
// and nothing of accounts or storage.
#pragma once

#include <string>

#include "as2/types.hpp"

namespace collegium::federation {

// Safe HTML. What is no Note keeps its title above the text and the way to its page below it; Markdown and plain text
// become HTML; a poll's choices are named.
std::string content_of(const as2::Note& note);

// Plain text, "" when there is none. Only a Note's summary warns of its content: that of an Article or Event is an
// excerpt, unless its author calls it sensitive (federation.md 0, rule 5).
std::string content_warning_of(const as2::Note& note);

}  // namespace collegium::federation
