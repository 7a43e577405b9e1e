#include "federation/fetch_rules.hpp"

#include "core/strings.hpp"
#include "core/url.hpp"

namespace collegium::federation {

bool is_activity_type(std::string_view content_type) {
    const auto type = strings::lower(content_type);
    const auto end = type.find(';');
    const auto media = std::string(strings::trim(std::string_view(type).substr(0, end)));
    if (media == "application/activity+json") return true;
    return media == "application/ld+json" && type.find("https://www.w3.org/ns/activitystreams") != std::string::npos;
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<std::string> redirect_target(const std::string& from, std::string_view location) {
    if (location.starts_with("/") && !location.starts_with("//")) {
        COLLEGIUM_TRY(auto base, parse_url(from));
        return base.origin() + std::string(location);
    }
    COLLEGIUM_TRY(auto target, parse_url(location));
    if (from.starts_with("https:") && target.scheme != "https")
        return Error(Errc::bad_upstream, "The other server failed", "redirect from https to http");
    return target.text();
}

Error error_of_status(int status, const std::string& uri) {
    const std::string detail = "status " + std::to_string(status) + " for " + uri;
    if (status == 404) return Error(Errc::not_found, "Record not found", detail);
    if (status == 410) return Error(Errc::gone, "Record not found", detail);
    if (status == 401 || status == 403) return Error(Errc::forbidden, "The other server refused", detail);
    // Its trouble may pass; what else it says will not.
    if (status == 408 || status == 429 || status >= 500)
        return Error(Errc::unreachable, "The other server failed", detail);
    return Error(Errc::bad_upstream, "The other server failed", detail);
}

std::string without_fragment(std::string_view uri) {
    return std::string(uri.substr(0, uri.find('#')));
}

bool may_pass(Errc code) {
    switch (code) {
        case Errc::timeout:
        case Errc::unreachable:
        case Errc::unavailable:
        case Errc::too_many_requests:
        case Errc::internal: return true;
        case Errc::bad_request:
        case Errc::unauthorized:
        case Errc::forbidden:
        case Errc::not_found:
        case Errc::not_acceptable:
        case Errc::conflict:
        case Errc::gone:
        case Errc::too_large:
        case Errc::unsupported_type:
        case Errc::bad_upstream:
        case Errc::unprocessable: return false;
    }
    return false;
}

}  // namespace collegium::federation
