// People who sign in here, their sessions, and OAuth apps, codes and tokens.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "storage/model/account.hpp"
#include "storage/model/oauth.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

std::optional<model::Member> find_member(sql::Connection& db, AccountId id);
sql::Query member_query(AccountId id, std::optional<model::Member>& found);
std::optional<model::Member> find_member_by_email(sql::Connection& db, std::string_view email);
// False when the e-mail address is taken.
bool insert_member(sql::Connection& db, const model::Member& member);
void update_member(sql::Connection& db, const model::Member& member);

void insert_session(sql::Connection& db, const model::Session& session);
std::optional<model::Session> find_session(sql::Connection& db, std::string_view token_hash, Timestamp now);
void delete_session(sql::Connection& db, std::string_view token_hash);
void delete_sessions_of(sql::Connection& db, AccountId id);
// Oldest beyond `keep` and expired ones go.
void trim_sessions(sql::Connection& db, AccountId id, int keep, Timestamp now);

void insert_app(sql::Connection& db, const model::OauthApp& app);
std::optional<model::OauthApp> find_app(sql::Connection& db, AppId id);
std::optional<model::OauthApp> find_app_by_client_id(sql::Connection& db, std::string_view client_id);
std::vector<model::OauthApp> find_apps(sql::Connection& db, const std::vector<AppId>& ids);

void insert_code(sql::Connection& db, const model::OauthCode& code);
// Removes and returns it: a code works once. Expired ones are not returned.
std::optional<model::OauthCode> take_code(sql::Connection& db, std::string_view code_hash, Timestamp now);

void insert_token(sql::Connection& db, const model::OauthToken& token);
// Revoked ones are not found.
std::optional<model::OauthToken> find_token(sql::Connection& db, std::string_view token_hash);
// Whether it once existed and was revoked: the client API's 401 says so.
bool was_revoked(sql::Connection& db, std::string_view token_hash);
void revoke_token(sql::Connection& db, std::string_view token_hash, AppId app, Timestamp now);
void revoke_tokens_of_code(sql::Connection& db, std::string_view code_hash, Timestamp now);

}  // namespace collegium::repo
