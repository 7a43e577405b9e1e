// The OAuth half of domain/sessions.hpp: apps, scopes, codes and tokens.
#include <algorithm>
#include <array>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "domain/sessions.hpp"
#include "storage/repo/members.hpp"

namespace collegium::domain {
namespace {

constexpr auto code_life = std::chrono::minutes(10);
constexpr std::string_view own_client_id = "collegium-own";
constexpr std::string_view out_of_band = "urn:ietf:wg:oauth:2.0:oob";

constexpr std::array top_scopes = {"profile", "read", "write", "push", "follow", "admin:read", "admin:write"};
constexpr std::array read_parts = {"accounts", "blocks", "bookmarks", "collections",   "favourites", "filters",
                                   "follows",  "lists",  "mutes",     "notifications", "search",     "statuses"};
constexpr std::array write_parts = {"accounts",   "blocks",        "bookmarks", "collections", "conversations",
                                    "favourites", "filters",       "follows",   "lists",       "media",
                                    "mutes",      "notifications", "reports",   "statuses"};
constexpr std::array admin_parts = {"accounts",
                                    "reports",
                                    "domain_allows",
                                    "domain_blocks",
                                    "ip_blocks",
                                    "email_domain_blocks",
                                    "canonical_email_blocks"};

template <class List>
bool contains(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_known_scope(std::string_view scope) {
    if (contains(top_scopes, scope)) return true;
    auto colon = scope.rfind(':');
    if (colon == std::string_view::npos) return false;
    auto parent = scope.substr(0, colon);
    auto part = scope.substr(colon + 1);
    if (parent == "read") return contains(read_parts, part);
    if (parent == "write") return contains(write_parts, part);
    if (parent == "admin:read" || parent == "admin:write") return contains(admin_parts, part);
    return false;
}

bool grants_one(std::string_view granted, std::string_view needed) {
    if (granted == needed) return true;
    if (needed.starts_with(granted) && needed.size() > granted.size() && needed[granted.size()] == ':') return true;
    if (granted == "read" && needed == "profile") return true;
    if (granted != "follow") return false;
    auto colon = needed.find(':');
    if (colon == std::string_view::npos) return false;
    auto part = needed.substr(colon + 1);
    auto parent = needed.substr(0, colon);
    return (parent == "read" || parent == "write") && (part == "blocks" || part == "follows" || part == "mutes");
}

Error invalid_registration(const std::string& what) {
    return Error(Errc::unprocessable, "Validation failed: " + what);
}

// RFC 8252 custom schemes are normal; what a browser would run is not (mastodon-api.md 2.7).
bool is_acceptable_redirect(std::string_view uri) {
    if (uri == out_of_band) return true;
    if (uri.size() > 2000) return false;
    auto colon = uri.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    auto scheme = strings::lower(uri.substr(0, colon));
    for (char c : scheme)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')) return false;
    if (scheme == "data" || scheme == "javascript" || scheme == "vbscript") return false;
    for (unsigned char c : uri)
        if (c <= 0x20 || c == 0x7f) return false;
    auto rest = uri.substr(colon + 1);
    if (scheme == "http" || scheme == "https") return rest.size() > 2 && rest.starts_with("//");
    return !rest.empty();
}

Result<model::OauthApp> require_app(Context& context, std::string_view client_id, std::string_view client_secret) {
    auto app = repo::find_app_by_client_id(context.db, client_id);
    if (!app || !constant_time_equal(app->client_secret, hex_encode(sha256(client_secret))))
        return Error(Errc::unauthorized, "invalid_client");
    return std::move(*app);
}

bool subset_of(std::string_view wanted, std::string_view allowed) {
    auto words = strings::words(wanted);
    return std::all_of(words.begin(), words.end(),
                       [allowed](std::string_view scope) { return scope_grants(allowed, scope); });
}

IssuedToken with_secret(Context& context, model::OauthToken row) {
    IssuedToken issued{random_token(32), std::move(row)};
    issued.row.token_hash = hex_encode(sha256(issued.token));
    issued.row.created_at = context.now;
    repo::insert_token(context.db, issued.row);
    return issued;
}

}  // namespace

bool scope_grants(std::string_view granted, std::string_view needed) {
    for (auto scope : strings::words(granted))
        if (grants_one(scope, needed)) return true;
    return false;
}

bool are_known_scopes(std::string_view scopes) {
    auto words = strings::words(scopes);
    return std::all_of(words.begin(), words.end(), is_known_scope);
}

Result<RegisteredApp> register_app(Context& context, const NewApp& wanted) {
    if (strings::trim(wanted.name).empty()) return invalid_registration("Application name can't be blank");
    if (strings::count_characters(wanted.name) > 60)
        return invalid_registration("Application name is too long (maximum is 60 characters)");
    if (!wanted.website.empty() && !wanted.website.starts_with("https://") && !wanted.website.starts_with("http://"))
        return invalid_registration("Website must be a valid URL");
    if (wanted.redirect_uris.empty()) return invalid_registration("Redirect URI can't be blank");
    for (const auto& uri : wanted.redirect_uris)
        if (!is_acceptable_redirect(uri)) return invalid_registration("Redirect URI must be an absolute URI.");
    const std::string scopes = strings::trim(wanted.scopes).empty() ? "read" : wanted.scopes;
    if (!are_known_scopes(scopes)) return invalid_registration("Scopes doesn't match configured on the server.");

    RegisteredApp registered;
    registered.client_secret = random_token(32);
    auto& app = registered.app;
    app.id = context.ids.next<AppId>();
    app.client_id = random_token(32);
    app.client_secret = hex_encode(sha256(registered.client_secret));
    app.name = strings::without_controls(strings::trim(wanted.name));
    app.website = wanted.website;
    app.redirect_uris = strings::join(wanted.redirect_uris, "\n");
    for (auto scope : strings::words(scopes)) app.scopes += (app.scopes.empty() ? "" : " ") + std::string(scope);
    app.created_at = context.now;
    repo::insert_app(context.db, app);
    return registered;
}

model::OauthApp ensure_own_app(Context& context) {
    if (auto app = repo::find_app_by_client_id(context.db, own_client_id)) return std::move(*app);
    model::OauthApp app;
    app.id = context.ids.next<AppId>();
    app.client_id = own_client_id;
    app.client_secret = hex_encode(sha256(random_token(32)));  // nobody knows it: never used over HTTP
    app.name = "Collegium";
    app.redirect_uris = out_of_band;
    app.scopes = "read write follow push";
    app.created_at = context.now;
    repo::insert_app(context.db, app);
    return app;
}

Result<void> check_authorization(const model::OauthApp& app, const Authorization& wanted) {
    auto allowed = strings::split(app.redirect_uris, '\n');
    if (std::find(allowed.begin(), allowed.end(), wanted.redirect_uri) == allowed.end())
        return Error(Errc::bad_request, "invalid_redirect_uri");
    if (!are_known_scopes(wanted.scopes) || !subset_of(wanted.scopes, app.scopes))
        return Error(Errc::bad_request, "invalid_scope");
    if (!wanted.code_challenge.empty() && wanted.code_challenge.size() != 43)  // base64url of a SHA-256
        return Error(Errc::bad_request, "invalid_request");
    return ok();
}

std::string issue_code(Context& context, const Authorization& authorization) {
    auto code = random_token(32);
    model::OauthCode row;
    row.code_hash = hex_encode(sha256(code));
    row.app_id = authorization.app_id;
    row.account_id = authorization.account_id;
    row.redirect_uri = authorization.redirect_uri;
    row.scopes = authorization.scopes;
    row.code_challenge = authorization.code_challenge;
    row.expires_at = context.now + code_life;
    repo::insert_code(context.db, row);
    return code;
}

IssuedToken issue_token(Context& context, AppId app, AccountId account, std::string_view scopes) {
    model::OauthToken row;
    row.app_id = app;
    row.account_id = account;
    row.scopes = scopes;
    return with_secret(context, std::move(row));
}

Result<IssuedToken> exchange_code(Context& context, const CodeExchange& exchange) {
    COLLEGIUM_TRY(auto app, require_app(context, exchange.client_id, exchange.client_secret));
    const Error invalid_grant(Errc::bad_request, "invalid_grant");
    if (exchange.code.empty() || exchange.code.size() > 256) return invalid_grant;
    const auto code_hash = hex_encode(sha256(exchange.code));
    const auto code = repo::take_code(context.db, code_hash, context.now);
    if (!code) {
        // Two hold it, and one of them stole it (RFC 6749 4.1.2): nobody can tell which.
        repo::revoke_tokens_of_code(context.db, code_hash, context.now);
        return invalid_grant;
    }
    if (code->app_id != app.id || code->redirect_uri != exchange.redirect_uri) return invalid_grant;
    if (!code->code_challenge.empty() &&
        !constant_time_equal(base64url_encode(sha256(exchange.code_verifier)), code->code_challenge))
        return invalid_grant;
    model::OauthToken row;
    row.app_id = app.id;
    row.account_id = code->account_id;
    row.scopes = code->scopes;
    row.code_hash = code_hash;
    return with_secret(context, std::move(row));
}

Result<IssuedToken> issue_app_token(Context& context, std::string_view client_id, std::string_view client_secret,
                                    std::string_view scopes) {
    COLLEGIUM_TRY(auto app, require_app(context, client_id, client_secret));
    std::string wanted(strings::trim(scopes));
    if (wanted.empty()) wanted = subset_of("read", app.scopes) ? "read" : app.scopes;
    if (!are_known_scopes(wanted) || !subset_of(wanted, app.scopes)) return Error(Errc::bad_request, "invalid_scope");
    return issue_token(context, app.id, AccountId(), wanted);
}

Result<void> revoke_token(Context& context, std::string_view client_id, std::string_view client_secret,
                          std::string_view token) {
    auto app = require_app(context, client_id, client_secret);
    if (!app) return Error(Errc::forbidden, "unauthorized_client");
    repo::revoke_token(context.db, hex_encode(sha256(token)), app->id, context.now);
    return ok();
}

}  // namespace collegium::domain
