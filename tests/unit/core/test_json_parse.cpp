#include <string>

#include <gtest/gtest.h>

#include "core/json.hpp"

namespace collegium::json {
namespace {

std::string repeated(std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index < count; ++index) text.append(part);
    return text;
}

std::string nested_arrays(std::size_t depth) {
    return repeated("[", depth) + repeated("]", depth);
}

Errc code_of(std::string_view text, Limits limits = Limits()) {
    const auto result = parse(text, limits);
    EXPECT_FALSE(result) << text.substr(0, 60);
    return result ? Errc::internal : result.error().code();
}

TEST(JsonParse, document_of_every_kind_keeps_values_and_order) {
    const auto result = parse(R"( {"b":[1,-2.5,true,false,null],"a":{"text":"gr\u00fc\u00df \ud83d\ude00"}} )");
    ASSERT_TRUE(result);
    const Value& root = *result;
    ASSERT_EQ(root.members().size(), 2u);
    EXPECT_EQ(root.members()[0].first, "b");
    EXPECT_EQ(root["b"].items()[0].integer(), 1);
    EXPECT_EQ(root["b"].items()[1].number(), -2.5);
    EXPECT_EQ(root["b"].items()[2].boolean(), true);
    EXPECT_TRUE(root["b"].items()[4].is_null());
    EXPECT_EQ(root["a"]["text"].string(), "grüß 😀");
    EXPECT_EQ(dump(root), R"({"b":[1,-2.5,true,false,null],"a":{"text":"grüß 😀"}})");
}

TEST(JsonParse, wrong_type_reads_as_absent) {
    const Value root = *parse(R"({"n":"5"})");
    EXPECT_EQ(root["n"].integer(), std::nullopt);
    EXPECT_EQ(root["missing"]["deeper"].string(), "");
    EXPECT_TRUE(root["n"].items().empty());
    EXPECT_EQ(root["n"].find("x"), nullptr);
}

TEST(JsonParse, depth_is_bounded_exactly) {
    Limits limits;
    limits.depth = 32;
    EXPECT_TRUE(parse(nested_arrays(32), limits));
    EXPECT_EQ(code_of(nested_arrays(33), limits), Errc::bad_request);
}

TEST(JsonParse, very_deep_input_is_refused_without_a_crash) {
    EXPECT_EQ(code_of(repeated("[", 100'000)), Errc::bad_request);
    EXPECT_EQ(code_of(repeated("{\"a\":", 180'000)), Errc::bad_request);
}

TEST(JsonParse, size_and_number_of_values_are_bounded) {
    Limits limits;
    limits.bytes = 10;
    EXPECT_TRUE(parse("[1,2,3,45]", limits));
    EXPECT_EQ(code_of("[1,2,3,456]", limits), Errc::too_large);
    limits = Limits();
    limits.values = 5;  // the array, a name and a value, two more
    EXPECT_TRUE(parse(R"([{"a":1},2])", limits));
    EXPECT_EQ(code_of(R"([{"a":1},2,3])", limits), Errc::bad_request);
}

TEST(JsonParse, duplicate_name_is_refused_at_any_depth) {
    EXPECT_EQ(code_of(R"({"actor":"evil","x":1,"actor":"victim"})"), Errc::bad_request);
    EXPECT_EQ(code_of(R"([{"a":{"b":1,"b":1}}])"), Errc::bad_request);
    EXPECT_EQ(code_of(R"({"a":1,"\u0061":2})"), Errc::bad_request);
    EXPECT_TRUE(parse(R"({"a":{"a":1},"A":2})"));
}

TEST(JsonParse, invalid_utf8_is_refused) {
    for (const char* bytes : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"}) {
        EXPECT_EQ(code_of("\"" + std::string(bytes) + "\""), Errc::bad_request);
        EXPECT_EQ(code_of("{\"" + std::string(bytes) + "\":1}"), Errc::bad_request);
        EXPECT_EQ(code_of(std::string("[") + bytes + "]"), Errc::bad_request);
    }
}

TEST(JsonParse, unpaired_surrogate_escape_is_refused) {
    EXPECT_EQ(code_of(R"("\ud800")"), Errc::bad_request);
    EXPECT_EQ(code_of(R"("\udc00")"), Errc::bad_request);
    EXPECT_EQ(code_of(R"("\ud800\u0041")"), Errc::bad_request);
}

TEST(JsonParse, nul_is_refused_wherever_it_stands) {
    EXPECT_EQ(code_of(R"("a\u0000b")"), Errc::bad_request);
    EXPECT_EQ(code_of(std::string_view("\"a\0b\"", 5)), Errc::bad_request);
    EXPECT_EQ(code_of(std::string_view("{}\0{}", 5)), Errc::bad_request);
}

TEST(JsonParse, truncated_document_is_refused_at_every_byte) {
    const std::string whole = R"({"type":"Note","list":[1,2.5e3,"\u00e9",true,null]})";
    ASSERT_TRUE(parse(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(parse(whole.substr(0, size))) << size;
}

TEST(JsonParse, text_that_is_not_json_is_refused) {
    for (const char* text : {"",     " ",       "{a:1}",  "{'a':1}",   "[1,]", "{\"a\":1,}", "01",
                             "+1",   ".5",      "1.",     "1e",        "NaN",  "Infinity",   "-",
                             "[1]x", "// c\n1", "\"\t\"", "\"\\x41\"", "tru",  "[1 2]",      "\xef\xbb\xbf[]x"}) {
        EXPECT_EQ(code_of(text), Errc::bad_request) << text;
    }
}

TEST(JsonParse, integer_beyond_64_bits_becomes_a_double) {
    EXPECT_EQ(parse("9223372036854775807")->integer(), INT64_MAX);
    EXPECT_TRUE(parse("-9223372036854775808")->is_integer());
    const Value large = *parse("9223372036854775808");
    EXPECT_FALSE(large.is_integer());
    EXPECT_EQ(large.number(), 9223372036854775808.0);
    EXPECT_EQ(large.integer(), std::nullopt);
    EXPECT_EQ(parse("1e2")->integer(), 100);
    EXPECT_EQ(parse("1.5")->integer(), std::nullopt);
}

TEST(JsonParse, number_out_of_range_is_refused) {
    EXPECT_EQ(code_of("1e400"), Errc::bad_request);
    EXPECT_EQ(code_of("-1e999999999999"), Errc::bad_request);
    EXPECT_EQ(code_of(repeated("9", 10'000)), Errc::bad_request);
    EXPECT_EQ(code_of("0." + repeated("0", 100'000) + "1"), Errc::bad_request);
}

TEST(JsonParse, many_names_are_checked_in_good_time) {
    std::string text = "{";
    for (int index = 0; index < 9'000; ++index) text += "\"k" + std::to_string(index) + "\":1,";
    EXPECT_TRUE(parse(text + "\"last\":1}"));
    EXPECT_FALSE(parse(text + "\"k0\":1}"));
}

}  // namespace
}  // namespace collegium::json
