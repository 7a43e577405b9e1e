// CommonMark (md4c) to HTML that is safe to show: raw HTML in the source is text, and the result goes
// through the sanitiser like everybody's.
#pragma once

#include <string>
#include <string_view>

namespace collegium::text {

// At most 64 KiB of source are read, the rest is left out. Bare addresses become links.
std::string markdown_to_html(std::string_view markdown);

}  // namespace collegium::text
