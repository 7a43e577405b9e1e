#include "support/test_keys.hpp"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "crypto/der.hpp"
#include "crypto/keys.hpp"

namespace collegium::crypto {
namespace {

using test::ed25519_key;
using test::rsa_key;

constexpr SignatureAlgorithm rsa_algorithms[] = {SignatureAlgorithm::rsa_sha256, SignatureAlgorithm::rsa_sha512,
                                                 SignatureAlgorithm::rsa_pss_sha512};

std::string der_element(char tag, const std::string& content) {
    std::string head(1, tag);
    if (content.size() < 0x80) return head + static_cast<char>(content.size()) + content;
    head += '\x82';
    head += static_cast<char>(content.size() >> 8);
    head += static_cast<char>(content.size() & 0xff);
    return head + content;
}

// A SubjectPublicKeyInfo with numbers of our choice.
std::string rsa_info(const std::string& modulus, const std::string& exponent) {
    const std::string key =
        der_element('\x30', der_element('\x02', std::string(1, '\0') + modulus) + der_element('\x02', exponent));
    const std::string algorithm = *hex_decode("300d06092a864886f70d0101010500");
    return der_element('\x30', algorithm + der_element('\x03', std::string(1, '\0') + key));
}

std::string odd_number(std::size_t bytes) {
    return std::string(bytes, '\xc3');
}

TEST(Keys, rsa_signature_verifies_and_a_changed_one_does_not) {
    const PublicKey key = rsa_key().public_key();
    for (const auto algorithm : rsa_algorithms) {
        std::string signature = *rsa_key().sign(algorithm, "message");
        EXPECT_TRUE(key.verify(algorithm, "message", signature));
        EXPECT_FALSE(key.verify(algorithm, "massage", signature));
        signature[7] = static_cast<char>(signature[7] ^ 1);
        EXPECT_FALSE(key.verify(algorithm, "message", signature));
        EXPECT_FALSE(key.verify(algorithm, "message", ""));
        EXPECT_FALSE(key.verify(algorithm, "message", std::string(1000, 'x')));
    }
}

TEST(Keys, algorithm_that_does_not_fit_the_key_never_holds) {
    EXPECT_FALSE(rsa_key().sign(SignatureAlgorithm::ed25519, "m"));
    EXPECT_FALSE(ed25519_key().sign(SignatureAlgorithm::rsa_sha256, "m"));
    const std::string signature = *rsa_key().sign(SignatureAlgorithm::rsa_sha256, "m");
    EXPECT_FALSE(rsa_key().public_key().verify(SignatureAlgorithm::rsa_sha512, "m", signature));
    EXPECT_FALSE(rsa_key().public_key().verify(SignatureAlgorithm::ed25519, "m", signature));
    EXPECT_FALSE(ed25519_key().public_key().verify(SignatureAlgorithm::rsa_sha256, "m", signature));
}

// RFC 8032 7.1, test 2
TEST(Keys, ed25519_vector_matches) {
    const auto key =
        PrivateKey::from_ed25519(*hex_decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    ASSERT_TRUE(key);
    EXPECT_EQ(hex_encode(key->public_key().ed25519_bytes()),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(hex_encode(*key->sign(SignatureAlgorithm::ed25519, "\x72")),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eae"
              "b4302aeeb00d291612bb0c00");
}

TEST(Keys, pem_and_der_go_both_ways) {
    for (const PrivateKey* key : {&rsa_key(), &ed25519_key()}) {
        const auto again = PrivateKey::from_pem(key->pem());
        ASSERT_TRUE(again);
        EXPECT_EQ(again->type(), key->type());
        EXPECT_TRUE(again->public_key() == key->public_key());
        const PublicKey half = key->public_key();
        EXPECT_TRUE(half.pem().starts_with("-----BEGIN PUBLIC KEY-----\n"));
        EXPECT_TRUE(*PublicKey::from_pem(half.pem()) == half);
        EXPECT_TRUE(*PublicKey::from_der(half.der()) == half);
    }
    EXPECT_FALSE(rsa_key().public_key() == ed25519_key().public_key());
    EXPECT_FALSE(PrivateKey::generate_ed25519().public_key() == ed25519_key().public_key());
}

TEST(Keys, pkcs1_public_key_and_odd_line_breaks_are_read) {
    const PublicKey key = rsa_key().public_key();
    const std::string der = key.der();
    const auto numbers = read_public_key_info(der);
    ASSERT_TRUE(numbers);
    const auto& rsa = std::get<RsaNumbers>(*numbers);
    const std::string pkcs1 = der_element('\x30', der_element('\x02', std::string(1, '\0') + std::string(rsa.modulus)) +
                                                      der_element('\x02', std::string(rsa.exponent)));
    const auto again = PublicKey::from_pem(write_pem("RSA PUBLIC KEY", pkcs1));
    ASSERT_TRUE(again);
    EXPECT_TRUE(*again == key);
    const std::string one_line =
        "\r\n  -----BEGIN PUBLIC KEY-----\r\n" + base64_encode(key.der()) + "-----END PUBLIC KEY-----";
    EXPECT_TRUE(PublicKey::from_pem(one_line));
}

// security.md SIG-21
TEST(Keys, rsa_numbers_outside_the_limits_are_refused) {
    const std::string usual("\x01\x00\x01", 3);
    EXPECT_TRUE(PublicKey::from_der(rsa_info(odd_number(256), usual)));
    EXPECT_TRUE(PublicKey::from_der(rsa_info(odd_number(512), usual)));
    EXPECT_TRUE(PublicKey::from_der(rsa_info(odd_number(256), "\x03")));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(255), usual)));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(513), usual)));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(2048), usual)));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(256), "\x01")));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(256), "\x04")));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(256), "")));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(256), std::string("\x01\x00\x00\x00\x01", 5))));
    EXPECT_FALSE(PublicKey::from_der(rsa_info(odd_number(255) + '\x02', usual)));
    EXPECT_FALSE(PublicKey::from_pem(rsa_key().public_key().pem() + std::string(8192, ' ')));
}

TEST(Keys, other_kinds_of_key_are_refused) {
    EXPECT_FALSE(
        PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\n"
                            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf\n"
                            "w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==\n"
                            "-----END PUBLIC KEY-----\n"));
    EXPECT_FALSE(PublicKey::from_pem(rsa_key().pem()));
    EXPECT_FALSE(PrivateKey::from_pem(rsa_key().public_key().pem()));
    EXPECT_FALSE(PublicKey::from_ed25519(std::string(31, 'x')));
    EXPECT_FALSE(PrivateKey::from_ed25519(std::string(33, 'x')));
}

TEST(Keys, truncated_or_changed_encodings_are_refused_or_read_but_never_crash) {
    for (const PublicKey& key : {rsa_key().public_key(), ed25519_key().public_key()}) {
        const std::string der = key.der();
        for (std::size_t size = 0; size < der.size(); ++size) EXPECT_FALSE(PublicKey::from_der(der.substr(0, size)));
        EXPECT_FALSE(PublicKey::from_der(der + '\0'));
        for (std::size_t position = 0; position < 40; ++position) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string changed = der;
                changed[position] = static_cast<char>(changed[position] ^ (1 << bit));
                const auto result = PublicKey::from_der(changed);
                EXPECT_FALSE(result && *result == key);
            }
        }
        const std::string pem = key.pem();
        for (std::size_t size = 0; size + 1 < pem.size(); ++size)
            EXPECT_FALSE(PublicKey::from_pem(pem.substr(0, size)));
    }
    for (const char* text : {"", "x", "-----BEGIN ", "-----BEGIN PUBLIC KEY-----",
                             "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----",
                             "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----"}) {
        EXPECT_FALSE(PublicKey::from_pem(text)) << text;
        EXPECT_FALSE(PrivateKey::from_pem(text)) << text;
    }
}

TEST(Keys, one_key_serves_many_threads) {
    const PublicKey key = rsa_key().public_key();
    const std::string signature = *rsa_key().sign(SignatureAlgorithm::rsa_sha256, "shared");
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int index = 0; index < 4; ++index) {
        threads.emplace_back([&key, &signature, &good] {
            for (int round = 0; round < 50; ++round)
                good += key.verify(SignatureAlgorithm::rsa_sha256, "shared", signature) ? 1 : 0;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(good, 200);
}

}  // namespace
}  // namespace collegium::crypto
