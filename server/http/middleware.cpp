#include "http/middleware.hpp"

#include <algorithm>
#include <cctype>

#include "http/negotiate.hpp"

namespace collegium::http {
namespace {

constexpr std::string_view exposed =
    "Link, Mastodon-Async-Refresh, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id";
constexpr std::string_view allowed = "Authorization, Content-Type, Idempotency-Key, Mastodon-Async-Refresh-Id";

void set_missing(Response& response, std::string_view name, std::string_view value) {
    if (!response.find(name)) response.add(name, value);
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

bool is_header_list(std::string_view text) {
    return !text.empty() && text.size() <= 1024 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_' || c == ',' || c == ' ';
    });
}

}  // namespace

void finish_response(const Exchange& exchange, Response& response) {
    response.set("X-Request-Id", exchange.id);
    if (exchange.cors) {
        set_missing(response, "Access-Control-Allow-Origin", "*");
        set_missing(response, "Access-Control-Expose-Headers", exposed);
    }
    set_missing(response, "X-Content-Type-Options", "nosniff");
    set_missing(response, "Referrer-Policy", "same-origin");
    const auto* type = response.find("Content-Type");
    if (type && starts_with(*type, "text/html")) {
        set_missing(response, "Content-Security-Policy", page_policy);
        set_missing(response, "X-Frame-Options", "DENY");
    } else {
        // Whatever is shown by mistake, it must not run.
        set_missing(response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
    if (exchange.secure && exchange.hsts) set_missing(response, "Strict-Transport-Security", "max-age=63072000");
    // mastodon-api.md 2.4: what depends on who asks is never kept by others.
    if (exchange.audience == Audience::client_api && exchange.anonymous && response.status == 200) {
        set_missing(response, "Cache-Control", "public, max-age=15, stale-while-revalidate=30, stale-if-error=86400");
        set_missing(response, "Vary", "Authorization");
    }
    if (exchange.audience != Audience::server) set_missing(response, "Cache-Control", "private, no-store");
}

Response preflight_response(std::string_view allow, std::string_view headers, bool cors) {
    Response response(204);
    response.add("Allow", std::string(allow) + ", OPTIONS");
    if (!cors) return response;
    response.add("Access-Control-Allow-Methods", std::string(allow) + ", OPTIONS");
    response.add("Access-Control-Allow-Headers", is_header_list(headers) ? headers : allowed);
    response.add("Access-Control-Max-Age", "7200");
    return response;
}

bool is_cors_path(std::string_view path) {
    return starts_with(path, "/api/") || starts_with(path, "/.well-known/") || starts_with(path, "/nodeinfo/");
}

Audience audience_of_path(std::string_view path, std::string_view accept) {
    if (starts_with(path, "/api/")) return Audience::client_api;
    if (starts_with(path, "/.well-known/") || starts_with(path, "/nodeinfo/")) return Audience::server;
    if (accept.find("text/html") != std::string_view::npos && !wants_activity(accept)) return Audience::page;
    return Audience::server;
}

}  // namespace collegium::http
