#include "as2/labels.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::as2 {
namespace {

constexpr Label licenses[] = {
    {"https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"},
    {"https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"},
    {"https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"},
    {"https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0"},
    {"https://creativecommons.org/licenses/by-nd/4.0/", "CC BY-ND 4.0"},
    {"https://creativecommons.org/licenses/by-nc-nd/4.0/", "CC BY-NC-ND 4.0"},
    {"https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"},
    {"https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"},
    {"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL 3.0 (UK)"},
    {"https://www.gnu.org/licenses/fdl-1.3.html", "GNU FDL 1.3"},
    {"https://opensource.org/licenses/MIT", "MIT"},
    {"https://www.apache.org/licenses/LICENSE-2.0", "Apache 2.0"},
    {"https://opensource.org/licenses/BSD-3-Clause", "BSD 3-Clause"},
    {"https://w3id.org/collegium/ns#licence-at-source", "licence is at the source"},
    {"https://w3id.org/collegium/ns#all-rights-reserved-view-only", "all rights reserved, view only"},
    {"https://w3id.org/collegium/ns#institution-internal", "institution internal"},
};

constexpr Label kinds[] = {
    {"activityPlan", "Activity plan"},
    {"assessment", "Assessment"},
    {"assessmentItem", "Assessment item"},
    {"educatorCurriculumGuide", "Curriculum guide"},
    {"lessonPlan", "Lesson plan"},
    {"physicalLearningResource", "Physical resource"},
    {"recordedLesson", "Recorded lesson"},
    {"supportingDocument", "Supporting document"},
    {"textbook", "Textbook"},
    {"unitPlan", "Unit plan"},
    {"source", "Source"},
    {"protocol", "Protocol"},
    {"podcastEpisode", "Podcast episode"},
    {"blogPost", "Blog post"},
    {"tool", "Tool"},
    {"dataSet", "Data set"},
};
constexpr std::size_t first_own_kind = 10;

constexpr Label uses[] = {
    {"assessment", "Assessment"}, {"instruction", "Instruction"}, {"professionalSupport", "Professional support"}};

constexpr Label roles[] = {{"administrator", "Administrators"},
                           {"generalPublic", "General public"},
                           {"mentor", "Mentors"},
                           {"parent", "Parents"},
                           {"peerTutor", "Peer tutors"},
                           {"professional", "Professionals"},
                           {"student", "Students"},
                           {"teacher", "Teachers"}};

constexpr Label languages[] = {
    {"ar", "Arabic"},    {"bn", "Bengali"},    {"ca", "Catalan"},    {"cs", "Czech"},     {"cy", "Welsh"},
    {"da", "Danish"},    {"de", "German"},     {"el", "Greek"},      {"en", "English"},   {"es", "Spanish"},
    {"et", "Estonian"},  {"eu", "Basque"},     {"fa", "Persian"},    {"fi", "Finnish"},   {"fr", "French"},
    {"ga", "Irish"},     {"gl", "Galician"},   {"he", "Hebrew"},     {"hi", "Hindi"},     {"hr", "Croatian"},
    {"hu", "Hungarian"}, {"id", "Indonesian"}, {"is", "Icelandic"},  {"it", "Italian"},   {"ja", "Japanese"},
    {"ko", "Korean"},    {"lt", "Lithuanian"}, {"lv", "Latvian"},    {"nb", "Norwegian"}, {"nl", "Dutch"},
    {"no", "Norwegian"}, {"pl", "Polish"},     {"pt", "Portuguese"}, {"ro", "Romanian"},  {"ru", "Russian"},
    {"sk", "Slovak"},    {"sl", "Slovenian"},  {"so", "Somali"},     {"sq", "Albanian"},  {"sr", "Serbian"},
    {"sv", "Swedish"},   {"sw", "Swahili"},    {"th", "Thai"},       {"tl", "Tagalog"},   {"tr", "Turkish"},
    {"uk", "Ukrainian"}, {"ur", "Urdu"},       {"vi", "Vietnamese"}, {"zh", "Chinese"}};

const Label* find(std::span<const Label> list, std::string_view value) {
    const auto same = [value](const Label& label) { return label.value == value; };
    const auto found = std::find_if(list.begin(), list.end(), same);
    return found == list.end() ? nullptr : &*found;
}

bool is_version(std::string_view text) {
    return text.size() == 3 && text[0] >= '1' && text[0] <= '9' && text[1] == '.' && text[2] >= '0' && text[2] <= '9';
}

// creativecommons.org/licenses/by-sa/3.0/de/ and the like: family, code, version.
std::string creative_commons_label(std::string_view address) {
    const auto scheme = address.find("://");
    if (scheme == std::string_view::npos) return {};
    const auto parts = strings::split(address.substr(scheme + 3), '/');
    if (parts.size() < 4 || (parts[0] != "creativecommons.org" && parts[0] != "www.creativecommons.org")) return {};
    if (!is_version(parts[3])) return {};
    const std::string version(parts[3]);
    static constexpr std::array<std::string_view, 6> codes = {"by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd"};
    if (parts[1] == "licenses" && std::find(codes.begin(), codes.end(), parts[2]) != codes.end()) {
        std::string upper;
        for (const char c : parts[2]) upper += c == '-' ? c : static_cast<char>(c - 'a' + 'A');
        return "CC " + upper + " " + version;
    }
    if (parts[1] != "publicdomain") return {};
    if (parts[2] == "zero") return "CC0 " + version;
    return parts[2] == "mark" ? "Public Domain Mark " + version : std::string();
}

// "CC BY-SA 4.0", "cc-by-sa-4.0" and SPDX's names are one: letters, digits and the point count.
std::string license_code(std::string_view written) {
    std::string code;
    for (const char c : strings::lower(written))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') code += c;
    return code;
}

// A known licence, with its version or without: "CC BY" is the one of today.
bool is_called(const Label& license, std::string_view code) {
    const auto whole = license_code(license.label);
    if (code.empty() || !whole.starts_with(code)) return false;
    return whole.find_first_not_of("0123456789.", code.size()) == std::string::npos;
}

struct Duration {
    std::int64_t days = 0, minutes = 0;
};

// ISO 8601 without years and months, whole numbers: P2D, P3W, PT1H30M, PT90M.
std::optional<Duration> parse_duration(std::string_view text) {
    if (text.size() < 3 || text.size() > 20 || text[0] != 'P') return std::nullopt;
    Duration found;
    bool in_time = false;
    std::optional<std::int64_t> number;
    for (const char c : text.substr(1)) {
        if (c >= '0' && c <= '9') {
            number = std::min<std::int64_t>(number.value_or(0) * 10 + (c - '0'), 1'000'000);
            continue;
        }
        if (c == 'T' && !in_time && !number) {
            in_time = true;
            continue;
        }
        if (!number) return std::nullopt;
        if (!in_time && (c == 'D' || c == 'W')) {
            found.days += *number * (c == 'W' ? 7 : 1);
        } else if (in_time && (c == 'H' || c == 'M')) {
            found.minutes += *number * (c == 'H' ? 60 : 1);
        } else if (!in_time || c != 'S') {
            return std::nullopt;
        }
        number.reset();
    }
    return number ? std::nullopt : std::optional(found);
}

}  // namespace

std::span<const Label> license_labels() {
    return licenses;
}
std::span<const Label> kind_labels() {
    return kinds;
}
std::span<const Label> use_labels() {
    return uses;
}
std::span<const Label> role_labels() {
    return roles;
}

std::string license_label(std::string_view address) {
    if (const Label* known = find(licenses, address)) return std::string(known->label);
    const std::string label = creative_commons_label(address);
    return label.empty() ? std::string(address) : label;
}

std::string license_address(std::string_view written) {
    if (parse_url(written)) return std::string(written);
    constexpr std::string_view prefix = "pln:";
    const auto own = std::string(pln) + std::string(written.substr(std::min(prefix.size(), written.size())));
    if (written.starts_with(prefix)) return find(licenses, own) != nullptr ? own : std::string();
    const auto code = license_code(written);
    for (const auto& license : licenses)
        if (is_called(license, code)) return std::string(license.value);
    return {};
}

std::string kind_address(std::string_view name) {
    const Label* known = find(kinds, name);
    if (known == nullptr) return std::string(name);
    return std::string(known - kinds < static_cast<std::ptrdiff_t>(first_own_kind) ? kind_scheme : pln) +
           std::string(name);
}

std::string kind_name(std::string_view address) {
    for (const std::string_view scheme : {kind_scheme, std::string_view(pln)}) {
        if (address.starts_with(scheme) && find(kinds, address.substr(scheme.size())) != nullptr) {
            return std::string(address.substr(scheme.size()));
        }
    }
    return std::string(address);
}

std::string kind_label(std::string_view name) {
    const std::string known_name = kind_name(name);
    const Label* known = find(kinds, known_name);
    return known != nullptr ? std::string(known->label) : "Resource";
}

std::string language_label(std::string_view tag) {
    const std::string primary = strings::lower(tag.substr(0, tag.find('-')));
    const Label* known = find(languages, primary);
    return known != nullptr ? std::string(known->label) : std::string(tag);
}

std::string duration_label(std::string_view duration) {
    const auto parsed = parse_duration(duration);
    if (!parsed || (parsed->days == 0 && parsed->minutes == 0)) return {};
    std::string label;
    if (parsed->days > 0) label = std::to_string(parsed->days) + (parsed->days == 1 ? " day" : " days");
    if (parsed->minutes == 0) return label;
    if (!label.empty()) label += " ";
    const bool in_hours = parsed->minutes % 60 == 0 && parsed->minutes >= 120;
    return label + (in_hours ? std::to_string(parsed->minutes / 60) + " h" : std::to_string(parsed->minutes) + " min");
}

}  // namespace collegium::as2
