#include <gtest/gtest.h>

#include "core/strings.hpp"

namespace collegium::strings {
namespace {

TEST(Strings, split_keeps_empty_parts_and_words_does_not) {
    EXPECT_EQ(split("a,,b", ',').size(), 3u);
    EXPECT_EQ(split("", ',').size(), 1u);
    const auto parts = words("  one \t two\n");
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[1], "two");
    EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_EQ(trim(" \r\n x y \t"), "x y");
}

TEST(Strings, replace_all_does_not_look_at_its_own_output) {
    EXPECT_EQ(replace_all("aaa", "a", "aa"), "aaaaaa");
    EXPECT_EQ(replace_all("abc", "", "x"), "abc");
    EXPECT_EQ(replace_all("a-b-", "-", ""), "ab");
}

TEST(Strings, lower_touches_ascii_only) {
    EXPECT_EQ(lower("ÀBC"), "Àbc");
    EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-TYPE"));
    EXPECT_FALSE(equals_ignoring_case("a", "ab"));
}

TEST(Strings, utf8_edges_are_judged_right) {
    for (const char* good : {"", "ascii only, longer than eight", "é", "€", "😀", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"}) {
        EXPECT_TRUE(is_valid_utf8(good)) << good;
    }
    for (const char* bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                            "\xf5\x80\x80\x80", "12345678\xc3", "\xe2\x82", "12345678\xff", "\xc3("}) {
        EXPECT_FALSE(is_valid_utf8(bad));
    }
}

TEST(Strings, characters_are_grapheme_clusters) {
    EXPECT_EQ(count_characters("plain"), 5u);
    EXPECT_EQ(count_characters("e\u0301"), 1u);
    EXPECT_EQ(count_characters("👩‍👩‍👧‍👦!"), 2u);
    EXPECT_EQ(count_characters("🇨🇭🇦🇹"), 2u);
    EXPECT_EQ(count_characters("\r\n"), 1u);
    EXPECT_EQ(count_characters("\xff\xfe"), 2u);
}

TEST(Strings, shorten_cuts_between_characters) {
    EXPECT_EQ(shorten("abc", 3), "abc");
    EXPECT_EQ(shorten("abcd", 3), "abc…");
    EXPECT_EQ(shorten("ae\u0301b", 2), "ae\u0301…");
    EXPECT_EQ(shorten("éé", 2), "éé");
    EXPECT_EQ(shorten("abc", 0), "…");
    EXPECT_EQ(shorten("", 0), "");
}

TEST(Strings, fold_joins_what_people_take_for_equal) {
    EXPECT_EQ(fold("ÉCOLE"), fold("e\u0301cole"));
    EXPECT_EQ(fold("Straße"), "strasse");
    EXPECT_EQ(fold("ＭＡＴＨＳ"), "maths");
    EXPECT_EQ(fold("ASCII"), "ascii");
}

TEST(Strings, controls_and_bidi_overrides_disappear) {
    EXPECT_EQ(without_controls("a\x1b[31m\u202Eb\u2066c\nd\te\x7f\u0085"), "a[31mbc\nd\te");
    EXPECT_EQ(without_controls("ok\xff!"), "ok!");
    EXPECT_EQ(without_controls("עברית"), "עברית");
}

TEST(Strings, html_is_escaped_for_text_and_attributes) {
    EXPECT_EQ(escape_html("<a href=\"x\" b='&'>"), "&lt;a href=&quot;x&quot; b=&#39;&amp;&#39;&gt;");
}

}  // namespace
}  // namespace collegium::strings
