#include "http/request.hpp"

#include "http/cookies.hpp"

namespace collegium::http {

const char* name_of(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::delete_: return "DELETE";
        case Method::options: return "OPTIONS";
    }
    return "";
}

std::optional<Method> parse_method(std::string_view name) {
    for (const auto method :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_, Method::options})
        if (name == name_of(method)) return method;
    return std::nullopt;
}

std::string_view Request::header(std::string_view name) const {
    for (const auto& [field, value] : headers)
        if (field == name) return value;
    return {};
}

std::size_t Request::header_count(std::string_view name) const {
    std::size_t count = 0;
    for (const auto& [field, value] : headers) count += field == name;
    return count;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    for (const auto& [field, value] : headers) {
        if (field != "cookie") continue;
        if (auto found = find_cookie(value, name)) return found;
    }
    return std::nullopt;
}

const std::string& Request::part(std::string_view name) const {
    static const std::string absent;
    for (const auto& [part_name, value] : parts_)
        if (part_name == name) return value;
    return absent;
}

}  // namespace collegium::http
