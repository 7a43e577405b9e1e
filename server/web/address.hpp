// Addresses of the page itself with other parameters: pages of a list, filters put on and taken off.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "formats/form.hpp"
#include "http/request.hpp"
#include "storage/model/post.hpp"

namespace collegium::web {

class Address {
  public:
    // Of this request, without its place in the list.
    explicit Address(const http::Request& request);
    explicit Address(std::string path) : path_(std::move(path)) {}

    // A copy in which the parameter has this value, or none when it is "".
    Address with(std::string_view name, std::string_view value) const;
    std::string text() const;

  private:
    std::string path_;
    std::vector<formats::Pair> query_;
};

// max_id and min_id of the request.
model::Page page_in(const http::Request& request, int limit);

// What is known of a page of rows, newest first.
struct Span {
    std::int64_t newest = 0;  // 0: nothing there
    std::int64_t oldest = 0;
    bool full = false;  // as many rows as asked for: there may be more
};
// The same for rows of which some may be hidden: `has_rows` is asked for a page of one beyond the last.
Span span_between(const model::Page& page, std::int64_t newest, std::int64_t oldest,
                  const std::function<bool(const model::Page&)>& has_rows);
// For the template "pager"; false when there is nowhere to go.
json::Value pager_view(const Address& address, const model::Page& page, const Span& span);

}  // namespace collegium::web
