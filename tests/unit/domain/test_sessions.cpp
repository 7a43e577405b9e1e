#include "domain/sessions.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

class Sessions : public test::World {};
COLLEGIUM_ON_BOTH_ENGINES(Sessions);

TEST_P(Sessions, login_is_found_by_name_and_email) {
    const auto maya = member("maya");
    stranger("lin");
    auto here = context();
    for (const char* login : {"maya", "@maya", " MAYA ", "maya@north.example", "Maya@North.Example"}) {
        const auto found = find_login(here, login);
        ASSERT_TRUE(found) << login;
        EXPECT_EQ(found->account_id, maya.id) << login;
    }
    for (const char* login : {"", "@", "daniel", "lin", "lin@south.example", "maya@elsewhere.example"})
        EXPECT_FALSE(find_login(here, login)) << login;
}

TEST_P(Sessions, disabled_member_finds_no_login) {
    const auto maya = member("maya");
    auto login = repo::find_member(db_, maya.id).value();
    login.disabled_at = now_;
    repo::update_member(db_, login);
    auto here = context();
    EXPECT_FALSE(find_login(here, "maya"));
}

TEST_P(Sessions, session_is_found_by_its_token_until_it_ends) {
    const auto maya = member("maya");
    auto here = context();
    const auto started = start_session(here, maya.id, "Browser", "192.0.2.7");
    EXPECT_GE(started.token.size(), 43u);
    const auto found = find_session(here, started.token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->account_id, maya.id);
    EXPECT_EQ(found->csrf_token, started.session.csrf_token);
    EXPECT_EQ(found->address, "192.0.2.7");
    EXPECT_EQ(repo::find_member(db_, maya.id)->last_sign_in_at, now_);
    EXPECT_EQ(count("session WHERE token_hash = '" + started.token + "'"), 0) << "the secret itself is not stored";

    end_session(here, started.token);
    EXPECT_FALSE(find_session(here, started.token));
    EXPECT_FALSE(find_session(here, ""));
    EXPECT_FALSE(find_session(here, std::string(1000, 'x')));
}

TEST_P(Sessions, user_agent_of_any_bytes_is_kept_as_text) {
    auto here = context();
    const auto started = start_session(here, member("maya").id, "\xFF\xFE Browser\x07" + std::string(500, 'x'), "");
    EXPECT_EQ(find_session(here, started.token)->user_agent.substr(0, 8), " Browser");
}

TEST_P(Sessions, session_expires_after_thirty_days) {
    const auto maya = member("maya");
    auto here = context();
    const auto started = start_session(here, maya.id, "", "");
    advance(std::chrono::days(30) - std::chrono::seconds(1));
    auto later = context();
    EXPECT_TRUE(find_session(later, started.token));
    advance(std::chrono::seconds(2));
    auto after = context();
    EXPECT_FALSE(find_session(after, started.token));
}

TEST_P(Sessions, twenty_sessions_are_kept) {
    const auto maya = member("maya");
    std::vector<std::string> tokens;
    for (int i = 0; i < 22; ++i) {
        advance(std::chrono::seconds(1));
        auto here = context();
        tokens.push_back(start_session(here, maya.id, "", "").token);
    }
    auto here = context();
    EXPECT_EQ(count("session"), 20);
    EXPECT_FALSE(find_session(here, tokens[0]));
    EXPECT_FALSE(find_session(here, tokens[1]));
    EXPECT_TRUE(find_session(here, tokens[2]));
    EXPECT_TRUE(find_session(here, tokens[21]));
}

class Tokens : public test::World {
  protected:
    Tokens() : maya_(member("maya")) {}
    IssuedToken issue(AccountId account) {
        auto here = context();
        return issue_token(here, ensure_own_app(here).id, account, "read");
    }
    Result<Caller> check(std::string_view token) {
        auto here = context();
        return authenticate(here, token);
    }
    model::Account maya_;
};
COLLEGIUM_ON_BOTH_ENGINES(Tokens);

TEST_P(Tokens, token_names_its_person) {
    const auto issued = issue(maya_.id);
    const auto caller = check(issued.token).value();
    EXPECT_EQ(caller.account->id, maya_.id);
    EXPECT_TRUE(caller.member);
    EXPECT_EQ(caller.token.scopes, "read");
}

TEST_P(Tokens, app_token_has_no_person) {
    const auto caller = check(issue(AccountId()).token).value();
    EXPECT_FALSE(caller.account);
}

TEST_P(Tokens, unusable_token_is_told_in_mastodons_words) {
    EXPECT_EQ(check("").error().code(), Errc::unauthorized);
    EXPECT_EQ(check("nonsense").error().message(), "The access token is invalid");
    EXPECT_EQ(check(std::string(5000, 'x')).error().code(), Errc::unauthorized);
    const auto issued = issue(maya_.id);
    repo::revoke_token(db_, issued.row.token_hash, issued.row.app_id, now_);
    EXPECT_EQ(check(issued.token).error().message(), "The access token was revoked");
}

TEST_P(Tokens, token_of_a_disabled_or_suspended_person_is_refused) {
    const auto issued = issue(maya_.id);
    auto login = repo::find_member(db_, maya_.id).value();
    login.disabled_at = now_;
    repo::update_member(db_, login);
    EXPECT_EQ(check(issued.token).error().code(), Errc::forbidden);
    login.disabled_at.reset();
    repo::update_member(db_, login);
    maya_.suspended_at = now_;
    repo::update_account(db_, maya_);
    EXPECT_EQ(check(issued.token).error().code(), Errc::unauthorized);
}

}  // namespace
}  // namespace collegium::domain
