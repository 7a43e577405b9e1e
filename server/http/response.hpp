// An answer as handlers make it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace collegium::http {

class Response {
  public:
    Response() = default;
    explicit Response(int status_code) : status(status_code) {}

    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;  // names in canonical case
    std::string body;

    // Replaces a header of that name; CR, LF and NUL in the value are dropped.
    Response& set(std::string_view name, std::string_view value);
    Response& add(std::string_view name, std::string_view value);
    // The first value of that name in any case, nullptr when absent.
    const std::string* find(std::string_view name) const;

    static Response json(std::string body, int status = 200);      // application/json; charset=utf-8
    static Response activity(std::string body, int status = 200);  // application/activity+json; charset=utf-8
    static Response html(std::string body, int status = 200);
    static Response text(std::string body, int status = 200);
    static Response redirect(std::string_view location, int status = 302);
};

}  // namespace collegium::http
