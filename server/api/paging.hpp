// Mastodon's paging: cursors in, a Link header out (mastodon-api.md 2.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/context.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "storage/model/post.hpp"

namespace collegium::api {

// limit is clamped to [1, maximum], never an error; cursors that are no numbers are ignored.
model::Page read_page(const http::Request& request, int default_limit = 20, int maximum = 40);

enum class Previous { min_id, since_id };  // which parameter the prev link carries
enum class Next { when_not_empty, when_full };

struct PageEnds {
    std::int64_t newest = 0;  // 0: empty page, no header at all
    std::int64_t oldest = 0;
    std::size_t rows = 0;
};

// Sets Link: next first, then prev; the request's other parameters are kept.
void set_links(http::Response& response, const domain::Context& context, const http::Request& request,
               const model::Page& page, const PageEnds& ends, Next next, Previous previous);

}  // namespace collegium::api
