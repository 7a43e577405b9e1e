#include <gtest/gtest.h>

#include "http/parameters.hpp"
#include "web/form.hpp"

namespace collegium::web {
namespace {

http::Request sent(const std::string& body, const std::string& query = "") {
    http::Request request;
    request.method = http::Method::post;
    request.query = query;
    request.body = body;
    request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    EXPECT_TRUE(http::read_parameters(request));
    return request;
}

TEST(Form, texts_come_without_blanks_and_with_plain_line_ends) {
    const Form form(sent("message=+one%0D%0Atwo+&empty="));
    EXPECT_EQ(form.text("message"), "one\ntwo");
    EXPECT_EQ(form.text("empty"), "");
    EXPECT_EQ(form.text("absent"), "");
}

TEST(Form, words_are_divided_at_commas_and_each_kept_once) {
    const Form form(sent("topics=physics%2C++lab+work%2C%2Cphysics"));
    EXPECT_EQ(form.words("topics"), (std::vector<std::string>{"physics", "lab work"}));
}

TEST(Form, number_out_of_bounds_or_no_number_is_a_fault_and_nothing_typed_is_none) {
    Form form(sent("a=7&b=0&c=x7&d="));
    EXPECT_EQ(form.number("a", 1, 9), 7);
    EXPECT_EQ(form.number("d", 1, 9), std::nullopt);
    EXPECT_TRUE(form.sound());
    EXPECT_EQ(form.number("b", 1, 9), std::nullopt);
    EXPECT_EQ(form.number("c", 1, 9), std::nullopt);
    EXPECT_EQ(form.errors().items().size(), 2u);
    EXPECT_EQ(form.field("b")["error"].string(), "A whole number from 1 to 9.");
    EXPECT_EQ(form.field("b")["value"].string(), "0");
}

TEST(Form, first_fault_of_a_field_is_told) {
    Form form;
    form.require("title", "Give it a title.");
    form.fail("title", "Another.");
    ASSERT_EQ(form.errors().items().size(), 1u);
    EXPECT_EQ(form.errors().items().front()["message"].string(), "Give it a title.");
    EXPECT_EQ(form.errors().items().front()["field"].string(), "title");
}

TEST(Form, refusal_of_the_domain_reads_as_a_sentence) {
    Form form;
    form.fail(Error(Errc::unprocessable, "Validation failed: A link or a file is needed", "detail"));
    EXPECT_EQ(form.errors().items().front()["message"].string(), "A link or a file is needed.");
    EXPECT_EQ(form.errors().items().front()["field"].string(), "");
}

TEST(Form, only_what_is_offered_can_be_chosen) {
    Form form(sent("license=by&level=forged"));
    form.choose("license", {{"", "Choose one"}, {"by", "CC BY"}});
    form.choose("level", {{"", "Any"}, {"primary", "Primary"}});
    form.choose("absent", {{"x", "X"}});
    ASSERT_EQ(form.errors().items().size(), 1u);
    EXPECT_EQ(form.errors().items().front()["field"].string(), "level");
}

TEST(Form, boxes_that_share_a_name_keep_their_ticks) {
    const Form form(sent("formats%5B%5D=video&formats%5B%5D=phone&locked=true"));
    const auto boxes = form.boxes("formats", {{"video", "Video"}, {"writing", "Writing"}, {"phone", "Phone"}});
    EXPECT_EQ(boxes["options"].items().at(0)["selected"].boolean(), true);
    EXPECT_EQ(boxes["options"].items().at(1)["selected"].boolean(), false);
    EXPECT_EQ(boxes["options"].items().at(2)["selected"].boolean(), true);
    EXPECT_TRUE(form.checked("locked"));
    EXPECT_FALSE(form.checked("indexable"));
}

TEST(Form, objects_in_place_of_texts_read_as_nothing) {
    const auto request = sent("title%5Ba%5D=1&url%5B%5D=x");
    const Form form(request);
    EXPECT_EQ(form.text("title"), "");
    EXPECT_EQ(text_in(request, "title"), "");
    EXPECT_EQ(texts_in(request, "url"), (std::vector<std::string>{"x"}));
}

}  // namespace
}  // namespace collegium::web
