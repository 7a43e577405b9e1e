#include "http/negotiate.hpp"

#include <algorithm>
#include <string>

#include "core/strings.hpp"

namespace collegium::http {
namespace {

constexpr std::size_t max_ranges = 32;

struct Range {
    std::string type;  // lower case
    int quality;       // thousandths
};

// "0.8" as 800; anything unreadable counts as 1000, as if it were not written.
int parse_quality(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return 1000;
    if (text[0] == '1') return 1000;
    int quality = 0;
    int weight = 100;
    for (std::size_t index = 2; index < text.size() && index < 5; ++index) {
        if (text[index] < '0' || text[index] > '9') return 1000;
        quality += (text[index] - '0') * weight;
        weight /= 10;
    }
    return quality;
}

std::vector<Range> parse_accept(std::string_view accept) {
    std::vector<Range> ranges;
    for (const auto item : strings::split(accept, ',')) {
        if (ranges.size() == max_ranges) break;
        const auto parts = strings::split(item, ';');
        Range range{strings::lower(strings::trim(parts[0])), 1000};
        for (std::size_t index = 1; index < parts.size(); ++index) {
            const auto parameter = strings::trim(parts[index]);
            if (parameter.substr(0, 2) == "q=" || parameter.substr(0, 2) == "Q=")
                range.quality = parse_quality(parameter.substr(2));
        }
        if (!range.type.empty()) ranges.push_back(std::move(range));
    }
    return ranges;
}

std::string_view type_of(Representation representation) {
    switch (representation) {
        case Representation::html: return "text/html";
        case Representation::activity: return "application/activity+json";
        case Representation::ld_json: return "application/ld+json";
        case Representation::json: return "application/json";
        case Representation::none: return "";
    }
    return "";
}

// The quality the caller gives a type: the most specific range decides.
int quality_of(std::string_view type, const std::vector<Range>& ranges) {
    const auto group = std::string(type.substr(0, type.find('/') + 1)) + "*";
    int specific = -1, grouped = -1, any = -1;
    for (const auto& range : ranges) {
        if (range.type == type)
            specific = std::max(specific, range.quality);
        else if (range.type == group)
            grouped = std::max(grouped, range.quality);
        else if (range.type == "*/*")
            any = std::max(any, range.quality);
    }
    if (specific >= 0) return specific;
    if (grouped >= 0) return grouped;
    return std::max(any, 0);
}

}  // namespace

Representation negotiate(std::string_view accept, const std::vector<Representation>& offered) {
    const auto ranges = parse_accept(accept);
    if (ranges.empty()) return offered.empty() ? Representation::none : offered.front();
    auto best = Representation::none;
    int best_quality = 0;
    for (const auto representation : offered) {
        const int quality = quality_of(type_of(representation), ranges);
        if (quality <= best_quality) continue;
        best = representation;
        best_quality = quality;
    }
    return best;
}

bool wants_activity(std::string_view accept) {
    if (strings::trim(accept).empty()) return false;
    const auto best = negotiate(accept, {Representation::html, Representation::activity, Representation::ld_json});
    return best == Representation::activity || best == Representation::ld_json;
}

}  // namespace collegium::http
