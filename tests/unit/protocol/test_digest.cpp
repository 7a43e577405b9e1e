#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "signatures/digest.hpp"

namespace collegium::signatures {
namespace {

constexpr std::string_view body = "{\"hello\": \"world\"}";
constexpr std::string_view value = "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";  // draft-cavage and RFC 9530

std::string with(std::string_view before, std::string_view after = {}) {
    return std::string(before).append(value).append(after);
}

TEST(Digest, known_body_has_the_published_digest) {
    EXPECT_EQ(make_digest(body), with("SHA-256="));
    EXPECT_EQ(make_content_digest(body), with("sha-256=:", ":"));
}

TEST(Digest, any_case_and_unknown_neighbours_are_accepted) {
    EXPECT_TRUE(check_digest(with("SHA-256="), body));
    EXPECT_TRUE(check_digest(with("sha-256="), body));
    EXPECT_TRUE(check_digest(with("md5=abc, unixsum=30637 , SHA-256="), body));
}

// security.md SIG-05
TEST(Digest, tricks_are_refused) {
    const std::string url_safe = base64url_encode(sha256(body));
    const std::string cases[] = {"",
                                 "SHA-256",
                                 "SHA-256=",
                                 with("", ""),
                                 with("SHA-256=bad,SHA-256="),
                                 with("SHA-256=", ",SHA-256=bad"),
                                 "md5=abc",
                                 with("sha-512="),
                                 with("SHA-256=", "="),
                                 "SHA-256=" + url_safe,
                                 "SHA-256=" + base64_encode(sha256(body).substr(0, 31)),
                                 with("SHA-256=\"", "\""),
                                 with("SHA-256= ")};
    for (const std::string& header : cases) {
        const auto result = check_digest(header, body);
        ASSERT_FALSE(result) << header;
        EXPECT_EQ(result.error().code(), Errc::unauthorized);
    }
    EXPECT_FALSE(check_digest(with("SHA-256="), "{\"hello\": \"World\"}"));
}

TEST(ContentDigest, sha256_and_sha512_are_both_checked) {
    const std::string sha512_member = "sha-512=:" + base64_encode(sha512(body)) + ":";
    // RFC 9421 B.2
    EXPECT_EQ(sha512_member,
              "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:");
    EXPECT_TRUE(check_content_digest(sha512_member, body));
    EXPECT_TRUE(check_content_digest(with("sha-256=:", ":, ") + sha512_member, body));
    EXPECT_TRUE(check_content_digest(with("md5=:YWJj:, sha-256=:", ":"), body));
    EXPECT_FALSE(check_content_digest(with("sha-256=:", ":, sha-512=:YWJj:"), body));
}

TEST(ContentDigest, malformed_header_is_refused) {
    for (const std::string& header : {std::string(), with("sha-256="), with("sha-256=\"", "\""), with("SHA-256=:", ":"),
                                      with("sha-256=:"), with("sha-256=:YWJj:, sha-256=:", ":"),
                                      with("sha-256=:", ":,"), with("sha-256=(:", ":)"), std::string("md5=:YWJj:")}) {
        EXPECT_FALSE(check_content_digest(header, body)) << header;
    }
}

}  // namespace
}  // namespace collegium::signatures
