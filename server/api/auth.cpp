#include "api/auth.hpp"

#include "core/strings.hpp"

namespace collegium::api {
namespace {

Error outside_scopes() {
    return Error(Errc::forbidden, "This action is outside the authorized scopes");
}

}  // namespace

std::string bearer_token(const http::Request& request) {
    auto header = request.header("authorization");
    constexpr std::string_view scheme = "bearer ";
    if (header.size() > scheme.size() && strings::equals_ignoring_case(header.substr(0, scheme.size()), scheme))
        return std::string(strings::trim(header.substr(scheme.size())));
    // In a form's body (RFC 6750 2.2), never in the query, which ends up in histories and logs (security.md OAU-08).
    if (request.query.find("access_token") != std::string::npos) return {};
    return request.parameters()["access_token"].string();
}

Result<domain::Caller> require_token(domain::Context& context, const http::Request& request, std::string_view scope) {
    auto token = bearer_token(request);
    if (token.empty()) return Error(Errc::unauthorized, "The access token is invalid");
    COLLEGIUM_TRY(auto caller, domain::authenticate(context, token));
    if (!scope.empty() && !domain::scope_grants(caller.token.scopes, scope)) return outside_scopes();
    return caller;
}

Result<Viewer> require_viewer(domain::Context& context, const http::Request& request, std::string_view scope) {
    auto token = bearer_token(request);
    if (token.empty()) return Error(Errc::unauthorized, "The access token is invalid");
    COLLEGIUM_TRY(auto caller, domain::authenticate(context, token));
    if (!caller.account || !caller.member)
        return Error(Errc::unprocessable, "This method requires an authenticated user");
    if (!scope.empty() && !domain::scope_grants(caller.token.scopes, scope)) return outside_scopes();
    return Viewer{std::move(*caller.account), std::move(*caller.member), std::move(caller.token)};
}

Result<AccountId> viewer_or_public(domain::Context& context, const http::Request& request, std::string_view scope) {
    if (bearer_token(request).empty()) return AccountId();
    COLLEGIUM_TRY(auto caller, require_token(context, request, scope));
    return caller.account ? caller.account->id : AccountId();
}

}  // namespace collegium::api
