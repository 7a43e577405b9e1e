#include "web/oauth_redirect.hpp"

#include "core/strings.hpp"
#include "core/url.hpp"
#include "formats/form.hpp"

namespace collegium::web {
namespace {

bool is_web(std::string_view scheme) {
    return scheme == "http" || scheme == "https";
}

std::string scheme_of(std::string_view uri) {
    const auto colon = uri.find(':');
    if (colon == std::string_view::npos || colon == 0) return {};
    auto scheme = strings::lower(uri.substr(0, colon));
    for (const char byte : scheme) {
        const bool letter = byte >= 'a' && byte <= 'z';
        const bool other = (byte >= '0' && byte <= '9') || byte == '+' || byte == '-' || byte == '.';
        if (!letter && !other) return {};
    }
    return scheme;
}

}  // namespace

std::string oauth_redirect(std::string_view redirect_uri, std::vector<std::pair<std::string, std::string>> parameters,
                           const std::string& state) {
    if (!state.empty()) parameters.emplace_back("state", state);
    const auto hash = redirect_uri.find('#');
    std::string target(redirect_uri.substr(0, hash));
    if (target.find('?') == std::string::npos)
        target += '?';
    else if (!target.ends_with('?') && !target.ends_with('&'))
        target += '&';
    target += formats::encode_form(parameters);
    if (hash != std::string_view::npos) target += redirect_uri.substr(hash);
    return target;
}

std::string redirect_host(std::string_view redirect_uri) {
    if (redirect_uri == out_of_band) return {};
    const auto scheme = scheme_of(redirect_uri);
    if (!is_web(scheme)) return scheme;
    const auto url = parse_url(redirect_uri);
    return url ? url->host : std::string(redirect_uri);
}

std::string form_action_of(std::string_view redirect_uri) {
    if (redirect_uri == out_of_band) return {};
    const auto scheme = scheme_of(redirect_uri);
    if (scheme.empty()) return {};
    if (!is_web(scheme)) return " " + scheme + ":";
    const auto url = parse_url(redirect_uri);
    return url ? " " + url->origin() : std::string();
}

std::string explain_oauth_error(std::string_view code) {
    if (code == "invalid_redirect_uri")
        return "The address that the app wants to return to is not the one it registered. Start again from the app.";
    if (code == "invalid_scope") return "The app asks for more than it registered for. Start again from the app.";
    return "The app's request cannot be read. Start again from the app.";
}

}  // namespace collegium::web
