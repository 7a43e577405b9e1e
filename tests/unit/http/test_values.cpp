#include <gtest/gtest.h>

#include "http/client_address.hpp"
#include "http/cookies.hpp"
#include "http/negotiate.hpp"
#include "http/parameters.hpp"
#include "http/rate_limit.hpp"
#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

Request asking(std::string query, std::string type = "", std::string body = "") {
    Request request;
    request.query = std::move(query);
    if (!type.empty()) request.headers.emplace_back("content-type", std::move(type));
    request.body = std::move(body);
    return request;
}

std::string read(Request request) {
    const auto result = read_parameters(request);
    return result ? json::dump(request.parameters()) : std::string(name_of(result.error().code()));
}

TEST(Parameters, query_and_form_make_one_tree_and_the_body_wins) {
    EXPECT_EQ(
        read(asking("limit=5&status=query", "application/x-www-form-urlencoded; charset=utf-8",
                    "status=body&media_ids[]=1&media_ids[]=2&source[privacy]=private&fields_attributes[0][name]=x")),
        R"({"limit":"5","status":"body","media_ids":["1","2"],"source":{"privacy":"private"},)"
        R"("fields_attributes":[{"name":"x"}]})");
}

TEST(Parameters, json_keeps_its_types) {
    EXPECT_EQ(read(asking("a=1", "Application/JSON", R"({"sensitive":true,"poll":{"expires_in":300}})")),
              R"({"a":"1","sensitive":true,"poll":{"expires_in":300}})");
    EXPECT_EQ(read(asking("", "application/json", "[1]")), R"({"_json":[1]})");
    EXPECT_EQ(read(asking("", "application/json", " ")), "{}");
}

TEST(Parameters, malformed_bodies_are_bad_requests) {
    EXPECT_EQ(read(asking("", "application/json", "{\"a\":")), "bad_request");
    EXPECT_EQ(read(asking("", "application/json", std::string(100, '['))), "bad_request");
    EXPECT_EQ(read(asking("", "multipart/form-data", "x")), "bad_request");
    EXPECT_EQ(read(asking("a=%ff")), "bad_request");
}

TEST(Parameters, unknown_types_leave_the_query_alone) {
    EXPECT_EQ(read(asking("a=1", "application/activity+json", "{\"a\":2}")), R"({"a":"1"})");
    EXPECT_EQ(read(asking("a=1", "", "a=2")), R"({"a":"1"})");
}

TEST(Parameters, multipart_gives_fields_and_uploads) {
    auto request = asking("", "multipart/form-data; boundary=XX",
                          "--XX\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nA map\r\n"
                          "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../map.png\"\r\n"
                          "Content-Type: image/png\r\n\r\n\x89PNG\r\n--XX--\r\n");
    ASSERT_TRUE(read_parameters(request));
    EXPECT_EQ(json::dump(request.parameters()), R"({"description":"A map"})");
    ASSERT_EQ(request.uploads().size(), 1u);
    EXPECT_EQ(request.uploads()[0].field, "file");
    EXPECT_EQ(request.uploads()[0].filename, "map.png");
    EXPECT_EQ(request.uploads()[0].bytes, "\x89PNG");
}

TEST(Negotiate, quality_and_specificity_decide) {
    using enum Representation;
    const std::vector<Representation> offered = {html, activity, ld_json, json};
    EXPECT_EQ(negotiate("", offered), html);
    EXPECT_EQ(negotiate("*/*", offered), html);
    EXPECT_EQ(negotiate("application/activity+json", offered), activity);
    EXPECT_EQ(negotiate("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", offered), ld_json);
    EXPECT_EQ(negotiate("text/html;q=0.5, application/json;q=0.8", offered), json);
    EXPECT_EQ(negotiate("application/*, application/json;q=0", offered), activity);
    EXPECT_EQ(negotiate("text/html;q=0, */*;q=0.1", offered), activity);
    EXPECT_EQ(negotiate("image/png", offered), none);
    EXPECT_TRUE(wants_activity("application/activity+json, text/html;q=0.1"));
    EXPECT_FALSE(wants_activity("text/html,application/xhtml+xml,*/*;q=0.8"));
    EXPECT_FALSE(wants_activity("*/*"));
}

TEST(Cookies, are_read_and_written) {
    EXPECT_EQ(find_cookie("a=1; session=xyz; session=other", "session"), "xyz");
    EXPECT_EQ(find_cookie("xsession=1", "session"), std::nullopt);
    EXPECT_EQ(set_cookie(Cookie("session", "t"), true), "__Host-session=t; Path=/; HttpOnly; SameSite=Lax; Secure");
    Cookie gone("session", "");
    gone.max_age = std::chrono::seconds(0);
    EXPECT_EQ(set_cookie(gone, false), "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(ClientAddress, blocks_contain_their_addresses_only) {
    EXPECT_TRUE(Network::parse("10.0.0.0/8")->contains("10.200.3.4"));
    EXPECT_TRUE(Network::parse("10.0.0.0/8")->contains("::ffff:10.1.1.1"));
    EXPECT_FALSE(Network::parse("10.0.0.0/8")->contains("11.0.0.1"));
    EXPECT_TRUE(Network::parse("192.0.2.128/25")->contains("192.0.2.129"));
    EXPECT_FALSE(Network::parse("192.0.2.128/25")->contains("192.0.2.127"));
    EXPECT_TRUE(Network::parse("fd00::/8")->contains("fdab::1"));
    EXPECT_FALSE(Network::parse("fd00::/8")->contains("10.0.0.1"));
    for (const auto* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "fd00::/129", "x", ""})
        EXPECT_FALSE(Network::parse(text)) << text;
    EXPECT_EQ(client_key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(client_key("192.0.2.1"), "192.0.2.1");
}

Request from(std::string address, std::string token = "") {
    Request request;
    request.remote_address = std::move(address);
    if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + token);
    return request;
}

const Timestamp noon = from_milliseconds(1'790'000'000'000);

TEST(RateLimit, window_is_counted_down_and_starts_again) {
    RateLimiter limiter(2);
    EXPECT_EQ(limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.1"), noon).remaining, 1u);
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.1"), noon).allowed);
    const auto refused = limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.1"), noon);
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.reset, noon + std::chrono::minutes(5));
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.2"), noon).allowed);
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.1"), refused.reset).allowed);
}

TEST(RateLimit, token_has_its_own_window_and_one_network_of_v6_shares_one) {
    RateLimiter limiter(1);
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("2001:db8::1"), noon).allowed);
    EXPECT_FALSE(limiter.charge(RateLimit::standard, Audience::client_api, from("2001:db8::2"), noon).allowed);
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("2001:db8::2", "one"), noon).allowed);
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("2001:db8::2", "two"), noon).allowed);
    EXPECT_FALSE(limiter.charge(RateLimit::standard, Audience::client_api, from("203.0.113.1", "two"), noon).allowed);
}

TEST(RateLimit, many_wrong_tokens_end_in_refusals) {
    RateLimiter limiter(3);
    for (int index = 0; index < 3; ++index) {
        EXPECT_TRUE(
            limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.1", std::to_string(index)), noon)
                .allowed);
        limiter.note_bad_token("192.0.2.1", noon);
    }
    EXPECT_FALSE(limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.1", "new"), noon).allowed);
    EXPECT_TRUE(limiter.charge(RateLimit::standard, Audience::client_api, from("192.0.2.2", "new"), noon).allowed);
}

TEST(RateLimit, sign_in_is_counted_by_address_whatever_the_token) {
    RateLimiter limiter(300);
    for (int index = 0; index < 20; ++index)
        EXPECT_TRUE(
            limiter.charge(RateLimit::sign_in, Audience::page, from("192.0.2.1", std::to_string(index)), noon).allowed);
    const auto refused = limiter.charge(RateLimit::sign_in, Audience::page, from("192.0.2.1", "next"), noon);
    EXPECT_FALSE(refused.allowed);
    EXPECT_EQ(refused.limit, 20u);
}

TEST(RateLimit, made_up_tokens_give_no_windows_where_tokens_are_not_looked_at) {
    for (const auto audience : {Audience::page, Audience::server}) {
        RateLimiter limiter(2);
        EXPECT_TRUE(limiter.charge(RateLimit::standard, audience, from("192.0.2.1", "one"), noon).allowed);
        EXPECT_TRUE(limiter.charge(RateLimit::standard, audience, from("192.0.2.1", "two"), noon).allowed);
        EXPECT_FALSE(limiter.charge(RateLimit::standard, audience, from("192.0.2.1", "three"), noon).allowed);
        EXPECT_EQ(limiter.clients(), 1u);
    }
}

TEST(RateLimit, pages_reach_their_limit_whatever_tokens_come_along) {
    auto options = test::quiet_options();
    options.requests_per_5_minutes = 2;
    test::Site site(options);
    test::add(
        site.router, Method::get, "/library", [](Request, Respond respond) { respond(Response::html("works")); }, {},
        Audience::page);
    test::Wire wire(site.start());
    EXPECT_EQ(wire.ask(test::get("/library", "Authorization: Bearer a\r\n")).status, 200);
    EXPECT_EQ(wire.ask(test::get("/library", "Authorization: Bearer b\r\n")).status, 200);
    EXPECT_EQ(wire.ask(test::get("/library", "Authorization: Bearer c\r\n")).status, 429);
}

TEST(RateLimit, zero_turns_every_family_off) {
    RateLimiter limiter(0);
    for (int index = 0; index < 100; ++index)
        EXPECT_TRUE(limiter.charge(RateLimit::sign_up, Audience::client_api, from("192.0.2.1"), noon).allowed);
    EXPECT_EQ(limiter.clients(), 0u);
}

TEST(RateLimit, table_stays_bounded_and_forgets_the_quiet_first) {
    RateLimiter limiter(1, 10);
    for (int index = 0; index < 1000; ++index) {
        (void)limiter.charge(RateLimit::standard, Audience::client_api, from("198.51.100.1"), noon);
        (void)limiter.charge(RateLimit::standard, Audience::client_api,
                             from("10.0." + std::to_string(index / 250) + "." + std::to_string(index % 250)), noon);
    }
    EXPECT_EQ(limiter.clients(), 10u);
    EXPECT_FALSE(limiter.charge(RateLimit::standard, Audience::client_api, from("198.51.100.1"), noon).allowed);
}

TEST(RateLimit, headers_tell_the_window_and_the_refusal) {
    auto options = test::quiet_options();
    options.requests_per_5_minutes = 1;
    test::Site site(options);
    test::Wire wire(site.start());
    const auto first = wire.ask(test::get("/hello"));
    EXPECT_EQ(first.header("X-RateLimit-Limit"), "1");
    EXPECT_EQ(first.header("X-RateLimit-Remaining"), "0");
    EXPECT_EQ(first.header("X-RateLimit-Reset").size(), std::string("2026-09-01T10:00:00.123000Z").size());
    const auto second = wire.ask(test::get("/hello"));
    EXPECT_EQ(second.status, 429);
    EXPECT_EQ(second.body, R"({"error":"Too many requests"})");
    EXPECT_NE(second.header("Retry-After"), "");
}

}  // namespace
}  // namespace collegium::http
