#include <algorithm>

#include <gtest/gtest.h>

#include "web/csrf.hpp"

namespace collegium::web {
namespace {

http::Request form_with(std::string cookie, std::string token) {
    http::Request request;
    request.method = http::Method::post;
    request.host = "learn.cedarvalley.example";
    request.secure = true;
    if (!cookie.empty()) request.headers.emplace_back("cookie", std::move(cookie));
    request.parameters_.set("csrf", std::move(token));
    return request;
}

constexpr auto session = "__Host-session=0123456789abcdef";

TEST(Csrf, token_of_the_same_session_is_taken) {
    const auto token = FormKey(form_with(session, "")).token();
    EXPECT_TRUE(check_csrf(form_with(session, token)));
}

TEST(Csrf, two_pages_have_different_tokens_and_both_count) {
    const FormKey key(form_with(session, ""));
    const auto first = key.token();
    const auto second = key.token();
    EXPECT_NE(first, second);
    EXPECT_TRUE(check_csrf(form_with(session, first)));
    EXPECT_TRUE(check_csrf(form_with(session, second)));
}

TEST(Csrf, token_of_another_session_is_refused) {
    const auto token = FormKey(form_with("__Host-session=somebody-else", "")).token();
    const auto checked = check_csrf(form_with(session, token));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code(), Errc::forbidden);
}

TEST(Csrf, missing_or_mangled_tokens_are_refused) {
    auto token = FormKey(form_with(session, "")).token();
    EXPECT_FALSE(check_csrf(form_with(session, "")));
    EXPECT_FALSE(check_csrf(form_with(session, "x")));
    EXPECT_FALSE(check_csrf(form_with(session, token.substr(0, token.size() - 4))));
    EXPECT_FALSE(check_csrf(form_with("", token)));
    token.at(10) = token.at(10) == 'A' ? 'B' : 'A';
    EXPECT_FALSE(check_csrf(form_with(session, token)));
}

TEST(Csrf, form_sent_from_another_site_is_refused_even_with_the_token) {
    const auto token = FormKey(form_with(session, "")).token();
    auto request = form_with(session, token);
    request.headers.emplace_back("origin", "https://evil.example");
    EXPECT_FALSE(check_csrf(request));
    request = form_with(session, token);
    request.headers.emplace_back("sec-fetch-site", "cross-site");
    EXPECT_FALSE(check_csrf(request));
    request = form_with(session, token);
    request.headers.emplace_back("origin", "http://learn.cedarvalley.example");
    EXPECT_FALSE(check_csrf(request));
}

TEST(Csrf, own_origin_and_a_withheld_one_are_taken) {
    const auto token = FormKey(form_with(session, "")).token();
    for (const auto* origin : {"https://learn.cedarvalley.example", "null"}) {
        auto request = form_with(session, token);
        request.headers.emplace_back("origin", origin);
        EXPECT_TRUE(check_csrf(request)) << origin;
    }
}

TEST(Csrf, stranger_gets_a_cookie_that_makes_the_form_valid) {
    const auto page = form_with("", "");
    const FormKey key(page);
    http::Response response;
    key.keep(page, response);
    const auto set = std::find_if(response.headers.begin(), response.headers.end(),
                                  [](const auto& header) { return header.first == "Set-Cookie"; });
    ASSERT_NE(set, response.headers.end());
    EXPECT_NE(set->second.find("HttpOnly"), std::string::npos);
    const auto pair = set->second.substr(0, set->second.find(';'));
    EXPECT_TRUE(check_csrf(form_with(pair, key.token())));
}

TEST(Csrf, browser_with_a_key_is_given_no_other) {
    const auto page = form_with(session, "");
    http::Response response;
    FormKey(page).keep(page, response);
    EXPECT_TRUE(response.headers.empty());
}

TEST(Csrf, without_tls_cookies_have_plain_names) {
    auto page = form_with("session=abc", "");
    page.secure = false;
    const auto token = FormKey(page).token();
    auto request = form_with("session=abc", token);
    EXPECT_FALSE(check_csrf(request));
    request.secure = false;
    EXPECT_TRUE(check_csrf(request));
    EXPECT_EQ(session_token(page), "abc");
}

}  // namespace
}  // namespace collegium::web
