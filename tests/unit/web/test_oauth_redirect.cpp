#include <gtest/gtest.h>

#include "web/oauth_redirect.hpp"

namespace collegium::web {
namespace {

TEST(OauthRedirect, parameters_follow_those_of_the_address) {
    EXPECT_EQ(oauth_redirect("https://app.example/callback", {{"code", "abc"}}, ""),
              "https://app.example/callback?code=abc");
    EXPECT_EQ(oauth_redirect("https://app.example/callback?server=north", {{"code", "abc"}}, "a b&c"),
              "https://app.example/callback?server=north&code=abc&state=a%20b%26c");
    EXPECT_EQ(oauth_redirect("https://app.example/callback?", {{"error", "access_denied"}}, ""),
              "https://app.example/callback?error=access_denied");
}

TEST(OauthRedirect, fragment_stays_at_the_end) {
    EXPECT_EQ(oauth_redirect("https://app.example/#done", {{"code", "abc"}}, ""), "https://app.example/?code=abc#done");
}

TEST(OauthRedirect, schemes_of_apps_on_the_device_work_too) {
    EXPECT_EQ(oauth_redirect("org.example.app://callback", {{"code", "abc"}}, "s"),
              "org.example.app://callback?code=abc&state=s");
    EXPECT_EQ(oauth_redirect("app:/callback", {{"code", "abc"}}, ""), "app:/callback?code=abc");
}

TEST(RedirectHost, people_are_told_where_they_go) {
    EXPECT_EQ(redirect_host("https://app.example:8443/callback"), "app.example");
    EXPECT_EQ(redirect_host("org.example.app://callback"), "org.example.app");
    EXPECT_EQ(redirect_host(out_of_band), "");
}

TEST(FormAction, widens_the_policy_by_the_origin_alone) {
    EXPECT_EQ(form_action_of("https://app.example/callback?x=y"), " https://app.example");
    EXPECT_EQ(form_action_of("http://localhost:3000/callback"), " http://localhost:3000");
    EXPECT_EQ(form_action_of("org.example.app://callback"), " org.example.app:");
    EXPECT_EQ(form_action_of(out_of_band), "");
}

TEST(FormAction, nothing_of_an_address_can_add_to_the_policy) {
    EXPECT_EQ(form_action_of("https://app.example;script-src *"), "");
    EXPECT_EQ(form_action_of("a b:callback"), "");
    EXPECT_EQ(form_action_of("*://callback"), "");
}

}  // namespace
}  // namespace collegium::web
