// OAuth 2 for clients: app registration, tokens, revocation, metadata (mastodon-api.md 2.7; RFC 8414). The
// authorize page is a page: web/authorize.
#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/routes.hpp"
#include "core/bytes.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/sessions.hpp"
#include "domain/uris.hpp"
#include "storage/repo/members.hpp"

namespace collegium::api {
namespace {

constexpr http::RouteOptions registering = {64 * 1024, http::RateLimit::app_registration, true};
constexpr http::RouteOptions signing_in = {64 * 1024, http::RateLimit::sign_in, true};

std::vector<std::string> redirect_uris(const http::Request& request) {
    std::vector<std::string> uris;
    for (const auto& text : texts_parameter(request, "redirect_uris"))
        for (auto word : strings::words(text)) uris.emplace_back(word);
    return uris;
}

void write_app_members(json::Writer& writer, const model::OauthApp& app) {
    write_application(writer, app);
    writer.key("scopes").begin_array();
    for (auto scope : strings::words(app.scopes)) writer.value(scope);
    writer.end_array();
    writer.field("redirect_uri", app.redirect_uris);
    writer.key("redirect_uris").begin_array();
    for (auto uri : strings::split(app.redirect_uris, '\n')) writer.value(uri);
    writer.end_array();
    writer.field("vapid_key", "");
}

Reply register_app(domain::Context& context, const http::Request& request) {
    domain::NewApp wanted;
    wanted.name = text_or(request, "client_name");
    wanted.website = text_or(request, "website");
    wanted.redirect_uris = redirect_uris(request);
    wanted.scopes = text_or(request, "scopes");
    auto registered = domain::register_app(context, wanted);
    if (!registered) return registered.error();
    json::Writer writer;
    writer.begin_object();
    write_app_members(writer, registered->app);
    writer.field("client_id", registered->app.client_id);
    writer.field("client_secret", registered->client_secret);
    writer.field("client_secret_expires_at", 0);
    writer.end_object();
    return json_reply(writer);
}

Reply verify_app(domain::Context& context, const http::Request& request) {
    auto caller = require_token(context, request, "");
    if (!caller) return caller.error();
    auto app = repo::find_app(context.db, caller->token.app_id);
    if (!app) return Error(Errc::unauthorized, "The access token is invalid");
    json::Writer writer;
    writer.begin_object();
    write_app_members(writer, *app);
    writer.end_object();
    return json_reply(writer);
}

struct Client {
    std::string id;
    std::string secret;
};

// What the other ways in have checked before: PostgreSQL takes no other text. No app has "" for its id.
std::string clean_or_nothing(std::string text) {
    if (!strings::is_valid_utf8(text) || text.find('\0') != std::string::npos) return {};
    return text;
}

// HTTP Basic or body fields (RFC 6749 2.3.1).
Client client_of(const http::Request& request) {
    auto header = request.header("authorization");
    constexpr std::string_view scheme = "basic ";
    if (header.size() > scheme.size() && strings::equals_ignoring_case(header.substr(0, scheme.size()), scheme)) {
        auto decoded = base64_decode(strings::trim(header.substr(scheme.size()))).value_or("");
        auto colon = decoded.find(':');
        if (colon != std::string::npos)
            return {clean_or_nothing(percent_decode(decoded.substr(0, colon), true)),
                    clean_or_nothing(percent_decode(decoded.substr(colon + 1), true))};
    }
    return {text_or(request, "client_id"), text_or(request, "client_secret")};
}

Reply token_reply(const domain::IssuedToken& issued) {
    json::Writer writer;
    writer.begin_object();
    writer.field("access_token", issued.token);
    writer.field("token_type", "Bearer");
    writer.field("scope", issued.row.scopes);
    writer.field("created_at", to_milliseconds(issued.row.created_at) / 1000);
    writer.end_object();
    auto response = http::Response::json(writer.take());
    response.set("Cache-Control", "no-store");
    return response;
}

Reply issue_token(domain::Context& context, const http::Request& request) {
    const auto client = client_of(request);
    const auto grant = text_or(request, "grant_type");
    if (grant == "authorization_code") {
        domain::CodeExchange exchange{client.id, client.secret, text_or(request, "code"),
                                      text_or(request, "redirect_uri"), text_or(request, "code_verifier")};
        auto issued = domain::exchange_code(context, exchange);
        if (issued) return token_reply(*issued);
        Reply refusal(issued.error());
        refusal.keep = true;
        return refusal;
    }
    if (grant == "client_credentials") {
        auto issued = domain::issue_app_token(context, client.id, client.secret, text_or(request, "scope"));
        if (!issued) return issued.error();
        return token_reply(*issued);
    }
    return Error(Errc::bad_request, "unsupported_grant_type");
}

Reply revoke_token(domain::Context& context, const http::Request& request) {
    const auto client = client_of(request);
    auto revoked = domain::revoke_token(context, client.id, client.secret, text_or(request, "token"));
    if (!revoked) return revoked.error();
    return http::Response::json("{}");
}

Reply user_info(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "profile");
    if (!viewer) return viewer.error();
    json::Writer writer;
    writer.begin_object();
    writer.field("iss", context.config.base_url() + "/");
    writer.field("sub", viewer->account.uri);
    writer.field("name", viewer->account.display_name);
    writer.field("preferred_username", viewer->account.username);
    writer.field("profile", viewer->account.url);
    const domain::Uris uris(context.config);
    writer.field("picture",
                 viewer->account.avatar_url.empty() ? uris.asset("avatar-missing.png") : viewer->account.avatar_url);
    writer.end_object();
    return json_reply(writer);
}

void write_list(json::Writer& writer, std::string_view name, std::initializer_list<std::string_view> items) {
    writer.key(name).begin_array();
    for (auto item : items) writer.value(item);
    writer.end_array();
}

Reply metadata(domain::Context& context, const http::Request&) {
    const auto base = context.config.base_url();
    json::Writer writer;
    writer.begin_object();
    writer.field("issuer", base + "/");
    writer.field("authorization_endpoint", base + "/oauth/authorize");
    writer.field("token_endpoint", base + "/oauth/token");
    writer.field("app_registration_endpoint", base + "/api/v1/apps");
    writer.field("revocation_endpoint", base + "/oauth/revoke");
    writer.field("userinfo_endpoint", base + "/oauth/userinfo");
    write_list(writer, "scopes_supported",
               {"profile",
                "read",
                "write",
                "follow",
                "push",
                "read:accounts",
                "read:blocks",
                "read:bookmarks",
                "read:favourites",
                "read:filters",
                "read:follows",
                "read:lists",
                "read:mutes",
                "read:notifications",
                "read:search",
                "read:statuses",
                "write:accounts",
                "write:blocks",
                "write:bookmarks",
                "write:favourites",
                "write:filters",
                "write:follows",
                "write:lists",
                "write:media",
                "write:mutes",
                "write:notifications",
                "write:reports",
                "write:statuses"});
    write_list(writer, "response_types_supported", {"code"});
    write_list(writer, "response_modes_supported", {"query"});
    write_list(writer, "grant_types_supported", {"authorization_code", "client_credentials"});
    write_list(writer, "token_endpoint_auth_methods_supported", {"client_secret_basic", "client_secret_post"});
    write_list(writer, "code_challenge_methods_supported", {"S256"});
    writer.field("service_documentation", base + "/about");
    writer.end_object();
    return json_reply(writer);
}

}  // namespace

Routes oauth_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::post, "/api/v1/apps", Lane::write, Audience::client_api, register_app, registering},
        {Method::get, "/api/v1/apps/verify_credentials", Lane::read, Audience::client_api, verify_app,
         open_to_browsers},
        {Method::post, "/oauth/token", Lane::write, Audience::oauth, issue_token, signing_in},
        {Method::post, "/oauth/revoke", Lane::write, Audience::oauth, revoke_token, signing_in},
        {Method::get, "/oauth/userinfo", Lane::read, Audience::client_api, user_info, open_to_browsers},
        {Method::post, "/oauth/userinfo", Lane::read, Audience::client_api, user_info, open_to_browsers},
        {Method::get, "/.well-known/oauth-authorization-server", Lane::read, Audience::client_api, metadata,
         open_to_browsers},
    };
}

}  // namespace collegium::api
