#include "http/cookies.hpp"

#include "core/strings.hpp"

namespace collegium::http {

std::optional<std::string> find_cookie(std::string_view header, std::string_view name) {
    for (const auto part : strings::split(header, ';')) {
        const auto pair = strings::trim(part);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        auto value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return std::string(value);
    }
    return std::nullopt;
}

std::string cookie_name(std::string_view name, bool secure) {
    return (secure ? "__Host-" : "") + std::string(name);
}

std::string set_cookie(const Cookie& cookie, bool secure) {
    auto text = cookie_name(cookie.name, secure) + "=" + cookie.value + "; Path=/; HttpOnly";
    text += cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
    if (secure) text += "; Secure";
    if (cookie.max_age) text += "; Max-Age=" + std::to_string(cookie.max_age->count());
    return text;
}

}  // namespace collegium::http
