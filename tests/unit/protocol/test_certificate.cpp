#include <gtest/gtest.h>

#include "crypto/certificate.hpp"

namespace collegium::crypto {
namespace {

// Made for these tests: learn.example.org, *.wild.example.org and 192.0.2.7, for a hundred years.
constexpr std::string_view certificate = R"(-----BEGIN CERTIFICATE-----
MIIByjCCAW+gAwIBAgIURhar0lRY4nnJkU39JVmcas/8sTUwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRbGVhcm4uZXhhbXBsZS5vcmcwIBcNMjYxMTIzMjEwNDI5WhgP
MjEyNjEwMzAyMTA0MjlaMBwxGjAYBgNVBAMMEWxlYXJuLmV4YW1wbGUub3JnMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyszcNuLk8sbD7ZFdudR9PzJ04ijRWoM9
OF9nW0b62zMwxQ1RhpbUSgxunYYL+SXbfioQvy1b0Bgu6ZNvDpQCvaOBjDCBiTAd
BgNVHQ4EFgQUHDpQAZfzDLZT12KGP4PpPypa3pIwHwYDVR0jBBgwFoAUHDpQAZfz
DLZT12KGP4PpPypa3pIwDwYDVR0TAQH/BAUwAwEB/zA2BgNVHREELzAtghFsZWFy
bi5leGFtcGxlLm9yZ4ISKi53aWxkLmV4YW1wbGUub3JnhwTAAAIHMAoGCCqGSM49
BAMCA0kAMEYCIQDvbP62NKZSaU70qtEEao2/acm4ik6xhPVxSNqZ3LJBUgIhANmR
3vqMBsaYXqeIKP2GLxFTRBHgmyiFQGPGL+7vdvme
-----END CERTIFICATE-----
)";
constexpr std::string_view its_key = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0wTGiAK51Ehvf3GV
PMzFfksCLgQYEw4m7d0bRgKB7ayhRANCAATKzNw24uTyxsPtkV251H0/MnTiKNFa
gz04X2dbRvrbMzDFDVGGltRKDG6dhgv5Jdt+KhC/LVvQGC7pk28OlAK9
-----END PRIVATE KEY-----
)";
constexpr std::string_view other_key = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOx8JP9QJevMaa1Hq
BVjwX5HKRsEKZwfeBnKNJmfoae6hRANCAAROi7TFrjwYos7u8ruDRS50xCGMGQQQ
D07XwdV3FkXmli+jJ7Pl869Ne7hdzlQ1wq7pwM4+hpJrK6IH030Fu5Bt
-----END PRIVATE KEY-----
)";
constexpr std::string_view locked_key = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg0oMLDA9kCzgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEI6bbiYZzU04NjhMhLX9PucEgZAx
pCvk5aqYoMNY2Jb8CfZ3Pb8GKboyRilaa7nLholOfoRY4+ysBBfGUFKpf6PJGmgJ
e/32a7Tder9rBZMkzf9fCakARCwIMCYmIpeeq/AA9gqAYUN5Bg7ORCoNUf1rDUvx
HJiPBWybbxB18wCoFhyd/cDWz7PKW9SnJDSIMO8wruACbkr/JMxjDYvCSfVOm2c=
-----END ENCRYPTED PRIVATE KEY-----
)";

TEST(Certificate, itsOwnKeyAndName_belongAndCover) {
    const auto facts = inspect_certificate(certificate, its_key, "learn.example.org");
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->key_belongs);
    EXPECT_TRUE(facts->covers_host);
    EXPECT_TRUE(facts->signed_by_itself);
    EXPECT_EQ(facts->in_chain, 1u);
    EXPECT_EQ(format_date(facts->valid_from), "2026-11-23");
    EXPECT_EQ(format_date(facts->valid_until), "2126-10-30");
}

TEST(Certificate, anotherKey_doesNotBelong) {
    const auto facts = inspect_certificate(certificate, other_key, "learn.example.org");
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->key_belongs);
}

TEST(Certificate, names_areMatchedLabelByLabel) {
    const auto covers = [](const char* host) {
        const auto facts = inspect_certificate(certificate, its_key, host);
        return facts && facts->covers_host;
    };
    EXPECT_TRUE(covers("a.wild.example.org"));
    EXPECT_TRUE(covers("192.0.2.7"));
    EXPECT_FALSE(covers("a.b.wild.example.org"));
    EXPECT_FALSE(covers("example.org"));
    EXPECT_FALSE(covers("learn.example.org.evil.example"));
    EXPECT_FALSE(covers("192.0.2.8"));
}

TEST(Certificate, chainInTheFile_isCounted) {
    const auto chain = std::string(certificate) + std::string(certificate);
    const auto facts = inspect_certificate(chain, its_key, "learn.example.org");
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->in_chain, 2u);
}

TEST(Certificate, whatIsNone_isRefused) {
    EXPECT_FALSE(inspect_certificate("", its_key, "learn.example.org"));
    EXPECT_FALSE(inspect_certificate(its_key, its_key, "learn.example.org"));
    EXPECT_FALSE(inspect_certificate(certificate, "", "learn.example.org"));
    EXPECT_FALSE(inspect_certificate(certificate, locked_key, "learn.example.org"));
    EXPECT_FALSE(inspect_certificate(certificate.substr(0, 300), its_key, "learn.example.org"));
    EXPECT_FALSE(inspect_certificate(std::string(300 * 1024, 'x'), its_key, "learn.example.org"));
}

}  // namespace
}  // namespace collegium::crypto
