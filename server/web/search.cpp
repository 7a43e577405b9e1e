#include "web/search.hpp"

#include <algorithm>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "web/form.hpp"

namespace collegium::web {
namespace {

constexpr std::size_t most_words = 8;
constexpr std::size_t longest_value = 200;

}  // namespace

std::vector<std::string> search_words(const http::Request& request) {
    std::vector<std::string> words;
    const auto folded = strings::fold(strings::shorten(text_in(request, "q"), longest_value));
    for (const auto word : strings::words(folded))
        if (words.size() < most_words) words.emplace_back(word);
    return words;
}

const std::vector<Filter>& library_filters() {
    static const std::vector<Filter> filters = {
        {"kind", "Kind"}, {"subject", "Subject"}, {"level", "Level"}, {"language", "Language"}, {"license", "Licence"}};
    return filters;
}

std::string facet_label(std::string_view facet, const std::string& label) {
    if (facet == "kind") return as2::kind_label(label);
    if (facet == "language") return as2::language_label(label);
    if (facet == "license") return as2::license_label(label);
    return label;
}

repo::LibraryQuery read_library_query(const http::Request& request) {
    repo::LibraryQuery query;
    query.words = search_words(request);
    for (const auto& filter : library_filters()) {
        const auto value = trimmed_in(request, filter.name);
        if (value.empty() || value.size() > longest_value) continue;
        query.facets.push_back({std::string(filter.name), strings::fold(value), value});
    }
    query.local_only = text_in(request, "local") == "true";
    return query;
}

repo::LibraryQuery without_facet(repo::LibraryQuery query, std::string_view facet) {
    std::erase_if(query.facets, [facet](const model::Facet& chosen) { return chosen.facet == facet; });
    return query;
}

std::string chosen_value(const repo::LibraryQuery& query, std::string_view facet) {
    const auto same = [facet](const model::Facet& chosen) { return chosen.facet == facet; };
    const auto found = std::find_if(query.facets.begin(), query.facets.end(), same);
    return found == query.facets.end() ? std::string() : found->value;
}

repo::BoardQuery read_board_query(const http::Request& request) {
    repo::BoardQuery query;
    query.purpose = text_in(request, "purpose") == "request" ? model::Purpose::request : model::Purpose::offer;
    query.words = search_words(request);
    const auto topic = trimmed_in(request, "topic");
    if (topic.size() <= longest_value) query.topic = strings::fold(topic);
    if (text_in(request, "free") == "true") query.state = model::ProposalState::open;
    query.local_only = text_in(request, "local") == "true";
    return query;
}

json::Value filter_view(std::string_view name, std::string_view label, const std::vector<Option>& options,
                        std::string_view selected) {
    auto view = select_view(name, options, selected);
    view.set("label", label);
    return view;
}

json::Value active_view(const Address& address, std::string_view name, const std::string& label) {
    return json::Value::object({{"label", label}, {"remove", address.with(name, "").text()}});
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

}  // namespace collegium::web
