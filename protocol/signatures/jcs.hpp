// JSON Canonicalization Scheme, RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): one text for one value, so
// that a signature over it survives another server's storage.
#pragma once

#include <string>
#include <string_view>

#include "core/json.hpp"

namespace collegium::signatures {

// Members sorted by UTF-16 code units, numbers as ECMAScript writes them, no blanks.
std::string canonicalize(const json::Value& value);

// Number::toString of ECMAScript for a finite number.
std::string ecmascript_number(double number);
// Whether `left` comes first when both are compared as UTF-16.
bool utf16_less(std::string_view left, std::string_view right);

}  // namespace collegium::signatures
