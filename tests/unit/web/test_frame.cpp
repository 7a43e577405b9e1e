#include <gtest/gtest.h>

#include "web/assets.hpp"
#include "web/frame.hpp"
#include "web/pages.hpp"

namespace collegium::web {
namespace {

config::Config cedar_valley() {
    config::Config config;
    config.instance.domain = "learn.cedarvalley.example";
    config.instance.name = "Cedar Valley USD";
    return config;
}

TEST(Frame, stranger_is_offered_to_sign_in) {
    const auto html = render(Page::error, view_of(cedar_valley(), Frame()));
    EXPECT_NE(html.find("href=\"/sign-in\""), std::string::npos);
    EXPECT_EQ(html.find("Sign out"), std::string::npos);
    EXPECT_NE(html.find("<title>Cedar Valley USD</title>"), std::string::npos);
}

TEST(Frame, member_sees_own_name_and_what_waits) {
    Frame frame;
    frame.title = "Library";
    frame.place = Place::library;
    frame.viewer = Viewer{"Maya Okafor", "@maya.okafor@learn.cedarvalley.example", "/a.svg", "/@maya.okafor", 3};
    frame.csrf = "token";
    const auto html = render(Page::library, view_of(cedar_valley(), frame));
    EXPECT_NE(html.find("Maya Okafor"), std::string::npos);
    EXPECT_NE(html.find("<span class=\"count\">3<"), std::string::npos);
    EXPECT_NE(html.find("<a href=\"/library\" aria-current=\"page\">Library</a>"), std::string::npos);
    EXPECT_NE(html.find("<title>Library · Cedar Valley USD</title>"), std::string::npos);
    EXPECT_NE(html.find("Sign out"), std::string::npos);
}

TEST(Frame, head_names_the_other_forms_of_the_page) {
    Frame frame;
    frame.head.canonical = "https://learn.cedarvalley.example/resources/1";
    frame.head.activity = frame.head.canonical;
    frame.head.json_ld = json_for_script(json::Value::object({{"name", "a<b"}}));
    const auto html = render(Page::resource, view_of(cedar_valley(), frame));
    EXPECT_NE(html.find("rel=\"canonical\" href=\"https://learn.cedarvalley.example/resources/1\""), std::string::npos);
    EXPECT_NE(html.find("type=\"application/activity+json\""), std::string::npos);
    EXPECT_NE(html.find("{\"name\":\"a\\u003cb\"}"), std::string::npos);
    EXPECT_EQ(html.find("type=\"application/ld+json\" href"), std::string::npos);
}

TEST(ErrorPage, unauthorized_leads_to_sign_in_and_shows_the_message_escaped) {
    const auto html = error_page(cedar_valley(), 401, "Sign in first", "<b>no</b>");
    EXPECT_NE(html.find("<h1>Sign in first</h1>"), std::string::npos);
    EXPECT_NE(html.find("&lt;b&gt;no&lt;/b&gt;"), std::string::npos);
    EXPECT_NE(html.find("<a class=\"button\" href=\"/sign-in\">"), std::string::npos);
    EXPECT_NE(html.find("content=\"noindex\""), std::string::npos);
}

TEST(DateView, year_is_told_only_when_it_is_another_one) {
    const auto now = *parse_rfc3339("2026-11-20T08:00:00.000Z");
    const auto view = date_view(*parse_rfc3339("2026-11-18T23:59:59.999Z"), now);
    EXPECT_EQ(view["text"].string(), "18 Nov");
    EXPECT_EQ(view["iso"].string(), "2026-11-18T23:59:59.999Z");
    EXPECT_EQ(date_view(*parse_rfc3339("2025-01-02T00:00:00.000Z"), now)["text"].string(), "2 Jan 2025");
    EXPECT_EQ(moment_view(*parse_rfc3339("2026-11-18T09:05:00.000Z"), now)["text"].string(), "18 Nov, 09:05");
}

TEST(SelectView, the_chosen_option_alone_is_selected) {
    const auto view = select_view("license", {{"", "Choose one"}, {"by", "CC BY"}}, "by", "Choose a licence.");
    EXPECT_EQ(view["options"].items().at(0)["selected"].boolean(), false);
    EXPECT_EQ(view["options"].items().at(1)["selected"].boolean(), true);
    EXPECT_EQ(view["error"].string(), "Choose a licence.");
}

TEST(Assets, address_has_a_version_and_unknown_names_none) {
    EXPECT_EQ(asset_url("site.css").find("/assets/site.css?v="), 0u);
    EXPECT_EQ(asset_url("nothing.css"), "/assets/nothing.css");
}

TEST(Assets, pictures_that_apps_are_given_exist) {
    for (const auto path : {default_avatar_png, default_header_png})
        EXPECT_NE(assets().url(path), std::string(path)) << path;
}

TEST(Assets, default_avatar_stays_the_same_for_a_person) {
    const auto first = default_avatar("@maya.okafor@learn.cedarvalley.example");
    EXPECT_EQ(first, default_avatar("@maya.okafor@learn.cedarvalley.example"));
    EXPECT_NE(first.find("?v="), std::string::npos);
    bool differs = false;
    for (const auto* handle : {"@a@x", "@b@x", "@c@x", "@d@x", "@e@x", "@f@x", "@g@x", "@h@x"})
        differs = differs || default_avatar(handle) != first;
    EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace collegium::web
