#include <gtest/gtest.h>

#include "signatures/structured_field.hpp"

namespace collegium::signatures {
namespace {

TEST(StructuredField, members_of_all_kinds_are_read_and_written_back) {
    const auto members = parse_dictionary(
        R"(sig1=("@method" "date";sf);created=1;keyid="a\"b\\c";alg=tok/en;flag;off=?0, b=:YWJj: ,	c=-5;x=?1, d)");
    ASSERT_TRUE(members);
    ASSERT_EQ(members->size(), 4u);
    const auto& list = std::get<InnerList>((*members)[0].second);
    EXPECT_EQ(serialize(list), R"(("@method" "date";sf);created=1;keyid="a\"b\\c";alg=tok/en;flag;off=?0)");
    EXPECT_EQ(std::get<std::string>(*find_parameter(list.parameters, "keyid")), "a\"b\\c");
    EXPECT_EQ(std::get<Bytes>(std::get<Item>((*members)[1].second).value).bytes, "abc");
    EXPECT_EQ(serialize(std::get<Item>((*members)[1].second).value), ":YWJj:");
    EXPECT_EQ(std::get<std::int64_t>(std::get<Item>((*members)[2].second).value), -5);
    EXPECT_EQ(std::get<bool>(std::get<Item>((*members)[3].second).value), true);
    EXPECT_TRUE(parse_dictionary("")->empty());
    EXPECT_EQ(serialize(std::get<InnerList>(parse_dictionary("a=(   \"x\"   \"y\" )")->front().second)),
              "(\"x\" \"y\")");
}

TEST(StructuredField, text_outside_the_grammar_is_refused) {
    for (const char* text : {",",
                             "a,",
                             "a=,",
                             "a==1",
                             "A=1",
                             "1=1",
                             "a=1 b=2",
                             "a=1;",
                             "a=1; ;b",
                             "a=1;B",
                             "a=\"x",
                             "a=\"\\x\"",
                             "a=\"\x01\"",
                             "a=\"é\"",
                             "a=:YWJj",
                             "a=:YW*j:",
                             "a=:-_-_:",
                             "a=?2",
                             "a=?",
                             "a=1.5",
                             "a=-",
                             "a=1234567890123456",
                             "a=(",
                             "a=(\"x\"",
                             "a=(\"x\"\"y\")",
                             "a=((\"x\"))",
                             "a=(,)",
                             "a=1, a=2",
                             "a=1;b=1;b=2",
                             "a = 1",
                             "a=@x",
                             "\ta=1"}) {
        EXPECT_FALSE(parse_dictionary(text)) << text;
    }
}

TEST(StructuredField, sizes_are_bounded) {
    std::string members = "k0";
    std::string items = "a=(";
    std::string parameters = "a=1";
    for (int index = 1; index <= 100; ++index) {
        members += ", k" + std::to_string(index);
        items += "\"x\" ";
        parameters += ";p" + std::to_string(index);
    }
    EXPECT_FALSE(parse_dictionary(members));
    EXPECT_FALSE(parse_dictionary(items + ")"));
    EXPECT_FALSE(parse_dictionary(parameters));
}

}  // namespace
}  // namespace collegium::signatures
