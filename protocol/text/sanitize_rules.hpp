// The allow-list of sanitize.hpp as questions about one name or value; the writer asks them, nothing else.
#pragma once

#include <string>
#include <string_view>

namespace collegium::text {

enum class Treatment {
    drop,      // with everything inside
    unwrap,    // keep the contents
    separate,  // keep the contents, on lines of their own
    phrase,    // keep the element
    block,     // keep the element, unless a paragraph is open
    heading,   // becomes a bold paragraph
    line_break
};

Treatment treatment_of(std::string_view element);

// The attributes worth keeping of an element, in a fixed order, as ` name="value"`.
struct AttributeSource {
    std::string_view href, css_class, lang, translate, start, value;
    bool reversed = false;
};
std::string kept_attributes(std::string_view element, const AttributeSource& source);

// & < > for text; quotes too for attributes. Control characters are left out.
std::string escape_text(std::string_view text);
std::string escape_attribute(std::string_view text);

}  // namespace collegium::text
