#include "http/rate_limit.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "core/strings.hpp"
#include "http/client_address.hpp"

namespace collegium::http {
namespace {

std::string_view bearer_of(const Request& request) {
    const auto header = request.header("authorization");
    if (header.size() < 8 || !strings::equals_ignoring_case(header.substr(0, 7), "bearer ")) return {};
    return strings::trim(header.substr(7));
}

const char* name_of(RateLimit family) {
    switch (family) {
        case RateLimit::standard: return "standard";
        case RateLimit::sign_in: return "sign_in";
        case RateLimit::sign_up: return "sign_up";
        case RateLimit::app_registration: return "app";
        case RateLimit::media_upload: return "media";
        case RateLimit::none: return "none";
    }
    return "";
}

// Sign-in, sign-up and app registration are counted by address: a new token must not give a new window.
bool counts_tokens(RateLimit family) {
    return family == RateLimit::standard || family == RateLimit::media_upload;
}

// Where nobody looks at tokens nobody finds out that one was made up, and each would be a window of its own.
std::string_view token_for(Audience audience, const Request& request) {
    switch (audience) {
        case Audience::client_api:
        case Audience::oauth: return bearer_of(request);
        case Audience::page:
        case Audience::server: return {};
    }
    return {};
}

std::string key_of(RateLimit family, std::string_view token, const Request& request) {
    const std::string prefix = std::string(name_of(family)) + ":";
    if (!token.empty() && counts_tokens(family)) return prefix + "t:" + sha256(token).substr(0, 16);
    return prefix + "a:" + client_key(request.remote_address);
}

}  // namespace

RateLimiter::RateLimiter(unsigned requests_per_5_minutes, std::size_t max_clients)
    : standard_(requests_per_5_minutes), max_clients_(std::max<std::size_t>(1, max_clients)) {}

RateLimiter::Allowance RateLimiter::allowance_of(RateLimit family) const {
    using std::chrono::minutes;
    switch (family) {
        case RateLimit::standard: return {standard_, minutes(5)};
        case RateLimit::sign_in: return {20, minutes(5)};
        case RateLimit::sign_up: return {5, minutes(30)};
        case RateLimit::app_registration: return {5, minutes(10)};
        case RateLimit::media_upload: return {30, minutes(30)};
        case RateLimit::none: return {0, minutes(5)};
    }
    return {standard_, minutes(5)};
}

RateLimiter::Window& RateLimiter::window_of(const std::string& key, Allowance allowance, Timestamp now) {
    auto found = windows_.find(key);
    if (found == windows_.end()) {
        if (windows_.size() >= max_clients_) {
            windows_.erase(recent_.back());
            recent_.pop_back();
        }
        recent_.push_front(key);
        found = windows_.emplace(key, Window{0, now + allowance.window, recent_.begin()}).first;
    }
    auto& window = found->second;
    recent_.splice(recent_.begin(), recent_, window.place);
    if (window.end <= now) {
        window.count = 0;
        window.end = now + allowance.window;
    }
    return window;
}

RateVerdict RateLimiter::count(std::string key, Allowance allowance, Timestamp now, unsigned amount) {
    std::lock_guard lock(mutex_);
    auto& window = window_of(key, allowance, now);
    RateVerdict verdict;
    verdict.limit = allowance.count;
    verdict.reset = window.end;
    verdict.allowed = window.count < allowance.count;
    if (verdict.allowed) window.count += amount;
    verdict.remaining = allowance.count - window.count;
    return verdict;
}

RateVerdict RateLimiter::charge(RateLimit family, Audience audience, const Request& request, Timestamp now) {
    if (standard_ == 0 || family == RateLimit::none) return {};
    const auto standard = allowance_of(RateLimit::standard);
    const auto token = token_for(audience, request);
    if (!token.empty()) {
        const auto bad = count("bad:" + client_key(request.remote_address), standard, now, 0);
        if (!bad.allowed) return bad;
    }
    auto verdict = count(key_of(RateLimit::standard, token, request), standard, now, 1);
    if (family == RateLimit::standard || !verdict.allowed) return verdict;
    auto narrow = count(key_of(family, token, request), allowance_of(family), now, 1);
    return narrow.allowed && verdict.remaining < narrow.remaining ? verdict : narrow;
}

void RateLimiter::note_bad_token(std::string_view remote_address, Timestamp now) {
    if (standard_ == 0) return;
    count("bad:" + client_key(remote_address), allowance_of(RateLimit::standard), now, 1);
}

std::size_t RateLimiter::clients() const {
    std::lock_guard lock(mutex_);
    return windows_.size();
}

void add_rate_headers(const RateVerdict& verdict, Timestamp now, Response& response) {
    if (verdict.limit == 0) return;
    // Microseconds, as Mastodon writes them.
    auto reset = format_rfc3339(verdict.reset);
    reset.insert(reset.size() - 1, "000");
    response.set("X-RateLimit-Limit", std::to_string(verdict.limit));
    response.set("X-RateLimit-Remaining", std::to_string(verdict.remaining));
    response.set("X-RateLimit-Reset", reset);
    if (verdict.allowed) return;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(verdict.reset - now).count();
    response.set("Retry-After", std::to_string(std::max<std::int64_t>(1, wait)));
}

}  // namespace collegium::http
