// The library: works from here and from elsewhere, searched and narrowed down.
#include "core/strings.hpp"
#include "domain/resources.hpp"
#include "web/address.hpp"
#include "web/form.hpp"
#include "web/search.hpp"
#include "web/views/resources.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr int cards_on_page = 20;
constexpr int values_in_filter = 15;

// Values with the number of hits, under everything else that is asked.
std::vector<Option> values_of(const std::vector<model::FacetCount>& counts, std::string_view facet,
                              const std::string& chosen) {
    std::vector<Option> options = {{"", "All"}};
    bool listed = chosen.empty();
    for (const auto& count : counts) {
        if (count.facet != facet) continue;
        listed = listed || count.value == chosen;
        const auto& named = count.label.empty() ? count.value : count.label;
        options.push_back(
            {count.value, facet_label(facet, strings::shorten(named, 60)) + " (" + std::to_string(count.count) + ")"});
    }
    if (!listed) options.push_back({chosen, facet_label(facet, chosen)});
    return options;
}

std::string label_of(const std::vector<Option>& options, const std::string& value) {
    for (const auto& option : options)
        if (option.value == value) return option.label.substr(0, option.label.rfind(" ("));
    return value;
}

void add_filters(domain::Context& context, const http::Request& request, const repo::LibraryQuery& query,
                 json::Value& view) {
    const Address address(request);
    const auto narrowed = repo::library_facets(context.db, query, values_in_filter);
    auto filters = json::Value::array();
    auto active = json::Value::array();
    if (!query.words.empty()) active.push(active_view(address, "q", "“" + trimmed_in(request, "q") + "”"));
    for (const auto& filter : library_filters()) {
        const auto chosen = chosen_value(query, filter.name);
        // A filter that is on still offers its other values.
        const auto counts = chosen.empty()
                                ? narrowed
                                : repo::library_facets(context.db, without_facet(query, filter.name), values_in_filter);
        const auto options = values_of(counts, filter.name, chosen);
        if (options.size() > 1) filters.push(filter_view(filter.name, filter.label, options, chosen));
        if (!chosen.empty())
            active.push(
                active_view(address, filter.name, std::string(filter.label) + ": " + label_of(options, chosen)));
    }
    const auto& here = context.config.instance.name;
    filters.push(
        filter_view("local", "From", {{"", "All institutions"}, {"true", here}}, query.local_only ? "true" : ""));
    if (query.local_only) active.push(active_view(address, "local", "From: " + here));
    view.set("is_filtered", !active.items().empty());
    view.set("facets", std::move(filters));
    view.set("active", std::move(active));
}

Span span_of(domain::Context& context, const repo::LibraryQuery& query, const model::Page& page,
             const std::vector<domain::ResourceView>& views) {
    if (views.empty()) return {};
    return span_between(page, views.front().resource.id.value, views.back().resource.id.value,
                        [&context, &query](const model::Page& beyond) {
                            return !repo::library_page(context.db, query, beyond).empty();
                        });
}

Reply library(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    const auto query = read_library_query(request);
    const auto page = page_in(request, cards_on_page);
    const auto views = domain::load_library(context, query, visit.viewer(), page);
    auto frame = visit.frame("Library", Place::library);
    frame.head.description = "Lessons, tools and sources that educators share, each with its licence.";
    frame.head.canonical = context.config.base_url() + "/library";
    if (!request.query.empty()) frame.head.robots = "noindex";
    auto view = visit.view(frame);
    view.set("q", trimmed_in(request, "q"));
    add_filters(context, request, query, view);
    const auto size = repo::library_size(context.db, query);
    auto count = counted(size.resources, "resource", "resources");
    if (size.institutions > 1) count += " from " + counted(size.institutions, "institution", "institutions");
    view.set("count_text", count);
    view.set("resources", resource_cards(visit.scene(), views));
    view.set("pager", pager_view(Address(request), page, span_of(context, query, page, views)));
    return visit.show(Page::library, view);
}

}  // namespace

Routes library_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {{Method::get, "/library", Lane::read, Audience::page, library}};
}

}  // namespace collegium::web
