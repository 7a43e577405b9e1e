#include <set>

#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/random.hpp"

namespace collegium {
namespace {

TEST(Base64, rfc4648_vectors_go_both_ways) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(base64_encode(bytes), text);
        EXPECT_EQ(base64_decode(text), bytes);
    }
}

TEST(Base64, either_alphabet_is_read) {
    const std::string bytes = "\xfb\xff\xfe";
    EXPECT_EQ(base64_encode(bytes), "+//+");
    EXPECT_EQ(base64url_encode(bytes), "-__-");
    EXPECT_EQ(base64_decode("+//+"), bytes);
    EXPECT_EQ(base64_decode("-__-"), bytes);
    EXPECT_EQ(base64_decode("Zg"), "f");
}

TEST(Base64, malformed_text_is_refused) {
    for (const char* text : {"Z", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm 9", "Zm9v\n", "Zm9*", "=", "Zh==", "Zm9"}) {
        EXPECT_EQ(base64_decode(text), std::nullopt) << text;
    }
}

TEST(Hex, goes_both_ways_and_refuses_the_rest) {
    EXPECT_EQ(hex_encode(std::string_view("\x00\xffz", 3)), "00ff7a");
    EXPECT_EQ(hex_decode("00FF7a"), std::string("\x00\xffz", 3));
    EXPECT_EQ(hex_decode("0"), std::nullopt);
    EXPECT_EQ(hex_decode("0g"), std::nullopt);
}

TEST(Hash, published_vectors_match) {
    EXPECT_EQ(hex_encode(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_encode(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex_encode(sha512("abc")).substr(0, 32), "ddaf35a193617abacc417349ae204131");
    // RFC 4231, case 2
    EXPECT_EQ(hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_sha256({}, "x"), hmac_sha256("", "x"));
    EXPECT_NE(hmac_sha256({}, "x"), hmac_sha256("k", "x"));
}

TEST(Hash, constant_time_comparison_is_equality) {
    EXPECT_TRUE(constant_time_equal("same", "same"));
    EXPECT_FALSE(constant_time_equal("same", "sane"));
    EXPECT_FALSE(constant_time_equal("same", "same "));
}

TEST(Random, tokens_are_long_and_differ) {
    std::set<std::string> seen;
    for (int index = 0; index < 1000; ++index) seen.insert(random_token());
    EXPECT_EQ(seen.size(), 1000u);
    EXPECT_EQ(seen.begin()->size(), 43u);
    EXPECT_EQ(random_bytes(0), "");
}

}  // namespace
}  // namespace collegium
