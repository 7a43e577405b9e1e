// Appendix B.2 of RFC 9421, as far as its algorithms and components are ours.
#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "signatures/rfc9421.hpp"

namespace collegium::signatures {
namespace {

constexpr std::string_view pss_key_der =  // test-key-rsa-pss, as rsaEncryption
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/"
    "PbqvP1s2+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+"
    "oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+"
    "bJ9cvSKADYdUAAN5W"
    "Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d+nb4bnNkQVklLQ3fVAvJm+"
    "xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI"
    "2wIDAQAB";
constexpr std::string_view b21_signature =
    "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/"
    "lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrW"
    "H5S+oxNFlD4dzVuwe8DhTSja8xxbR/"
    "Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WS"
    "b/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==";
constexpr std::string_view b23_signature =
    "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/"
    "5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DF"
    "ll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/"
    "CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8"
    "Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==";
constexpr std::string_view b26_signature =
    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";

const std::vector<Header> headers = {
    {"host", "example.com"},
    {"date", "Tue, 20 Apr 2021 02:07:55 GMT"},
    {"content-type", "application/json"},
    {"content-digest",
     "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:"},
    {"content-length", "18"}};

std::string base_of(std::string_view input) {
    const Message message{
        "POST", "https", "example.com", "/foo?param=Value&Pet=dog", headers, "{\"hello\": \"world\"}"};
    const auto members = parse_dictionary(input);
    if (!members) return "unreadable";
    return signature_base(std::get<InnerList>(members->front().second), message).value_or("absent");
}

bool pss_holds(std::string_view base, std::string_view signature) {
    const auto key = crypto::PublicKey::from_der(*base64_decode(pss_key_der));
    return key && key->verify(crypto::SignatureAlgorithm::rsa_pss_sha512, base, *base64_decode(signature));
}

TEST(Rfc9421Vectors, b21_minimal_signature_holds) {
    const std::string base =
        base_of(R"(sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd")");
    EXPECT_EQ(base,
              R"("@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd")");
    EXPECT_TRUE(pss_holds(base, b21_signature));
}

TEST(Rfc9421Vectors, b23_full_coverage_holds) {
    const std::string base = base_of(
        R"(sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss")");
    EXPECT_TRUE(base.starts_with(
        "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@query\": "
        "?param=Value&Pet=dog\n"
        "\"@authority\": example.com\n\"content-type\": application/json\n\"content-digest\": sha-512=:WZDP"));
    EXPECT_TRUE(pss_holds(base, b23_signature));
    EXPECT_FALSE(pss_holds(base, b21_signature));
}

TEST(Rfc9421Vectors, b26_ed25519_signature_is_made_again) {
    const auto key = crypto::PrivateKey::from_pem(
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END "
        "PRIVATE KEY-----\n");
    ASSERT_TRUE(key);
    const std::string base = base_of(
        R"(sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519")");
    EXPECT_EQ(base64_encode(*key->sign(crypto::SignatureAlgorithm::ed25519, base)), b26_signature);
    EXPECT_EQ(key->public_key().pem(),
              "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END "
              "PUBLIC KEY-----\n");
}

// Section 2.2, the examples of derived components.
TEST(Rfc9421Vectors, derived_components_have_their_published_values) {
    const auto value = [](std::string_view component, std::string_view authority, std::string_view target) {
        InnerList list;
        list.items.push_back(Item{std::string(component), {}});
        const std::string base = *signature_base(list, Message{"GET", "https", authority, target, {}, {}});
        return base.substr(0, base.find('\n'));
    };
    EXPECT_EQ(value("@target-uri", "www.example.com", "/path?param=value"),
              R"("@target-uri": https://www.example.com/path?param=value)");
    EXPECT_EQ(value("@authority", "WWW.example.com:443", "/"), R"("@authority": www.example.com)");
    EXPECT_EQ(value("@authority", "example.com:8443", "/"), R"("@authority": example.com:8443)");
    EXPECT_EQ(value("@query", "example.com", "/path"), R"("@query": ?)");
    EXPECT_EQ(value("@query", "example.com", "/path?queryString"), R"("@query": ?queryString)");
    EXPECT_EQ(value("@request-target", "example.com", "/path?param=value"), R"("@request-target": /path?param=value)");
    EXPECT_EQ(value("@scheme", "example.com", "/"), R"("@scheme": https)");
}

}  // namespace
}  // namespace collegium::signatures
