#include "web/forms/choices.hpp"

#include <algorithm>
#include <array>

#include "as2/labels.hpp"
#include "as2/vocabulary.hpp"

namespace collegium::web {
namespace {

constexpr std::array languages = {"ar", "bn", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga",
                                  "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt",
                                  "ro", "ru", "so", "sv", "sw", "th", "tl", "tr", "uk", "ur", "vi", "zh"};

struct Level {
    const char* label;
    const char* code;
};
constexpr std::array levels = {
    Level{"Early childhood", "ISCED 0"},
    Level{"Primary", "ISCED 1"},
    Level{"Lower secondary", "ISCED 2"},
    Level{"Upper secondary", "ISCED 3"},
    Level{"Vocational", "ISCED 4"},
    Level{"University", "ISCED 6"},
    Level{"Adults", ""},
    Level{"Teachers' own learning", ""},
};

bool offers(const std::vector<Option>& options, const std::string& value) {
    return std::any_of(options.begin(), options.end(),
                       [&value](const Option& option) { return option.value == value; });
}

}  // namespace

std::vector<Option> language_options(const config::Config& config, const std::string& present) {
    std::vector<Option> all;
    for (const char* tag : languages) all.push_back({tag, as2::language_label(tag)});
    std::sort(all.begin(), all.end(), [](const Option& left, const Option& right) { return left.label < right.label; });
    std::vector<Option> options = {{"", "Not said"}};
    for (const auto& tag : config.instance.languages)
        if (!offers(options, tag)) options.push_back({tag, as2::language_label(tag)});
    if (!offers(options, present)) options.push_back({present, as2::language_label(present)});
    for (auto& option : all)
        if (!offers(options, option.value)) options.push_back(std::move(option));
    return options;
}

std::vector<Option> level_options(const std::string& present) {
    std::vector<Option> options = {{"", "Any"}};
    for (const auto& level : levels) options.push_back({level.label, level.label});
    if (!offers(options, present)) options.push_back({present, present});
    return options;
}

std::string level_code(const std::string& label) {
    for (const auto& level : levels)
        if (label == level.label) return level.code;
    return {};
}

std::vector<Option> license_options(const std::string& present) {
    std::vector<Option> options = {{"", "Choose one"}};
    const std::string at_source = std::string(as2::pln) + "licence-at-source";
    for (const auto& label : as2::license_labels()) {
        const std::string value(label.value);
        if (value.starts_with("https://creativecommons.org/")) options.push_back({value, std::string(label.label)});
    }
    options.push_back({at_source, "Licence is at the source"});
    options.push_back({std::string(as2::pln) + "all-rights-reserved-view-only", "All rights reserved, view only"});
    if (!offers(options, present)) options.push_back({present, as2::license_label(present)});
    return options;
}

std::vector<Option> kind_options(const std::string& present) {
    std::vector<Option> options = {{"", "Not said"}};
    for (const auto& label : as2::kind_labels())
        options.push_back({std::string(label.value), std::string(label.label)});
    if (!offers(options, present)) options.push_back({present, as2::kind_label(present)});
    return options;
}

const std::vector<Option>& authorship_options() {
    static const std::vector<Option> options = {{"own", "I made it"}, {"found", "Somebody else did"}};
    return options;
}

const std::vector<Option>& disclosure_options() {
    static const std::vector<Option> options = {{"", "Nothing"},
                                                {"employer", "It is a product of my employer"},
                                                {"free_access", "I was given it free of charge"},
                                                {"paid", "I was paid"},
                                                {"royalties", "I have royalties or shares"},
                                                {"grant", "It was made with a grant"},
                                                {"other", "Something else"}};
    return options;
}

}  // namespace collegium::web
