// What a search form asks: words, filters, and the views of both. Pure: knows requests and queries, no database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "http/request.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/resources.hpp"
#include "web/address.hpp"
#include "web/frame.hpp"

namespace collegium::web {

// Folded words of "q", at most eight.
std::vector<std::string> search_words(const http::Request& request);

struct Filter {
    std::string_view name;
    const char* label;
};
// The filters of the library that are facets, in the order of the page.
const std::vector<Filter>& library_filters();
// A facet's value in words.
std::string facet_label(std::string_view facet, const std::string& label);

repo::LibraryQuery read_library_query(const http::Request& request);
// The same query without that facet.
repo::LibraryQuery without_facet(repo::LibraryQuery query, std::string_view facet);
// The value that the query asks of a facet, "" for none.
std::string chosen_value(const repo::LibraryQuery& query, std::string_view facet);

repo::BoardQuery read_board_query(const http::Request& request);

// {name, label, options} of one select element.
json::Value filter_view(std::string_view name, std::string_view label, const std::vector<Option>& options,
                        std::string_view selected);
// {label, remove} of a filter that is on.
json::Value active_view(const Address& address, std::string_view name, const std::string& label);
// "1 resource", "14 resources".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);

}  // namespace collegium::web
