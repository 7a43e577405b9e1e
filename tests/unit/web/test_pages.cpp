#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "web/embedded.hpp"
#include "web/frame.hpp"
#include "web/pages.hpp"

namespace collegium::web {
namespace {

json::Value empty_view() {
    config::Config config;
    config.instance.domain = "learn.cedarvalley.example";
    config.instance.name = "Cedar Valley USD";
    return view_of(config, Frame());
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

TEST(Pages, embedded_templates_all_load) {
    const auto loaded = load_pages();
    ASSERT_TRUE(loaded) << loaded.error().detail();
}

TEST(Pages, each_template_file_belongs_to_a_page_or_is_taken_in_by_one) {
    std::string everything;
    std::set<std::string> pages = {"layout"};
    for (const auto page : all_pages()) pages.insert(name_of(page));
    for (const auto& file : embedded_templates()) everything += file.bytes;
    for (const auto& file : embedded_templates()) {
        const std::string name(file.name.substr(0, file.name.find('.')));
        if (!pages.contains(name)) {
            EXPECT_NE(everything.find("{{> " + name + "}}"), std::string::npos) << name;
        }
    }
}

TEST(Pages, every_page_is_whole_without_any_content) {
    for (const auto page : all_pages()) {
        const auto html = render(page, empty_view());
        EXPECT_EQ(html.find("<!doctype html>"), 0u) << name_of(page);
        EXPECT_EQ(count_of(html, "<main id=\"main\""), 1u) << name_of(page);
        EXPECT_EQ(count_of(html, "<h1"), 1u) << name_of(page);
        EXPECT_EQ(html.find("{{"), std::string::npos) << name_of(page);
        EXPECT_NE(html.find("</html>"), std::string::npos) << name_of(page);
    }
}

TEST(Pages, no_page_needs_what_the_content_policy_forbids) {
    for (const auto page : all_pages()) {
        const auto text = assemble("layout", name_of(page));
        ASSERT_TRUE(text);
        for (const auto* forbidden : {" style=", "<style", "javascript:", " onclick", " onload", " onsubmit", "data:"})
            EXPECT_EQ(text->find(forbidden), std::string::npos) << name_of(page) << ": " << forbidden;
        EXPECT_EQ(count_of(*text, "<script"), count_of(*text, "<script type=\"application/ld+json\"")) << name_of(page);
    }
}

TEST(Pages, every_form_that_posts_carries_the_token) {
    for (const auto page : all_pages()) {
        const auto text = assemble("layout", name_of(page));
        ASSERT_TRUE(text);
        for (auto at = text->find("<form"); at != std::string::npos; at = text->find("<form", at + 1)) {
            const auto form = text->substr(at, text->find("</form>", at) - at);
            if (form.find("method=\"post\"") == std::string::npos) continue;
            EXPECT_EQ(count_of(form, "name=\"csrf\" value=\"{{csrf}}\""), 1u) << name_of(page) << form.substr(0, 90);
        }
    }
}

TEST(Pages, style_and_longest_template_stay_under_the_weight) {
    std::size_t style = 0;
    for (const auto& file : embedded_assets()) style = file.name == "site.css" ? file.bytes.size() : style;
    ASSERT_GT(style, 0u);
    for (const auto page : all_pages())
        EXPECT_LT(style + assemble("layout", name_of(page))->size(), 80'000u) << name_of(page);
}

TEST(Pages, text_is_escaped_wherever_it_stands) {
    auto view = empty_view();
    view.set("title", "<script>alert(1)</script>");
    view.set("csrf", "\"><b>");
    view.set("form", json::Value::object({{"login", field_view("login", "\" autofocus onfocus=\"x")}}));
    const auto html = render(Page::sign_in, view);
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_NE(html.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(html.find("value=\"&quot;&gt;&lt;b&gt;\""), std::string::npos);
    EXPECT_EQ(html.find("onfocus=\"x"), std::string::npos);
}

TEST(Pages, tags_in_the_data_are_not_templates) {
    auto view = empty_view();
    view.set("csrf", "secret");
    view.set("heading", "{{csrf}}{{> layout}}{{#me}}");
    const auto html = render(Page::error, view);
    EXPECT_NE(html.find("<h1>{{csrf}}{{&gt; layout}}{{#me}}</h1>"), std::string::npos);
}

TEST(Pages, lists_tell_whether_they_have_anything) {
    auto view = empty_view();
    view.set("resources", json::Value::array());
    EXPECT_NE(render(Page::library, view).find("The shelves are empty"), std::string::npos);
    const auto card =
        json::Value::object({{"url", "/resources/7"},
                             {"title", "Momentum carts without equations"},
                             {"kind", json::Value::object({{"label", "Lesson plan"}, {"css", "plan"}, {"plan", true}})},
                             {"facts", json::Value::array({json::Value::object({{"text", "Physics"}})})}});
    view.set("resources", json::Value::array({card}));
    const auto html = render(Page::library, view);
    EXPECT_EQ(html.find("The shelves are empty"), std::string::npos);
    EXPECT_NE(html.find("<a href=\"/resources/7\" dir=\"auto\">Momentum carts without equations</a>"),
              std::string::npos);
    EXPECT_NE(html.find("<li>Physics</li>"), std::string::npos);
}

TEST(Pages, empty_texts_hide_their_section_and_numbers_are_shown) {
    auto view = empty_view();
    view.set("hint", "");
    view.set("request_id", "");
    view.set("status", 404);
    const auto html = render(Page::error, view);
    EXPECT_EQ(html.find("give them this number"), std::string::npos);
    EXPECT_NE(html.find(">404</p>"), std::string::npos);
}

TEST(Pages, rendering_at_once_from_several_threads_gives_the_same) {
    const auto view = empty_view();
    const auto expected = render(Page::board, view);
    std::vector<std::string> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results) {
        threads.emplace_back([&result, &view] {
            for (int round = 0; round < 50; ++round) result = render(Page::board, view);
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& result : results) EXPECT_EQ(result, expected);
}

TEST(Assemble, unknown_file_is_named_in_the_error) {
    const auto text = assemble("layout", "no_such_page");
    ASSERT_FALSE(text);
    EXPECT_NE(text.error().detail().find("no_such_page"), std::string::npos);
}

TEST(Assemble, circle_of_partials_is_an_error_and_not_a_crash) {
    const auto text = assemble("layout", "layout");
    ASSERT_FALSE(text);
    EXPECT_NE(text.error().detail().find("circle"), std::string::npos);
}

TEST(JsonForScript, cannot_end_its_element) {
    const auto text = json_for_script(json::Value::object({{"name", "</script><!--&"}}));
    EXPECT_EQ(text.find_first_of("<>&"), std::string::npos);
    const auto back = json::parse(text);
    ASSERT_TRUE(back);
    EXPECT_EQ((*back)["name"].string(), "</script><!--&");
}

}  // namespace
}  // namespace collegium::web
