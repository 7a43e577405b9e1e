// HTML as a person would read it aloud: for previews, search, mail and the plain-text parts of feeds.
// The result is plain text, not HTML: whoever puts it into a page escapes it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace collegium::text {

// Paragraphs are set apart by an empty line, line breaks and list items by a line feed; links keep their
// full text. What is not text (scripts, pictures, the hidden "RE: link" line of a quoting post) is left out.
std::string html_to_text(std::string_view html);

// The same on one line, at most `characters` grapheme clusters, "…" when shortened.
std::string excerpt(std::string_view html, std::size_t characters);

}  // namespace collegium::text
