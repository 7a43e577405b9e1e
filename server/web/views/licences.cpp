// Licences as people read them: a mark, a short name, and what one may do (pln-domain.md 3.1.4).
#include <array>

#include "as2/labels.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "text/sanitize.hpp"
#include "web/views/resources.hpp"

namespace collegium::web {
namespace {

enum class Freedom { open, closed };

struct Words {
    std::string mark, brief, name;
    std::vector<std::string> rules;
    Freedom freedom = Freedom::open;
};

struct Special {
    std::string_view term;  // after the prefix of our own words
    const char* brief;
    const char* name;
    const char* rule;
};

constexpr std::array specials = {
    Special{"licence-at-source", "At the source", "Licence is at the source",
            "Look at the source before you copy or change it."},
    Special{"all-rights-reserved-view-only", "View only", "All rights reserved, view only",
            "You may look at it. For anything else, ask the author."},
    Special{"institution-internal", "Internal", "For use inside the institution",
            "For use inside the author's institution only."},
};

bool has(const std::vector<std::string_view>& parts, std::string_view part) {
    for (const auto item : parts)
        if (item == part) return true;
    return false;
}

// "CC BY-NC-SA 4.0"
Words creative_commons(const std::string& label) {
    Words words;
    words.mark = "CC";
    words.brief = label.substr(3);
    const auto code = words.brief.substr(0, words.brief.find(' '));
    const auto parts = strings::split(code, '-');
    words.name = "Creative Commons Attribution";
    words.rules = {"Name the author and the licence."};
    if (has(parts, "NC")) {
        words.name += ", non-commercial";
        words.rules.emplace_back("Do not use it commercially.");
    }
    if (has(parts, "ND")) {
        words.name += ", no derivatives";
        words.rules.emplace_back("Pass it on as it is; do not publish changed versions.");
    } else {
        words.rules.insert(words.rules.begin(), "Use it, change it and pass it on.");
    }
    if (has(parts, "SA")) {
        words.name += ", share alike";
        words.rules.emplace_back("Publish changed versions under the same licence.");
    }
    words.name += words.brief.substr(words.brief.find(' '));
    return words;
}

Words words_of(std::string_view address) {
    const auto label = as2::license_label(address);
    if (label.starts_with("CC0")) return {"CC", "Zero", label + ", no conditions", {"Do with it what you like."}};
    if (label.starts_with("Public Domain"))
        return {"PD", "Public domain", label, {"It is free of copyright: do with it what you like."}};
    if (label.starts_with("CC ")) return creative_commons(label);
    for (const auto& special : specials)
        if (address == std::string(as2::pln) + std::string(special.term))
            return {"©", special.brief, special.name, {special.rule}, Freedom::closed};
    const std::string at_licence = "Read the licence before you copy or change it.";
    if (label != address) return {"©", label, label, {at_licence}};
    const auto url = parse_url(address);
    return {"©", url ? url->host : "Other", url ? "Licence at " + url->host : label, {at_licence}, Freedom::closed};
}

}  // namespace

json::Value licence_view(std::string_view address) {
    const auto words = words_of(address);
    auto rules = json::Value::array();
    for (const auto& rule : words.rules) rules.push(json::Value::object({{"text", rule}}));
    const bool linked = parse_url(address).has_value() && !address.starts_with(as2::pln);
    return json::Value::object({{"mark", words.mark},
                                {"short", words.brief},
                                {"name", words.name},
                                {"closed", words.freedom == Freedom::closed},
                                {"url", linked ? address : std::string_view()},
                                {"rules", std::move(rules)}});
}

}  // namespace collegium::web
