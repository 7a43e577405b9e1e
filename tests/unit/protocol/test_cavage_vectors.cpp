// Appendix C of draft-cavage-http-signatures-12. Its key has 1,024 bits: refused by our limits, so these tests
// widen them.
#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "signatures/draft_cavage.hpp"

namespace collegium::signatures {
namespace {

constexpr std::string_view public_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3\n"
    "6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6\n"
    "Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw\n"
    "oYi+1hqp1fIekaxsyQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
constexpr std::string_view private_pem =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIICXgIBAAKBgQDCFENGw33yGihy92pDjZQhl0C36rPJj+CvfSC8+q28hxA161QF\n"
    "NUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6Z4UMR7EOcpfdUE9Hf3m/hs+F\n"
    "UR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJwoYi+1hqp1fIekaxsyQIDAQAB\n"
    "AoGBAJR8ZkCUvx5kzv+utdl7T5MnordT1TvoXXJGXK7ZZ+UuvMNUCdN2QPc4sBiA\n"
    "QWvLw1cSKt5DsKZ8UETpYPy8pPYnnDEz2dDYiaew9+xEpubyeW2oH4Zx71wqBtOK\n"
    "kqwrXa/pzdpiucRRjk6vE6YY7EBBs/g7uanVpGibOVAEsqH1AkEA7DkjVH28WDUg\n"
    "f1nqvfn2Kj6CT7nIcE3jGJsZZ7zlZmBmHFDONMLUrXR/Zm3pR5m0tCmBqa5RK95u\n"
    "412jt1dPIwJBANJT3v8pnkth48bQo/fKel6uEYyboRtA5/uHuHkZ6FQF7OUkGogc\n"
    "mSJluOdc5t6hI1VsLn0QZEjQZMEOWr+wKSMCQQCC4kXJEsHAve77oP6HtG/IiEn7\n"
    "kpyUXRNvFsDE0czpJJBvL/aRFUJxuRK91jhjC68sA7NsKMGg5OXb5I5Jj36xAkEA\n"
    "gIT7aFOYBFwGgQAQkWNKLvySgKbAZRTeLBacpHMuQdl1DfdntvAyqpAZ0lY0RKmW\n"
    "G6aFKaqQfOXKCyWoUiVknQJAXrlgySFci/2ueKlIE1QqIiLSZ8V8OlpFLRnb1pzI\n"
    "7U1yQXnTAEFYM560yJlzUpOb1V4cScGd365tiSMvxLOvTA==\n"
    "-----END RSA PRIVATE KEY-----\n";

constexpr crypto::KeyLimits wide{1024, 4096, 8192};

const std::vector<Header> headers = {{"host", "example.com"},
                                     {"date", "Sun, 05 Jan 2014 21:31:40 GMT"},
                                     {"content-type", "application/json"},
                                     {"digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="},
                                     {"content-length", "18"}};

void expect_vector(std::string_view header, std::string_view text) {
    const auto parameters = parse_cavage(header);
    ASSERT_TRUE(parameters);
    EXPECT_EQ(parameters->key_id, "Test");
    const Message message{
        "POST", "https", "example.com", "/foo?param=value&pet=dog", headers, "{\"hello\": \"world\"}"};
    const auto signing_string = cavage_signing_string(*parameters, message, message.target);
    EXPECT_EQ(signing_string, text);
    const auto public_key = crypto::PublicKey::from_pem(public_pem, wide);
    ASSERT_TRUE(public_key);
    EXPECT_TRUE(public_key->verify(crypto::SignatureAlgorithm::rsa_sha256, text, parameters->signature));
    const auto private_key = crypto::PrivateKey::from_pem(private_pem, wide);
    ASSERT_TRUE(private_key);
    EXPECT_EQ(*private_key->sign(crypto::SignatureAlgorithm::rsa_sha256, text), parameters->signature);
}

TEST(CavageVectors, default_test_matches) {
    expect_vector(
        "keyId=\"Test\",algorithm=\"rsa-sha256\","
        "signature=\"SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz6m79cNfwwb8DMJ5cou1s7uEGKKCs+"
        "FLEEaDV5lp7q25WqS+lavg7T8hc0GppauB"
        "6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEPXe5WozsbM=\"",
        "date: Sun, 05 Jan 2014 21:31:40 GMT");
}

TEST(CavageVectors, basic_test_matches) {
    expect_vector(
        "Signature keyId=\"Test\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date\", "
        "signature=\"qdx+H7PHHDZgy4y/"
        "Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3"
        "nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0=\"",
        "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT");
}

TEST(CavageVectors, all_headers_test_matches) {
    expect_vector(
        "keyId=\"Test\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date content-type digest "
        "content-length\","
        "signature=\"vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+"
        "MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL+TAD48XaERZF"
        "ukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE=\"",
        "(request-target): post /foo?param=value&pet=dog\nhost: example.com\ndate: Sun, 05 Jan 2014 21:31:40 GMT\n"
        "content-type: application/json\ndigest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\ncontent-length: "
        "18");
}

TEST(CavageVectors, key_of_the_draft_is_too_short_for_us) {
    EXPECT_FALSE(crypto::PublicKey::from_pem(public_pem));
    EXPECT_FALSE(crypto::PrivateKey::from_pem(private_pem));
}

}  // namespace
}  // namespace collegium::signatures
