// HTML of other people, rebuilt from an allow-list: the one place that decides which text is safe to put
// into a page (security.md XSS-01 to XSS-06). The list is Mastodon's (mastodon-api.md 2.11). Nothing of the
// input is copied through: the HTML5 tree is walked, and known elements are written anew, so that every
// browser reads the output the way it was checked. sanitize_html(sanitize_html(x)) == sanitize_html(x).
#pragma once

#include <string>
#include <string_view>

namespace collegium::text {

// Elements that are not on the list are dropped and their text kept (script, style, SVG and the like are
// dropped whole), headings become bold paragraphs, formulas their TeX source, images nothing.
std::string sanitize_html(std::string_view untrusted);

// Whether an address may stand in a link: an absolute one of a scheme on the list. For http and https it
// also has a host and no user name.
bool is_allowed_link(std::string_view address);

}  // namespace collegium::text
