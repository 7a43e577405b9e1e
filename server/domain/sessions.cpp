#include "domain/sessions.hpp"

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"

namespace collegium::domain {
namespace {

constexpr auto session_life = std::chrono::days(30);
constexpr int sessions_kept = 20;

std::string stored_form(std::string_view secret) {
    return hex_encode(sha256(secret));
}

}  // namespace

std::optional<model::Member> find_login(Context& context, std::string_view login) {
    login = strings::trim(login);
    std::optional<model::Member> member;
    if (login.find('@') != std::string_view::npos && login.front() != '@') {
        member = repo::find_member_by_email(context.db, login);
    } else {
        if (login.starts_with('@')) login.remove_prefix(1);
        if (auto account = repo::find_account_by_handle(context.db, login, ""))
            member = repo::find_member(context.db, account->id);
    }
    if (member && member->disabled_at) return std::nullopt;
    return member;
}

StartedSession start_session(Context& context, AccountId account, std::string_view user_agent,
                             std::string_view address) {
    StartedSession started;
    started.token = random_token(32);
    auto& session = started.session;
    session.token_hash = stored_form(started.token);
    session.account_id = account;
    session.csrf_token = random_token(24);
    session.user_agent = strings::shorten(strings::without_controls(user_agent), 200);  // any bytes may come
    session.address = address;
    session.created_at = context.now;
    session.expires_at = context.now + session_life;
    repo::insert_session(context.db, session);
    repo::trim_sessions(context.db, account, sessions_kept, context.now);
    if (auto member = repo::find_member(context.db, account)) {
        member->last_sign_in_at = context.now;
        repo::update_member(context.db, *member);
    }
    return started;
}

std::optional<model::Session> find_session(Context& context, std::string_view token) {
    if (token.empty() || token.size() > 128) return std::nullopt;
    return repo::find_session(context.db, stored_form(token), context.now);
}

void end_session(Context& context, std::string_view token) {
    repo::delete_session(context.db, stored_form(token));
}

Result<Caller> authenticate(Context& context, std::string_view token) {
    if (token.empty() || token.size() > 256) return Error(Errc::unauthorized, "The access token is invalid");
    const auto hash = stored_form(token);
    auto row = repo::find_token(context.db, hash);
    if (!row) {
        if (repo::was_revoked(context.db, hash)) return Error(Errc::unauthorized, "The access token was revoked");
        return Error(Errc::unauthorized, "The access token is invalid");
    }
    Caller caller{std::move(*row), std::nullopt, std::nullopt};
    if (!caller.token.account_id) return caller;
    std::vector<model::Account> accounts;
    context.db.run_all({repo::accounts_query({caller.token.account_id}, accounts),
                        repo::member_query(caller.token.account_id, caller.member)});
    if (!accounts.empty()) caller.account = std::move(accounts.front());
    if (!caller.account || !caller.account->usable() || !caller.member)
        return Error(Errc::unauthorized, "The access token is invalid");
    if (caller.member->disabled_at) return Error(Errc::forbidden, "Your login is currently disabled");
    return caller;
}

}  // namespace collegium::domain
