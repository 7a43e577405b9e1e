#include "web/address.hpp"

#include <algorithm>

#include "core/ids.hpp"
#include "web/form.hpp"

namespace collegium::web {
namespace {

bool is_cursor(std::string_view name) {
    return name == "max_id" || name == "min_id";
}

}  // namespace

Address::Address(const http::Request& request) : path_(request.target.substr(0, request.target.find('?'))) {
    auto pairs = formats::parse_form(request.query);
    if (!pairs) return;
    for (auto& pair : *pairs)
        if (!is_cursor(pair.first) && !pair.second.empty()) query_.push_back(std::move(pair));
}

Address Address::with(std::string_view name, std::string_view value) const {
    Address changed = *this;
    std::erase_if(changed.query_, [name](const formats::Pair& pair) { return pair.first == name; });
    if (!value.empty()) changed.query_.emplace_back(name, value);
    return changed;
}

std::string Address::text() const {
    return query_.empty() ? path_ : path_ + "?" + formats::encode_form(query_);
}

model::Page page_in(const http::Request& request, int limit) {
    model::Page page;
    page.max_id = parse_decimal_id(text_in(request, "max_id")).value_or(0);
    page.min_id = page.max_id ? 0 : parse_decimal_id(text_in(request, "min_id")).value_or(0);
    page.limit = limit;
    return page;
}

Span span_between(const model::Page& page, std::int64_t newest, std::int64_t oldest,
                  const std::function<bool(const model::Page&)>& has_rows) {
    model::Page beyond;
    beyond.limit = 1;
    (page.min_id ? beyond.min_id : beyond.max_id) = page.min_id ? newest : oldest;
    return {newest, oldest, has_rows(beyond)};
}

json::Value pager_view(const Address& address, const model::Page& page, const Span& span) {
    if (span.newest == 0) return false;
    // Whoever came from an older page can go back to it, and the other way round.
    const bool newer = page.max_id != 0 || (page.min_id != 0 && span.full);
    const bool older = page.min_id != 0 || span.full;
    if (!newer && !older) return false;
    return json::Value::object({{"newer", newer ? address.with("min_id", std::to_string(span.newest)).text() : ""},
                                {"older", older ? address.with("max_id", std::to_string(span.oldest)).text() : ""}});
}

}  // namespace collegium::web
