#include "api/paging.hpp"

#include <algorithm>

#include "api/forms.hpp"
#include "core/ids.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "formats/form.hpp"

namespace collegium::api {
namespace {

std::int64_t cursor(const http::Request& request, std::string_view name) {
    auto text = text_parameter(request, name);
    if (!text) return 0;
    return parse_decimal_id(*text).value_or(0);
}

// The request's own query without its cursors and its token, safely encoded: clients split Link on commas.
std::string kept_query(const http::Request& request) {
    std::string kept;
    auto pairs = formats::parse_form(request.query);
    if (!pairs) return kept;
    for (const auto& [name, value] : *pairs) {
        if (name == "max_id" || name == "min_id" || name == "since_id" || name == "access_token") continue;
        kept += percent_encode(name) + "=" + percent_encode(value) + "&";
    }
    return kept;
}

}  // namespace

model::Page read_page(const http::Request& request, int default_limit, int maximum) {
    model::Page page;
    page.max_id = cursor(request, "max_id");
    page.min_id = cursor(request, "min_id");
    page.since_id = cursor(request, "since_id");
    const auto limit = number_parameter(request, "limit").value_or(default_limit);
    page.limit = static_cast<int>(std::clamp<std::int64_t>(limit < 0 ? -limit : limit, 1, maximum));
    return page;
}

void set_links(http::Response& response, const domain::Context& context, const http::Request& request,
               const model::Page& page, const PageEnds& ends, Next next, Previous previous) {
    if (ends.newest == 0) return;
    const std::string base = context.config.base_url() + request.path + "?" + kept_query(request);
    std::string links;
    if (next == Next::when_not_empty || ends.rows >= static_cast<std::size_t>(page.limit))
        links = "<" + base + "max_id=" + std::to_string(ends.oldest) + ">; rel=\"next\", ";
    const char* name = previous == Previous::min_id ? "min_id=" : "since_id=";
    links += "<" + base + name + std::to_string(ends.newest) + ">; rel=\"prev\"";
    response.set("Link", links);
}

}  // namespace collegium::api
