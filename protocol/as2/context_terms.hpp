// The table behind as2/context: every term outside of the contexts that we name by address.
#pragma once

#include <span>
#include <string_view>

namespace collegium::as2 {

enum class TermKind { plain, id, list, set };

struct Term {
    std::string_view name;  // as it stands in documents
    std::string_view iri;   // with a prefix, or whole
    TermKind kind;
};

struct Prefix {
    std::string_view name, iri;
};

std::span<const Term> terms();
std::span<const Prefix> prefixes();

}  // namespace collegium::as2
