#include "http/response.hpp"

#include <algorithm>

#include "core/strings.hpp"

namespace collegium::http {
namespace {

// A line break in a value would start a header of the caller's choosing (security.md INJ-03).
std::string one_line(std::string_view value) {
    std::string clean;
    clean.reserve(value.size());
    for (const char c : value)
        if (c != '\r' && c != '\n' && c != '\0') clean.push_back(c);
    return clean;
}

Response with_type(std::string body, int status, std::string_view type) {
    Response response(status);
    response.body = std::move(body);
    response.add("Content-Type", type);
    return response;
}

}  // namespace

Response& Response::set(std::string_view name, std::string_view value) {
    const auto same = [name](const auto& header) { return strings::equals_ignoring_case(header.first, name); };
    headers.erase(std::remove_if(headers.begin(), headers.end(), same), headers.end());
    return add(name, value);
}

Response& Response::add(std::string_view name, std::string_view value) {
    headers.emplace_back(one_line(name), one_line(value));
    return *this;
}

const std::string* Response::find(std::string_view name) const {
    for (const auto& [field, value] : headers)
        if (strings::equals_ignoring_case(field, name)) return &value;
    return nullptr;
}

Response Response::json(std::string body, int status) {
    return with_type(std::move(body), status, "application/json; charset=utf-8");
}

Response Response::activity(std::string body, int status) {
    return with_type(std::move(body), status, "application/activity+json; charset=utf-8");
}

Response Response::html(std::string body, int status) {
    return with_type(std::move(body), status, "text/html; charset=utf-8");
}

Response Response::text(std::string body, int status) {
    return with_type(std::move(body), status, "text/plain; charset=utf-8");
}

Response Response::redirect(std::string_view location, int status) {
    Response response(status);
    response.add("Location", location);
    return response;
}

}  // namespace collegium::http
