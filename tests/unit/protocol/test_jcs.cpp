#include <bit>

#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "signatures/jcs.hpp"

namespace collegium::signatures {
namespace {

std::string canonical(std::string_view text) {
    const auto value = json::parse(text);
    return value ? canonicalize(*value) : "unreadable";
}

// RFC 8785 3.2.2 to 3.2.4
TEST(Jcs, sample_of_the_rfc_matches) {
    EXPECT_EQ(canonical("{\n  \"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],\n"
                        "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
                        "  \"literals\": [null, true, false]\n}"),
              "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
              "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

// RFC 8785 3.2.3
TEST(Jcs, names_are_sorted_by_utf16_code_units) {
    EXPECT_EQ(
        canonical(
            R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",)"
            R"("\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"})"),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With "
        "Diaeresis\","
        "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST(Jcs, order_has_the_usual_properties) {
    EXPECT_TRUE(utf16_less("a", "ab"));
    EXPECT_FALSE(utf16_less("ab", "a"));
    EXPECT_FALSE(utf16_less("a", "a"));
    EXPECT_TRUE(utf16_less("", "a"));
    EXPECT_TRUE(utf16_less("a😀", "a\uffee"));
    EXPECT_FALSE(utf16_less("\ue000", "😀"));
    EXPECT_TRUE(utf16_less("\ud7ff", "😀"));
    EXPECT_TRUE(utf16_less("😀", "😁"));
}

// RFC 8785 appendix B: IEEE 754 bits and the text they get.
TEST(Jcs, numbers_of_appendix_b_match) {
    const std::pair<std::uint64_t, const char*> samples[] = {{0x0000000000000000, "0"},
                                                             {0x8000000000000000, "0"},
                                                             {0x0000000000000001, "5e-324"},
                                                             {0x8000000000000001, "-5e-324"},
                                                             {0x7fefffffffffffff, "1.7976931348623157e+308"},
                                                             {0xffefffffffffffff, "-1.7976931348623157e+308"},
                                                             {0x4340000000000000, "9007199254740992"},
                                                             {0xc340000000000000, "-9007199254740992"},
                                                             {0x4430000000000000, "295147905179352830000"},
                                                             {0x44b52d02c7e14af5, "9.999999999999997e+22"},
                                                             {0x44b52d02c7e14af6, "1e+23"},
                                                             {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
                                                             {0x444b1ae4d6e2ef4e, "999999999999999700000"},
                                                             {0x444b1ae4d6e2ef4f, "999999999999999900000"},
                                                             {0x444b1ae4d6e2ef50, "1e+21"},
                                                             {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                                                             {0x3eb0c6f7a0b5ed8d, "0.000001"},
                                                             {0x41b3de4355555553, "333333333.3333332"},
                                                             {0x41b3de4355555554, "333333333.33333325"},
                                                             {0x41b3de4355555555, "333333333.3333333"},
                                                             {0x41b3de4355555556, "333333333.3333334"},
                                                             {0x41b3de4355555557, "333333333.33333343"},
                                                             {0xbecbf647612f3696, "-0.0000033333333333333333"},
                                                             {0x43143ff3c1cb0959, "1424953923781206.2"}};
    for (const auto& [bits, text] : samples) EXPECT_EQ(ecmascript_number(std::bit_cast<double>(bits)), text);
}

TEST(Jcs, integers_are_read_as_doubles) {
    EXPECT_EQ(
        canonical("[9007199254740991,9007199254740993,-9223372036854775808,1.0,100,1e2,-0,0.5,12345678901234567890]"),
        "[9007199254740991,9007199254740992,-9223372036854776000,1,100,100,0,0.5,12345678901234567000]");
}

}  // namespace
}  // namespace collegium::signatures
