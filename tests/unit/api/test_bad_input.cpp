// What bad input gets: on every route of the client API, an answer in JSON, the right status, no 500, and
// nothing changed.
#include "api_world.hpp"
#include "core/strings.hpp"

namespace collegium::test {
namespace {

using http::Method;

bool is_write(Method method) {
    return method != Method::get && method != Method::head && method != Method::options;
}

// Registration of apps is open to everybody.
bool needs_nobody(const Asked& asked) {
    return asked.target == "/api/v1/apps";
}

std::string told(const Asked& asked) {
    return std::string(http::name_of(asked.method)) + " " + asked.target + " " + asked.body.substr(0, 60);
}

void expect_sound(const http::Response& response, const Asked& asked) {
    EXPECT_LT(response.status, 500) << told(asked) << " " << response.body;
    const auto* type = response.find("Content-Type");
    ASSERT_NE(type, nullptr) << told(asked);
    EXPECT_EQ(type->substr(0, 16), "application/json") << told(asked);
    auto body = json::parse(response.body);
    ASSERT_TRUE(body) << told(asked) << " " << response.body;
    if (response.status >= 400) {
        EXPECT_FALSE((*body)["error"].string().empty()) << told(asked);
    }
}

class BadInput : public ApiWorld {};

TEST_P(BadInput, writing_without_a_token_or_scope_is_refused_everywhere) {
    const auto reader = token_of(member("ada"), "read");
    for (auto asked : every_route()) {
        if (!is_write(asked.method) || needs_nobody(asked)) continue;
        const auto anonymous = ask(asked);
        EXPECT_EQ(anonymous.status, 401) << told(asked);
        EXPECT_NE(anonymous.find("WWW-Authenticate"), nullptr) << told(asked);
        asked.token = reader;
        const auto refused = ask(asked);
        EXPECT_EQ(refused.status, 403) << told(asked);
        EXPECT_EQ(refused.body, R"({"error":"This action is outside the authorized scopes"})") << told(asked);
    }
}

TEST_P(BadInput, token_that_is_none_is_refused_everywhere) {
    for (auto asked : every_route()) {
        if (needs_nobody(asked)) continue;
        asked.token = "made-up";
        const auto response = ask(asked);
        expect_sound(response, asked);
        if (is_write(asked.method)) {
            EXPECT_EQ(response.status, 401) << told(asked);
        }
    }
}

TEST_P(BadInput, ids_that_name_nothing_are_not_found_or_empty) {
    const auto token = token_of(member("ada"));
    for (const auto* id : {"7", "0", "-1", "abc", "9223372036854775807", "9223372036854775808", "%00", "%ff", "1.5",
                           "99999999999999999999999", "%20", "..%2f", "%F0%9F%92%A9", "%27%20OR%201=1"}) {
        for (auto asked : every_route(id)) {
            asked.token = token;
            expect_sound(ask(asked), asked);
        }
    }
}

TEST_P(BadInput, bodies_of_wrong_types_break_nothing) {
    const auto token = token_of(member("ada"));
    const std::string names[] = {"status", "visibility", "in_reply_to_id", "media_ids", "poll", "title",  "id",
                                 "q",      "home",       "account_ids",    "purpose",   "url",  "topics", "license",
                                 "places", "source",     "display_name",   "message",   "terms"};
    const std::string values[] = {"1",
                                  "-1",
                                  "1e300",
                                  "true",
                                  "null",
                                  "\"\"",
                                  "\"\\ud83d\\ude00\"",
                                  "[]",
                                  "{}",
                                  "[[1]]",
                                  "[null,{}]",
                                  "{\"a\":[1]}",
                                  "9223372036854775807",
                                  "0.5",
                                  "18446744073709551615"};
    for (const auto& value : values) {
        std::string body;
        for (const auto& name : names) body += (body.empty() ? "{\"" : ",\"") + name + "\":" + value;
        body += "}";
        for (auto asked : every_route()) {
            if (!is_write(asked.method)) continue;
            asked.token = token;
            asked.body = body;
            asked.content_type = "application/json";
            expect_sound(ask(asked), asked);
        }
    }
}

TEST_P(BadInput, unreadable_bodies_are_bad_requests_and_change_nothing) {
    const auto token = token_of(member("ada"));
    std::string deep(1000, '[');
    for (const std::string& body : {std::string("{"), deep, std::string("{\"status\":\"a\",\"status\":\"b\"}"),
                                    std::string("{\"status\":\"\xff\"}"), std::string("{\"status\":\"a\\u0000\"}")}) {
        const auto response = post("/api/v1/statuses", token, body);
        EXPECT_EQ(response.status, 400) << body.substr(0, 30);
        EXPECT_FALSE(json::parse(response.body).value()["error"].string().empty());
    }
    const auto large = post("/api/v1/statuses", token, "{\"status\":\"" + std::string(3000000, 'x') + "\"}");
    EXPECT_EQ(large.status, 413);
    EXPECT_EQ(count("post"), 0);
}

TEST_P(BadInput, what_belongs_to_others_is_not_found) {
    const auto ada = member("ada");
    const auto ben = member("ben");
    const auto secret = World::post(ada, "for followers", Visibility::followers);
    const auto open = World::post(ada, "for all");
    const auto token = token_of(ben);
    EXPECT_EQ(get("/api/v1/statuses/" + secret.id.text(), token).status, 404);
    EXPECT_EQ(get("/api/v1/statuses/" + secret.id.text()).status, 404);
    EXPECT_EQ(get("/api/v1/statuses/" + open.id.text() + "/source", token).status, 404);
    for (const auto* act : {"/favourite", "/reblog", "/bookmark"})
        EXPECT_EQ(post("/api/v1/statuses/" + secret.id.text() + act, token).status, 404) << act;
    EXPECT_EQ(ask({Method::put, "/api/v1/statuses/" + open.id.text(), token, R"({"status":"mine"})"}).status, 404);
    EXPECT_EQ(ask({Method::delete_, "/api/v1/statuses/" + open.id.text(), token, "", ""}).status, 404);
    EXPECT_EQ(get("/api/v1/statuses/" + open.id.text(), token).status, 200);
}

TEST_P(BadInput, tag_that_cannot_be_one_is_not_found) {
    EXPECT_EQ(get("/api/v1/tags/%20").status, 404);
    EXPECT_EQ(get("/api/v1/tags/algebra").status, 200);
}

TEST_P(BadInput, proposal_of_somebody_else_is_not_found_before_anything_is_read) {
    const auto owner = token_of(member("ada"));
    const auto made = read(post("/api/v1/pln/mentorships", owner,
                                R"({"purpose":"offer","title":"Fractions","topics":["maths"],"places":2})"));
    const auto path = "/api/v1/pln/mentorships/" + made["id"].string();
    const auto other = token_of(member("ben"));
    EXPECT_EQ(ask({Method::put, path, other, R"({"places":"x"})"}).status, 404);
    EXPECT_EQ(ask({Method::delete_, path, other, ""}).status, 404);
    const auto edited = read(ask({Method::put, path, owner, R"({"title":"Decimals","topics":["maths"],"places":3})"}));
    EXPECT_EQ(edited["purpose"].string(), "offer");
    EXPECT_EQ(edited["places"].integer(), 3);
    EXPECT_EQ(ask({Method::put, path, owner, R"({"state":"nonsense"})"}).status, 422);
}

COLLEGIUM_ON_BOTH_ENGINES(BadInput);

}  // namespace
}  // namespace collegium::test
