#include "core/bytes.hpp"
#include "domain/sessions.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using test::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* oob = "urn:ietf:wg:oauth:2.0:oob";

class OauthRoutes : public test::Api {
  protected:
    OauthRoutes() : maya_(member("maya")) {}
    test::Answer registered(const char* scopes = "read write follow push") {
        return form(
            http::Method::post, "/api/v1/apps",
            "client_name=Sample&redirect_uris=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&website=https%3A%2F%2Fapp.example"
            "&scopes=" +
                std::string(scopes));
    }
    std::string code(const test::Answer& app, const char* scopes = "read write") {
        auto here = context();
        return domain::issue_code(here,
                                  {AppId{parse_decimal_id(app["id"].string()).value()}, maya_.id, oob, scopes, ""});
    }
    json::Value exchange(const test::Answer& app, const std::string& code) {
        return object({{"grant_type", "authorization_code"},
                       {"client_id", app["client_id"]},
                       {"client_secret", app["client_secret"]},
                       {"code", code},
                       {"redirect_uri", oob}});
    }
    model::Account maya_;
};
COLLEGIUM_ON_BOTH_ENGINES(OauthRoutes);

TEST_P(OauthRoutes, app_is_told_its_secret_once) {
    const auto app = registered("read+write");
    ASSERT_EQ(app.status, 200) << app.error();
    EXPECT_ENTITY(app.body, "App");
    EXPECT_EQ(app["client_secret_expires_at"].integer(), 0);
    EXPECT_EQ(app["redirect_uri"].string(), oob);
    EXPECT_EQ(app["redirect_uris"].items().size(), 1u);
    EXPECT_EQ(app["scopes"].items().size(), 2u);
    const auto token = post("/oauth/token", object({{"grant_type", "client_credentials"},
                                                    {"client_id", app["client_id"]},
                                                    {"client_secret", app["client_secret"]}}));
    const auto seen = get("/api/v1/apps/verify_credentials", token["access_token"].string());
    EXPECT_EQ(seen["name"].string(), "Sample");
    EXPECT_EQ(seen["website"].string(), "https://app.example");
    EXPECT_FALSE(seen.body.contains("client_secret"));
    EXPECT_EQ(get("/api/v1/apps/verify_credentials").status, 401);
}

TEST_P(OauthRoutes, redirect_uris_come_as_list_or_lines) {
    for (const auto& uris :
         {json::Value("https://a.example/x sample://y"), json::Value("https://a.example/x\nsample://y"),
          json::Value(json::Array{"https://a.example/x", "sample://y"})}) {
        const auto app = post("/api/v1/apps", object({{"client_name", "Sample"}, {"redirect_uris", uris}}));
        ASSERT_EQ(app.status, 200) << app.error();
        EXPECT_EQ(app["redirect_uris"].items().size(), 2u);
        EXPECT_EQ(app["redirect_uri"].string(), "https://a.example/x\nsample://y");
        EXPECT_EQ(app["scopes"].items().size(), 1u) << "read, when nothing is said";
    }
    const auto bad =
        post("/api/v1/apps", object({{"client_name", "Sample"}, {"redirect_uris", "javascript:alert(1)"}}));
    EXPECT_EQ(bad.status, 422);
    EXPECT_EQ(bad.error(), "Validation failed: Redirect URI must be an absolute URI.");
}

TEST_P(OauthRoutes, code_becomes_a_token_by_form_json_or_basic) {
    const auto app = registered();
    const auto token = post("/oauth/token", exchange(app, code(app)));
    ASSERT_EQ(token.status, 200) << token.error();
    EXPECT_ENTITY(token.body, "Token");
    EXPECT_EQ(token["token_type"].string(), "Bearer");
    EXPECT_EQ(token["scope"].string(), "read write");
    EXPECT_EQ(token["created_at"].integer(), to_milliseconds(now_) / 1000);
    EXPECT_EQ(token.header("Cache-Control"), "no-store");
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", token["access_token"].string())["username"].string(), "maya");
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials?access_token=" + token["access_token"].string()).status, 401)
        << "not in an address, which histories and logs keep";
    EXPECT_EQ(form(http::Method::patch, "/api/v1/accounts/update_credentials",
                   "bot=0&access_token=" + token["access_token"].string())
                  .status,
              200);

    auto basic = request(http::Method::post, "/oauth/token");
    basic.headers.emplace_back(
        "authorization", "Basic " + base64_encode(app["client_id"].string() + ":" + app["client_secret"].string()));
    basic.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    basic.body = "grant_type=authorization_code&redirect_uri=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob&code=" + code(app);
    EXPECT_EQ(ask(basic).status, 200);
}

TEST_P(OauthRoutes, bytes_that_are_no_text_are_no_client) {
    using std::string_literals::operator""s;
    for (const auto& credentials : {"\0:x"s, "a\0b:x"s, "\xff:x"s, "%00:x"s, "%C3%28:%FF"s, "x:\0"s}) {
        auto basic = request(http::Method::post, "/oauth/token");
        basic.headers.emplace_back("authorization", "Basic " + base64_encode(credentials));
        basic.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
        basic.body = "grant_type=client_credentials";
        const auto answer = ask(basic);
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(answer.error(), "invalid_client");
    }
}

TEST_P(OauthRoutes, failures_speak_oauth) {
    const auto app = registered();
    auto wrong = exchange(app, code(app));
    wrong.set("client_secret", "wrong");
    auto answer = post("/oauth/token", wrong);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.error(), "invalid_client");
    EXPECT_THAT(answer["error_description"].string(), HasSubstr("Client authentication failed"));
    answer = post("/oauth/token", exchange(app, "nonsense"));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.error(), "invalid_grant");
    const auto once = code(app);
    EXPECT_EQ(post("/oauth/token", exchange(app, once)).status, 200);
    EXPECT_EQ(post("/oauth/token", exchange(app, once)).error(), "invalid_grant");
    answer = post("/oauth/token", object({{"grant_type", "password"}}));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.error(), "unsupported_grant_type");
    EXPECT_EQ(post("/oauth/token", object({})).status, 400);
}

TEST_P(OauthRoutes, failed_exchange_spends_the_code) {
    const auto app = registered();
    const auto spent = code(app);
    auto elsewhere = exchange(app, spent);
    elsewhere.set("redirect_uri", "https://evil.example/");
    EXPECT_EQ(post("/oauth/token", elsewhere).error(), "invalid_grant");
    EXPECT_EQ(post("/oauth/token", exchange(app, spent)).error(), "invalid_grant");
}

// RFC 6749 4.1.2: of two who hold a code, one stole it.
TEST_P(OauthRoutes, code_that_comes_twice_ends_the_token_it_gave) {
    const auto app = registered();
    const auto other = post("/oauth/token", exchange(app, code(app)))["access_token"].string();
    const auto stolen = code(app);
    const auto token = post("/oauth/token", exchange(app, stolen))["access_token"].string();
    ASSERT_EQ(get("/api/v1/accounts/verify_credentials", token).status, 200);
    advance(std::chrono::hours(24));
    const auto again = post("/oauth/token", exchange(app, stolen));
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(again.error(), "invalid_grant");
    const auto after = get("/api/v1/accounts/verify_credentials", token);
    EXPECT_EQ(after.status, 401);
    EXPECT_EQ(after.error(), "The access token was revoked");
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", other).status, 200) << "tokens of other codes stay";
}

TEST_P(OauthRoutes, revoked_token_says_so) {
    const auto app = registered();
    const auto token = post("/oauth/token", exchange(app, code(app)))["access_token"].string();
    const auto revoke =
        object({{"client_id", app["client_id"]}, {"client_secret", app["client_secret"]}, {"token", token}});
    EXPECT_EQ(post("/oauth/revoke", revoke).status, 200);
    EXPECT_EQ(post("/oauth/revoke", revoke).status, 200);
    const auto after = get("/api/v1/accounts/verify_credentials", token);
    EXPECT_EQ(after.status, 401);
    EXPECT_EQ(after.error(), "The access token was revoked");
    EXPECT_THAT(after.header("WWW-Authenticate"), HasSubstr("error=\"invalid_token\""));
    EXPECT_EQ(post("/oauth/revoke", object({{"token", token}})).status, 403);
}

TEST_P(OauthRoutes, app_token_is_no_person) {
    const auto app = registered();
    const auto token = post("/oauth/token", object({{"grant_type", "client_credentials"},
                                                    {"client_id", app["client_id"]},
                                                    {"client_secret", app["client_secret"]},
                                                    {"scope", "read"}}))["access_token"]
                           .string();
    const auto answer = get("/api/v1/timelines/home", token);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.error(), "This method requires an authenticated user");
    EXPECT_EQ(get("/api/v1/timelines/public", token).status, 200);
}

TEST_P(OauthRoutes, profile_scope_is_enough_to_know_oneself) {
    const auto key = token(maya_, "profile");
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", key).status, 200);
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", token(maya_, "read:accounts")).status, 200);
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", token(maya_, "read:statuses")).status, 403);
    const auto info = get("/oauth/userinfo", key);
    EXPECT_ENTITY(info.body, "UserInfo");
    EXPECT_EQ(info["sub"].string(), maya_.uri);
    EXPECT_EQ(get("/api/v1/timelines/home", key).status, 403);
}

TEST_P(OauthRoutes, metadata_names_the_endpoints) {
    const auto metadata = get("/.well-known/oauth-authorization-server");
    EXPECT_EQ(metadata["issuer"].string(), "https://north.example/");
    EXPECT_EQ(metadata["token_endpoint"].string(), "https://north.example/oauth/token");
    EXPECT_EQ(metadata["authorization_endpoint"].string(), "https://north.example/oauth/authorize");
    ASSERT_EQ(metadata["code_challenge_methods_supported"].items().size(), 1u);
    EXPECT_EQ(metadata["code_challenge_methods_supported"].items()[0].string(), "S256");
    for (const auto& scope : metadata["scopes_supported"].items())
        EXPECT_TRUE(domain::are_known_scopes(scope.string())) << scope.string();
}

TEST_P(OauthRoutes, wrong_kinds_of_token_are_refused) {
    for (const char* header : {"Bearer", "Bearer ", "Basic abc", "bearer nonsense", "Token x", "Bearer a b"}) {
        auto asked = request(http::Method::get, "/api/v1/timelines/home");
        asked.headers.emplace_back("authorization", header);
        EXPECT_EQ(ask(asked).status, 401) << header;
    }
    auto lower = request(http::Method::get, "/api/v1/timelines/home");
    lower.headers.emplace_back("authorization", "bearer " + token(maya_));
    EXPECT_EQ(ask(lower).status, 200);
}

}  // namespace
}  // namespace collegium::api
