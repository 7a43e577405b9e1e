// The OAuth half of storage/repo/members.hpp.
#include "storage/repo/members.hpp"

namespace collegium::repo {
namespace {

const std::string select_app =
    "SELECT id, client_id, client_secret, name, website, redirect_uris, scopes, created_at FROM oauth_app ";

model::OauthApp read_app(const sql::Row& row) {
    model::OauthApp app;
    app.id = row.id<AppId>(0);
    app.client_id = row.string(1);
    app.client_secret = row.string(2);
    app.name = row.string(3);
    app.website = row.string(4);
    app.redirect_uris = row.string(5);
    app.scopes = row.string(6);
    app.created_at = row.time(7);
    return app;
}

}  // namespace

void insert_app(sql::Connection& db, const model::OauthApp& app) {
    db.execute(
        "INSERT INTO oauth_app (id, client_id, client_secret, name, website, redirect_uris, scopes, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        {app.id, app.client_id, app.client_secret, app.name, app.website, app.redirect_uris, app.scopes,
         app.created_at});
}

std::optional<model::OauthApp> find_app(sql::Connection& db, AppId id) {
    return db.one(select_app + "WHERE id = ?", {id}, read_app);
}

std::optional<model::OauthApp> find_app_by_client_id(sql::Connection& db, std::string_view client_id) {
    return db.one(select_app + "WHERE client_id = ?", {client_id}, read_app);
}

std::vector<model::OauthApp> find_apps(sql::Connection& db, const std::vector<AppId>& ids) {
    if (ids.empty()) return {};
    return db.all(select_app + "WHERE id {{in_ids}}", {ids}, read_app);
}

void insert_code(sql::Connection& db, const model::OauthCode& code) {
    db.execute(
        "INSERT INTO oauth_code (code_hash, app_id, account_id, redirect_uri, scopes, code_challenge, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        {code.code_hash, code.app_id, code.account_id, code.redirect_uri, code.scopes, code.code_challenge,
         code.expires_at});
}

std::optional<model::OauthCode> take_code(sql::Connection& db, std::string_view code_hash, Timestamp now) {
    db.execute("DELETE FROM oauth_code WHERE expires_at <= ?", {now});
    return db.one(
        "DELETE FROM oauth_code WHERE code_hash = ? RETURNING code_hash, app_id, account_id, redirect_uri, scopes, "
        "code_challenge, expires_at",
        {code_hash}, [](const sql::Row& row) {
            model::OauthCode code;
            code.code_hash = row.string(0);
            code.app_id = row.id<AppId>(1);
            code.account_id = row.id<AccountId>(2);
            code.redirect_uri = row.string(3);
            code.scopes = row.string(4);
            code.code_challenge = row.string(5);
            code.expires_at = row.time(6);
            return code;
        });
}

void insert_token(sql::Connection& db, const model::OauthToken& token) {
    db.execute(
        "INSERT INTO oauth_token (token_hash, app_id, account_id, scopes, code_hash, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        {token.token_hash, token.app_id, token.account_id, token.scopes,
         token.code_hash.empty() ? sql::Param(std::nullopt) : sql::Param(token.code_hash), token.created_at});
}

std::optional<model::OauthToken> find_token(sql::Connection& db, std::string_view token_hash) {
    return db.one(
        "SELECT token_hash, app_id, account_id, scopes, created_at FROM oauth_token "
        "WHERE token_hash = ? AND revoked_at IS NULL",
        {token_hash}, [](const sql::Row& row) {
            model::OauthToken token;
            token.token_hash = row.string(0);
            token.app_id = row.id<AppId>(1);
            token.account_id = row.id<AccountId>(2);
            token.scopes = row.string(3);
            token.created_at = row.time(4);
            return token;
        });
}

bool was_revoked(sql::Connection& db, std::string_view token_hash) {
    return db.exists("SELECT 1 FROM oauth_token WHERE token_hash = ? AND revoked_at IS NOT NULL", {token_hash});
}

void revoke_token(sql::Connection& db, std::string_view token_hash, AppId app, Timestamp now) {
    db.execute("UPDATE oauth_token SET revoked_at = ? WHERE token_hash = ? AND app_id = ? AND revoked_at IS NULL",
               {now, token_hash, app});
}

void revoke_tokens_of_code(sql::Connection& db, std::string_view code_hash, Timestamp now) {
    db.execute("UPDATE oauth_token SET revoked_at = ? WHERE code_hash = ? AND revoked_at IS NULL", {now, code_hash});
}

}  // namespace collegium::repo
