#include <gtest/gtest.h>

#include "core/url.hpp"
#include "web/alternates.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

TEST(LocalPath, paths_of_ours_are_kept_with_their_query) {
    for (const auto* path : {"/", "/mentoring", "/mentoring/new?purpose=offer", "/oauth/authorize?a=b&c=d%20e"})
        EXPECT_EQ(local_path(path), path);
}

TEST(LocalPath, whatever_could_lead_elsewhere_is_the_start_page) {
    for (const auto* wanted :
         {"", "https://evil.example/", "//evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)",
          "evil.example", "/ /evil.example", "/\t/evil.example", "/a\r\nSet-Cookie: x=y", " /mentoring"})
        EXPECT_EQ(local_path(wanted), "/") << wanted;
    EXPECT_EQ(local_path("/" + std::string(5000, 'a')), "/");
}

TEST(SignInFirst, leads_back_to_the_page_that_was_asked_for) {
    http::Request request;
    request.target = "/mentoring/new?purpose=offer";
    const auto response = sign_in_first(request);
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(*response.find("Location"), "/sign-in?return_to=%2Fmentoring%2Fnew%3Fpurpose%3Doffer");
}

TEST(SignInFirst, after_a_form_leads_back_to_the_page_of_the_form) {
    http::Request request;
    request.method = http::Method::post;
    request.target = "/posts";
    request.host = "learn.cedarvalley.example";
    request.headers.emplace_back("referer", "https://learn.cedarvalley.example/@ada/17");
    EXPECT_EQ(*sign_in_first(request).find("Location"), "/sign-in?return_to=%2F%40ada%2F17");
    request.headers.front().second = "https://evil.example/@ada/17";
    EXPECT_EQ(*sign_in_first(request).find("Location"), "/sign-in?return_to=%2F");
}

TEST(Notice, each_has_a_name_of_its_own_and_a_text) {
    EXPECT_EQ(parse_notice("shared"), Notice::shared);
    EXPECT_EQ(name_of(Notice::accepted), "accepted");
    EXPECT_EQ(parse_notice("<script>"), std::nullopt);
    EXPECT_EQ(flash_of(Notice::none).text, "");
    for (int number = 1; number <= static_cast<int>(Notice::profile_saved); ++number) {
        const auto notice = static_cast<Notice>(number);
        EXPECT_FALSE(flash_of(notice).text.empty()) << number;
        EXPECT_EQ(parse_notice(name_of(notice)), notice) << number;
    }
}

TEST(GoTo, notice_travels_in_a_cookie_that_scripts_cannot_read) {
    http::Request request;
    request.secure = true;
    const auto response = go_to(request, "/resources/7", Notice::shared);
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(*response.find("Set-Cookie"),
              "__Host-notice=shared; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=300");
    EXPECT_EQ(go_to(request, "/").find("Set-Cookie"), nullptr);
}

Shape shape_of(std::string accept, HasRecord has_record) {
    http::Request request;
    if (!accept.empty()) request.headers.emplace_back("accept", std::move(accept));
    return wanted_shape(request, has_record);
}

TEST(WantedShape, browsers_and_the_silent_get_the_page) {
    for (const auto* accept :
         {"", "text/html", "*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
        EXPECT_EQ(shape_of(accept, HasRecord::yes), Shape::page) << accept;
}

TEST(WantedShape, linked_data_is_the_record_unless_the_profile_says_otherwise) {
    EXPECT_EQ(shape_of("application/ld+json", HasRecord::yes), Shape::record);
    EXPECT_EQ(shape_of("application/ld+json", HasRecord::no), Shape::activity);
    constexpr auto with_profile = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    EXPECT_EQ(shape_of(with_profile, HasRecord::yes), Shape::activity);
    EXPECT_EQ(shape_of(std::string("application/activity+json, ") + with_profile + ", text/html;q=0.1", HasRecord::yes),
              Shape::activity);
}

TEST(NameActivity, header_has_the_form_that_other_servers_look_for) {
    http::Response response;
    name_activity(response, "https://learn.cedarvalley.example/ap/notes/7");
    EXPECT_EQ(*response.find("Link"),
              "<https://learn.cedarvalley.example/ap/notes/7>; rel=\"alternate\"; type=\"application/activity+json\"");
}

}  // namespace
}  // namespace collegium::web
