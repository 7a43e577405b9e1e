// Signing in: browser sessions, and OAuth 2 as Mastodon's clients use it (mastodon-api.md 2.7; RFC 6749,
// RFC 7636 S256). Secrets leave here once, in clear; only their SHA-256 is stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/account.hpp"
#include "storage/model/oauth.hpp"

namespace collegium::domain {

// The member behind an e-mail address or user name, for the password check that the caller runs on the slow
// lane. To an unknown name the caller must still spend the time of one check.
std::optional<model::Member> find_login(Context& context, std::string_view login);

struct StartedSession {
    std::string token;  // the cookie's value
    model::Session session;
};
// 30 days; at most 20 sessions per person, oldest go first.
StartedSession start_session(Context& context, AccountId account, std::string_view user_agent,
                             std::string_view address);
std::optional<model::Session> find_session(Context& context, std::string_view token);
void end_session(Context& context, std::string_view token);

struct NewApp {
    std::string name;
    std::string website;
    std::vector<std::string> redirect_uris;
    std::string scopes;  // space-separated; "" means read
};
struct RegisteredApp {
    model::OauthApp app;
    std::string client_secret;
};
// Errors: unprocessable ("Validation failed: ..."), for names, URIs and unknown scopes.
Result<RegisteredApp> register_app(Context& context, const NewApp& app);
// The default app of the command line's tokens.
model::OauthApp ensure_own_app(Context& context);

struct Authorization {
    AppId app_id;
    AccountId account_id;
    std::string redirect_uri;
    std::string scopes;
    std::string code_challenge;  // "" when none
};
// Checks that redirect URI and scopes are the app's. Errors: bad_request with OAuth's code as message.
Result<void> check_authorization(const model::OauthApp& app, const Authorization& wanted);
// Returns the code: valid for ten minutes, once.
std::string issue_code(Context& context, const Authorization& authorization);

struct IssuedToken {
    std::string token;
    model::OauthToken row;
};
struct CodeExchange {
    std::string client_id;
    std::string client_secret;
    std::string code;
    std::string redirect_uri;
    std::string code_verifier;
};
// A code is spent by the first attempt, and ends the token that it gave when it comes again: what was written has to
// be kept also when this fails. Errors: unauthorized "invalid_client"; bad_request "invalid_grant".
Result<IssuedToken> exchange_code(Context& context, const CodeExchange& exchange);
// Client credentials. Errors: unauthorized "invalid_client"; bad_request "invalid_scope".
Result<IssuedToken> issue_app_token(Context& context, std::string_view client_id, std::string_view client_secret,
                                    std::string_view scopes);
IssuedToken issue_token(Context& context, AppId app, AccountId account, std::string_view scopes);
Result<void> revoke_token(Context& context, std::string_view client_id, std::string_view client_secret,
                          std::string_view token);

// The caller behind a bearer token. Errors: unauthorized with Mastodon's three texts.
struct Caller {
    model::OauthToken token;
    std::optional<model::Account> account;  // none for an app's own token
    std::optional<model::Member> member;
};
Result<Caller> authenticate(Context& context, std::string_view token);

// "write" grants "write:statuses"; "follow" grants read and write of blocks, follows, mutes; "read" grants "profile".
bool scope_grants(std::string_view granted, std::string_view needed);
bool are_known_scopes(std::string_view scopes);

}  // namespace collegium::domain
