// Forms and query strings (application/x-www-form-urlencoded, WHATWG URL 5.1) as a list of pairs, and the
// bracket rules by which Rails, and so every Mastodon client, writes lists and maps into names. It knows
// neither HTTP nor what the names mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"

namespace collegium::formats {

using Pair = std::pair<std::string, std::string>;

struct FormLimits {
    std::size_t bytes = 1024 * 1024;
    std::size_t pairs = 1000;
    std::size_t depth = 8;  // bracket levels, the outer name counted
    std::size_t name_bytes = 512;
};

// Pairs in order of writing; a part without "=" has an empty value, empty names are dropped.
// Errors: too_large over the limits; bad_request for invalid UTF-8 or a NUL.
Result<std::vector<Pair>> parse_form(std::string_view text, const FormLimits& limits = FormLimits());

// One tree of strings, lists and maps: a[]=1, a[b]=2, a[][b]=3 (a new element when the last one has b).
// A map whose keys are all numbers becomes a list in their order. What comes later wins over what came
// before under the same name, whatever its shape. Broken brackets are part of the name.
// Errors: too_large over the limits on pairs, depth and names.
Result<json::Value> nest(const std::vector<Pair>& pairs, const FormLimits& limits = FormLimits());

std::string encode_form(const std::vector<Pair>& pairs);

}  // namespace collegium::formats
