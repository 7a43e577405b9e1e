#include <gtest/gtest.h>

#include "formats/form.hpp"

namespace collegium::formats {
namespace {

std::string nested(std::string_view text) {
    const auto pairs = parse_form(text);
    if (!pairs) return "error: " + pairs.error().message();
    const auto tree = nest(*pairs);
    return tree ? json::dump(*tree) : "error: " + tree.error().message();
}

TEST(Form, escapes_and_plus_are_decoded_in_order) {
    const auto pairs = parse_form("q=a+b%2Bc&empty=&bare&=dropped&&n%C3%A4me=%E2%9C%93");
    ASSERT_TRUE(pairs);
    const std::vector<Pair> expected = {{"q", "a b+c"}, {"empty", ""}, {"bare", ""}, {"näme", "✓"}};
    EXPECT_EQ(*pairs, expected);
}

TEST(Form, malformed_escape_stays_as_written) {
    const auto pairs = parse_form("a=100%&b=%zz");
    ASSERT_TRUE(pairs);
    EXPECT_EQ((*pairs)[0].second, "100%");
    EXPECT_EQ((*pairs)[1].second, "%zz");
}

TEST(Form, nul_or_broken_utf8_is_refused) {
    EXPECT_EQ(parse_form("a=%00").error().code(), Errc::bad_request);
    EXPECT_EQ(parse_form("a=%ff").error().code(), Errc::bad_request);
    EXPECT_EQ(parse_form("%c3=1").error().code(), Errc::bad_request);
}

TEST(Form, limits_hold) {
    std::string many;
    for (int i = 0; i < 1001; ++i) many += "a=1&";
    EXPECT_EQ(parse_form(many).error().code(), Errc::too_large);
    EXPECT_EQ(parse_form(std::string(2 * 1024 * 1024, 'a')).error().code(), Errc::too_large);
    EXPECT_EQ(parse_form(std::string(600, 'n') + "=1").error().code(), Errc::too_large);
    EXPECT_EQ(nested("a[b][c][d][e][f][g][h]=1"), R"({"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":"1"}}}}}}}})");
    EXPECT_EQ(nest({{"a[b][c][d][e][f][g][h][i]", "1"}}).error().code(), Errc::too_large);
}

TEST(Form, written_pairs_read_back_the_same) {
    const std::vector<Pair> pairs = {{"a[]", "x&y=z"}, {"ü", "1+1 = 2%"}, {"empty", ""}};
    EXPECT_EQ(*parse_form(encode_form(pairs)), pairs);
}

TEST(FormNesting, empty_form_is_an_empty_object) {
    EXPECT_EQ(nested(""), "{}");
}

TEST(FormNesting, scalars_and_lists_and_maps_nest) {
    EXPECT_EQ(nested("status=hi&media_ids[]=1&media_ids[]=2"), R"({"status":"hi","media_ids":["1","2"]})");
    EXPECT_EQ(nested("source[privacy]=private&source[language]=en"),
              R"({"source":{"privacy":"private","language":"en"}})");
    EXPECT_EQ(nested("subscription%5Bkeys%5D%5Bauth%5D=x"), R"({"subscription":{"keys":{"auth":"x"}}})");
}

TEST(FormNesting, dots_stay_in_the_key) {
    EXPECT_EQ(nested("data[alerts][admin.sign_up]=true"), R"({"data":{"alerts":{"admin.sign_up":"true"}}})");
}

TEST(FormNesting, numeric_keys_become_a_list_in_their_order) {
    EXPECT_EQ(nested("ids[1]=b&ids[0]=a&ids[10]=c"), R"({"ids":["a","b","c"]})");
    EXPECT_EQ(nested("fields_attributes[0][name]=n&fields_attributes[0][value]=v&fields_attributes[1][name]=m"),
              R"({"fields_attributes":[{"name":"n","value":"v"},{"name":"m"}]})");
    EXPECT_EQ(nested("m[0]=a&m[x]=b"), R"({"m":{"0":"a","x":"b"}})");
    EXPECT_EQ(nested("0=a"), R"({"0":"a"})");
}

TEST(FormNesting, huge_index_makes_no_huge_list) {
    EXPECT_EQ(nested("a[999999999]=x"), R"({"a":["x"]})");
    EXPECT_EQ(nested("a[99999999999999999999]=x"), R"({"a":{"99999999999999999999":"x"}})");
}

TEST(FormNesting, repeated_key_starts_a_new_list_element) {
    EXPECT_EQ(nested("k[][keyword]=a&k[][whole_word]=1&k[][keyword]=b"),
              R"({"k":[{"keyword":"a","whole_word":"1"},{"keyword":"b"}]})");
    EXPECT_EQ(nested("k[][a][b]=1&k[][a][c]=2&k[][a][b]=3"), R"({"k":[{"a":{"b":"1","c":"2"}},{"a":{"b":"3"}}]})");
    EXPECT_EQ(nested("k[][a][]=1&k[][a][]=2"), R"({"k":[{"a":["1","2"]}]})");
}

TEST(FormNesting, later_value_wins_whatever_its_shape) {
    EXPECT_EQ(nested("a=1&a=2"), R"({"a":"2"})");
    EXPECT_EQ(nested("a=1&a[b]=2"), R"({"a":{"b":"2"}})");
    EXPECT_EQ(nested("a[b]=2&a[]=3"), R"({"a":["3"]})");
    EXPECT_EQ(nested("a[]=2&a=3"), R"({"a":"3"})");
}

TEST(FormNesting, broken_brackets_are_part_of_the_name) {
    EXPECT_EQ(nested("a[b=1"), R"({"a[b":"1"})");
    EXPECT_EQ(nested("[a]=1"), R"({"[a]":"1"})");
    EXPECT_EQ(nested("a]b=1"), R"({"a]b":"1"})");
    EXPECT_EQ(nested("a[b]c=1"), R"({"a[b]c":"1"})");
    EXPECT_EQ(nested("a[[b]]=1"), R"({"a[[b]]":"1"})");
}

}  // namespace
}  // namespace collegium::formats
