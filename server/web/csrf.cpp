#include "web/csrf.hpp"

#include <optional>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "http/cookies.hpp"

namespace collegium::web {
namespace {

constexpr std::size_t nonce_size = 16;
constexpr std::size_t token_size = nonce_size + 32;

std::optional<std::string> cookie_of(const http::Request& request, std::string_view name) {
    auto value = request.cookie(http::cookie_name(name, request.secure));
    if (value && value->empty()) return std::nullopt;
    return value;
}

std::optional<std::string> secret_of(const http::Request& request) {
    auto secret = cookie_of(request, session_cookie);
    if (!secret) secret = cookie_of(request, form_cookie);
    return secret;
}

std::string mark_of(std::string_view secret, std::string_view nonce) {
    return hmac_sha256(secret, "csrf:" + std::string(nonce));
}

bool is_token_of(std::string_view secret, std::string_view token) {
    const auto bytes = base64_decode(token);
    if (!bytes || bytes->size() != token_size) return false;
    return constant_time_equal(bytes->substr(nonce_size), mark_of(secret, bytes->substr(0, nonce_size)));
}

// An absent Origin, or "null" (which browsers send under Referrer-Policy: no-referrer), says nothing; the token
// decides.
bool is_from_elsewhere(const http::Request& request) {
    if (request.header("sec-fetch-site") == "cross-site") return true;
    const auto origin = request.header("origin");
    if (origin.empty() || origin == "null") return false;
    return strings::lower(origin) != (request.secure ? "https://" : "http://") + request.host;
}

}  // namespace

std::string session_token(const http::Request& request) {
    return cookie_of(request, session_cookie).value_or("");
}

FormKey::FormKey(const http::Request& request) {
    if (auto secret = secret_of(request)) {
        secret_ = std::move(*secret);
        return;
    }
    secret_ = random_token();
    origin_ = FormKeyOrigin::made_now;
}

std::string FormKey::token() const {
    const auto nonce = random_bytes(nonce_size);
    return base64url_encode(nonce + mark_of(secret_, nonce));
}

void FormKey::keep(const http::Request& request, http::Response& response) const {
    if (origin_ == FormKeyOrigin::browser) return;
    response.add("Set-Cookie", http::set_cookie(http::Cookie(std::string(form_cookie), secret_), request.secure));
}

Result<void> check_csrf(const http::Request& request) {
    const auto secret = secret_of(request);
    const auto& token = request.parameters()["csrf"].string();
    if (is_from_elsewhere(request)) return Error(Errc::forbidden, "This form was sent from another site.");
    if (!secret || !is_token_of(*secret, token))
        return Error(Errc::forbidden, "This form is too old. Go back, reload the page and send it again.");
    return ok();
}

}  // namespace collegium::web
