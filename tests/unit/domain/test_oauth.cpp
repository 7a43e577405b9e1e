#include <gmock/gmock.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "domain/sessions.hpp"
#include "storage/repo/members.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using ::testing::HasSubstr;

constexpr const char* oob = "urn:ietf:wg:oauth:2.0:oob";
constexpr const char* verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

class Oauth : public test::World {
  protected:
    RegisteredApp app(const std::string& scopes = "read write", const std::string& redirect = oob) {
        NewApp wanted;
        wanted.name = "Sample";
        wanted.redirect_uris = {redirect};
        wanted.scopes = scopes;
        return must(register_app, wanted);
    }
    std::string code(const RegisteredApp& app, AccountId account, const std::string& scopes = "read",
                     const std::string& challenge = "") {
        auto here = context();
        return issue_code(here, {app.app.id, account, oob, scopes, challenge});
    }
    CodeExchange exchange(const RegisteredApp& app, const std::string& code, const std::string& code_verifier = "") {
        return {app.app.client_id, app.client_secret, code, oob, code_verifier};
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Oauth);

TEST_P(Oauth, app_is_registered_with_hashed_secret_and_default_scope) {
    const auto registered = app("");
    const auto stored = repo::find_app_by_client_id(db_, registered.app.client_id);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->scopes, "read");
    EXPECT_NE(stored->client_secret, registered.client_secret);
    EXPECT_EQ(stored->client_secret, hex_encode(sha256(registered.client_secret)));
    EXPECT_EQ(app(" read   write:statuses ").app.scopes, "read write:statuses");
}

TEST_P(Oauth, unusable_registration_is_refused) {
    NewApp wanted;
    wanted.name = "Sample";
    wanted.redirect_uris = {oob};
    auto refused = [this](NewApp changed) { return failure(register_app, changed); };
    auto changed = wanted;
    changed.name = " ";
    EXPECT_EQ(refused(changed).code(), Errc::unprocessable);
    changed = wanted;
    changed.name = std::string(61, 'x');
    EXPECT_EQ(refused(changed).code(), Errc::unprocessable);
    changed = wanted;
    changed.redirect_uris.clear();
    EXPECT_EQ(refused(changed).code(), Errc::unprocessable);
    changed = wanted;
    changed.scopes = "read frobnicate";
    EXPECT_THAT(refused(changed).message(), HasSubstr("Scopes doesn't match"));
    changed = wanted;
    changed.website = "javascript:alert(1)";
    EXPECT_EQ(refused(changed).code(), Errc::unprocessable);
    for (const char* uri : {"", "/callback", "example.org/back", "data:text/html,x", "JavaScript:alert(1)",
                            "vbscript:x", "http:", "https:/x", "my app://x", "app:", "https://a\nb"}) {
        changed = wanted;
        changed.redirect_uris = {uri};
        EXPECT_EQ(refused(changed).message(), "Validation failed: Redirect URI must be an absolute URI.") << uri;
    }
    for (const char* uri : {oob, "https://app.example/back?x=1", "http://localhost:8000/", "com.sample.app:/oauth",
                            "sample://callback"}) {
        changed = wanted;
        changed.redirect_uris = {uri};
        EXPECT_TRUE(run(register_app, changed)) << uri;
    }
}

TEST_P(Oauth, authorization_must_stay_within_what_the_app_registered) {
    const auto registered = app("read write:statuses");
    auto message = [&registered](const char* redirect, const char* scopes, const std::string& challenge) {
        auto outcome =
            check_authorization(registered.app, {registered.app.id, AccountId{1}, redirect, scopes, challenge});
        return outcome ? std::string("ok") : outcome.error().message();
    };
    EXPECT_EQ(message(oob, "read", ""), "ok");
    EXPECT_EQ(message(oob, "read:accounts write:statuses", ""), "ok");
    EXPECT_EQ(message("https://evil.example/", "read", ""), "invalid_redirect_uri");
    EXPECT_EQ(message("urn:ietf:wg:oauth:2.0:oob/", "read", ""), "invalid_redirect_uri");
    EXPECT_EQ(message(oob, "write", ""), "invalid_scope");
    EXPECT_EQ(message(oob, "read push", ""), "invalid_scope");
    EXPECT_EQ(message(oob, "frobnicate", ""), "invalid_scope");
    EXPECT_EQ(message(oob, "read", std::string(43, 'a')), "ok");
    EXPECT_EQ(message(oob, "read", "short"), "invalid_request");
}

TEST_P(Oauth, code_is_exchanged_once) {
    const auto maya = member("maya");
    const auto registered = app();
    const auto secret = code(registered, maya.id, "read write");
    const auto issued = must(exchange_code, exchange(registered, secret));
    EXPECT_EQ(issued.row.scopes, "read write");
    auto here = context();
    EXPECT_EQ(authenticate(here, issued.token)->account->id, maya.id);
    const auto again = failure(exchange_code, exchange(registered, secret));
    EXPECT_EQ(again.code(), Errc::bad_request);
    EXPECT_EQ(again.message(), "invalid_grant");
}

TEST_P(Oauth, code_expires_after_ten_minutes) {
    const auto registered = app();
    const auto secret = code(registered, member("maya").id);
    advance(std::chrono::minutes(10) + std::chrono::seconds(1));
    EXPECT_EQ(failure(exchange_code, exchange(registered, secret)).message(), "invalid_grant");
}

TEST_P(Oauth, code_needs_its_own_client_and_redirect) {
    const auto maya = member("maya");
    const auto registered = app();
    const auto other = app();
    auto wrong = exchange(registered, code(registered, maya.id));
    wrong.client_secret = "wrong";
    EXPECT_EQ(failure(exchange_code, wrong).message(), "invalid_client");
    wrong.client_id = "nobody";
    EXPECT_EQ(failure(exchange_code, wrong).code(), Errc::unauthorized);
    EXPECT_EQ(failure(exchange_code, exchange(other, code(registered, maya.id))).message(), "invalid_grant");
    auto elsewhere = exchange(registered, code(registered, maya.id));
    elsewhere.redirect_uri = "https://app.example/";
    EXPECT_EQ(failure(exchange_code, elsewhere).message(), "invalid_grant");
    EXPECT_EQ(failure(exchange_code, exchange(registered, "")).message(), "invalid_grant");
    EXPECT_EQ(failure(exchange_code, exchange(registered, "nonsense")).message(), "invalid_grant");
}

TEST_P(Oauth, pkce_challenge_must_be_met) {
    const auto maya = member("maya");
    const auto registered = app();
    // RFC 7636 appendix B.
    const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    EXPECT_EQ(failure(exchange_code, exchange(registered, code(registered, maya.id, "read", challenge))).message(),
              "invalid_grant");
    EXPECT_EQ(
        failure(exchange_code, exchange(registered, code(registered, maya.id, "read", challenge), challenge)).message(),
        "invalid_grant");
    EXPECT_TRUE(run(exchange_code, exchange(registered, code(registered, maya.id, "read", challenge), verifier)));
}

TEST_P(Oauth, app_token_is_limited_to_the_apps_scopes) {
    const auto registered = app("read write:statuses");
    const auto& id = registered.app.client_id;
    auto ask = [this, &registered, &id](const char* scopes) {
        return run(issue_app_token, std::string_view(id), std::string_view(registered.client_secret),
                   std::string_view(scopes));
    };
    EXPECT_EQ(ask("")->row.scopes, "read");
    EXPECT_EQ(ask("read:accounts")->row.scopes, "read:accounts");
    EXPECT_FALSE(ask("read")->row.account_id);
    EXPECT_EQ(ask("write").error().message(), "invalid_scope");
    EXPECT_EQ(
        failure(issue_app_token, std::string_view(id), std::string_view("wrong"), std::string_view("read")).message(),
        "invalid_client");
}

TEST_P(Oauth, revoked_token_stops_working_and_revoking_repeats) {
    const auto maya = member("maya");
    const auto registered = app();
    const auto other = app();
    const auto issued = must(exchange_code, exchange(registered, code(registered, maya.id)));
    auto revoke = [this](const RegisteredApp& by, const std::string& token) {
        return run(revoke_token, std::string_view(by.app.client_id), std::string_view(by.client_secret),
                   std::string_view(token));
    };
    auto here = context();
    EXPECT_TRUE(revoke(other, issued.token));  // says nothing of tokens that are not its own
    EXPECT_TRUE(authenticate(here, issued.token));
    EXPECT_TRUE(revoke(registered, issued.token));
    EXPECT_EQ(authenticate(here, issued.token).error().message(), "The access token was revoked");
    EXPECT_TRUE(revoke(registered, issued.token));
    EXPECT_TRUE(revoke(registered, "nonsense"));
    EXPECT_EQ(failure(revoke_token, std::string_view(registered.app.client_id), std::string_view("wrong"),
                      std::string_view(issued.token))
                  .message(),
              "unauthorized_client");
}

TEST(Scopes, parent_grants_its_children_alone) {
    struct Case {
        const char* granted;
        const char* needed;
        bool allowed;
    };
    for (const auto& [granted, needed, allowed] : {Case{"read", "read", true},
                                                   Case{"read", "read:statuses", true},
                                                   Case{"read", "profile", true},
                                                   Case{"read", "write", false},
                                                   Case{"read", "write:statuses", false},
                                                   Case{"read:statuses", "read", false},
                                                   Case{"read:statuses", "read:accounts", false},
                                                   Case{"write", "write:media", true},
                                                   Case{"write", "read:media", false},
                                                   Case{"write", "profile", false},
                                                   Case{"follow", "read:follows", true},
                                                   Case{"follow", "write:follows", true},
                                                   Case{"follow", "write:blocks", true},
                                                   Case{"follow", "read:mutes", true},
                                                   Case{"follow", "write:statuses", false},
                                                   Case{"follow", "read:statuses", false},
                                                   Case{"profile", "read:accounts", false},
                                                   Case{"push", "push", true},
                                                   Case{"push", "read", false},
                                                   Case{"read write follow push", "write:follows", true},
                                                   Case{"", "read", false},
                                                   Case{"rea", "read", false},
                                                   Case{"readx", "read", false},
                                                   Case{"write:status", "write:statuses", false},
                                                   Case{"admin:read", "admin:read:accounts", true},
                                                   Case{"admin:read", "admin:write:accounts", false},
                                                   Case{"read", "admin:read", false}})
        EXPECT_EQ(scope_grants(granted, needed), allowed) << granted << " / " << needed;
}

TEST(Scopes, only_mastodons_names_are_known) {
    EXPECT_TRUE(are_known_scopes("read write follow push profile read:accounts write:media admin:read:reports"));
    for (const char* name :
         {"reads", "read:media", "write:search", "admin", "admin:read:statuses", "read:", ":", "follow:x"})
        EXPECT_FALSE(are_known_scopes(name)) << name;
}

}  // namespace
}  // namespace collegium::domain
