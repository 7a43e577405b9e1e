#include <limits>

#include <gtest/gtest.h>

#include "core/json.hpp"

namespace collegium::json {
namespace {

TEST(JsonWriter, nested_document_has_commas_where_they_belong) {
    Writer writer;
    writer.begin_object().field("id", "1").key("tags").begin_array();
    writer.begin_object().end_object().begin_array().end_array().value("a").value(2).value(true).null();
    writer.end_array().null_field("none").field("maybe", std::optional<int>()).key("raw").raw("[1]").end_object();
    EXPECT_EQ(writer.take(), R"({"id":"1","tags":[{},[],"a",2,true,null],"none":null,"maybe":null,"raw":[1]})");
    writer.begin_array().end_array();
    EXPECT_EQ(writer.take(), "[]");
}

TEST(JsonWriter, string_that_ends_like_a_bracket_still_gets_its_comma) {
    Writer writer;
    writer.begin_array().value("{").value("[").value(":").end_array();
    EXPECT_EQ(writer.take(), R"(["{","[",":"])");
}

TEST(JsonWriter, special_characters_are_escaped) {
    Writer writer;
    writer.value(std::string_view("\"\\/\b\f\n\r\t\x01\x1f\x7f é", 14));
    EXPECT_EQ(writer.take(), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f é\"");
}

TEST(JsonWriter, numbers_are_shortest_and_keep_their_kind) {
    EXPECT_EQ(dump(Value(0.1)), "0.1");
    EXPECT_EQ(dump(Value(1.0)), "1.0");
    EXPECT_EQ(dump(Value(1e300)), "1e+300");
    EXPECT_EQ(dump(Value(std::numeric_limits<std::int64_t>::min())), "-9223372036854775808");
    EXPECT_EQ(dump(Value(std::numeric_limits<double>::infinity())), "null");
    for (const double number : {0.1, 1.0, 1e300, -2.5e-8, 123456789.125}) {
        EXPECT_EQ(*parse(dump(Value(number))), Value(number));
    }
}

TEST(JsonValue, set_replaces_and_erase_removes) {
    Value value;
    value.set("a", 1).set("b", 2).set("a", Value::array({1, 2}));
    EXPECT_EQ(dump(value), R"({"a":[1,2],"b":2})");
    value.erase("a");
    EXPECT_FALSE(value.contains("a"));
    Value list;
    list.push("x").push(Value::object({{"y", nullptr}}));
    EXPECT_EQ(dump(list), R"(["x",{"y":null}])");
}

}  // namespace
}  // namespace collegium::json
