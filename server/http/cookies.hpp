// Cookies in and out (RFC 6265). Values are ours: tokens without quotes, commas or blanks.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace collegium::http {

// In the value of one Cookie header; the first of that name.
std::optional<std::string> find_cookie(std::string_view header, std::string_view name);

enum class SameSite { lax, strict };

// Always HttpOnly and Path=/. Over https it is Secure and its name starts with "__Host-", so that no sibling
// domain can plant it (RFC 6265bis 4.1.3).
class Cookie {
  public:
    Cookie(std::string cookie_name, std::string cookie_value)
        : name(std::move(cookie_name)), value(std::move(cookie_value)) {}

    std::string name;
    std::string value;
    SameSite same_site = SameSite::lax;
    std::optional<std::chrono::seconds> max_age;  // absent: until the browser closes; 0 deletes
};

// The name as it travels: what Request::cookie() must be asked for.
std::string cookie_name(std::string_view name, bool secure);
// The value of a Set-Cookie header.
std::string set_cookie(const Cookie& cookie, bool secure);

}  // namespace collegium::http
