#include <gtest/gtest.h>

#include "core/strings.hpp"
#include "support/cavage_samples.hpp"

namespace collegium::signatures {
namespace {

using namespace samples;

// security.md SIG-07
TEST(Cavage, signature_for_another_host_is_refused) {
    Arrival arrival = unsigned_post();
    arrival.authority = "victim.example";
    arrival.set("host", "victim.example");
    Peer().sign(arrival);
    EXPECT_EQ(verdict(arrival), "unauthorized");
    arrival.authority = "east.example";
    arrival.set("host", "east.example");
    EXPECT_EQ(verdict(arrival), "wrong key");
}

TEST(Cavage, host_is_taken_from_the_authority_behind_a_proxy) {
    Arrival arrival = signed_post();
    arrival.set("host", "127.0.0.1:9000");  // what the proxy wrote; the forwarded name is the authority
    EXPECT_EQ(verdict(arrival), "accepted");
    Arrival upper = unsigned_post();
    upper.set("host", "East.Example");
    Peer().sign(upper);
    EXPECT_EQ(verdict(upper), "accepted");
}

// security.md SIG-08
TEST(Cavage, time_window_is_kept) {
    using std::chrono::minutes;
    const std::pair<minutes, const char*> dates[] = {{minutes(-30), "accepted"},     {minutes(-59), "accepted"},
                                                     {minutes(-61), "unauthorized"}, {minutes(-120), "unauthorized"},
                                                     {minutes(4), "accepted"},       {minutes(6), "unauthorized"},
                                                     {minutes(30), "unauthorized"}};
    for (const auto& [shift, expected] : dates)
        EXPECT_EQ(verdict(signed_post(Peer(), now + shift)), expected) << shift.count();
    Arrival no_date = unsigned_post();
    no_date.set("date", "yesterday");
    Peer().sign(no_date);
    EXPECT_EQ(verdict(no_date), "bad_request");

    const auto pseudo = [](std::int64_t created, std::int64_t expires) {
        Peer peer;
        peer.algorithm = "hs2019";
        peer.covered = "(request-target) (created) (expires) host digest";
        peer.extra = ",created=" + std::to_string(to_unix_seconds(now) + created) +
                     ",expires=" + std::to_string(to_unix_seconds(now) + expires);
        return verdict(signed_post(peer));
    };
    EXPECT_EQ(pseudo(-7200, 60), "accepted");
    EXPECT_EQ(pseudo(-60, -31), "unauthorized");
    EXPECT_EQ(pseudo(-13 * 3600, 60), "unauthorized");
    EXPECT_EQ(pseudo(1800, 3600), "unauthorized");
    EXPECT_EQ(pseudo(0, -1), "unauthorized");
    EXPECT_EQ(pseudo(INT64_MIN / 4, 60), "bad_request");
    EXPECT_EQ(pseudo(0, INT64_MAX / 4), "bad_request");
}

TEST(Cavage, unsigned_expiry_can_only_shorten) {
    Peer peer;
    peer.extra = ",expires=" + std::to_string(to_unix_seconds(now) - 600);
    EXPECT_EQ(verdict(signed_post(peer)), "unauthorized");
    peer.extra = ",expires=" + std::to_string(to_unix_seconds(now) + 600);
    EXPECT_EQ(verdict(signed_post(peer, now - std::chrono::hours(2))), "unauthorized");
}

// Draft section 2.3
TEST(Cavage, pseudo_headers_need_hs2019_and_their_parameter) {
    Peer peer;
    peer.covered = "(request-target) (created) host date digest";
    peer.extra = ",created=" + std::to_string(to_unix_seconds(now));
    EXPECT_EQ(verdict(signed_post(peer)), "unauthorized");
    peer.algorithm = "hs2019";
    EXPECT_EQ(verdict(signed_post(peer)), "accepted");
    peer.extra.clear();
    EXPECT_EQ(verdict(signed_post(peer)), "unauthorized");
}

// security.md SIG-10
TEST(Cavage, algorithm_that_contradicts_the_key_is_refused) {
    for (const char* algorithm : {"hmac-sha256", "none", "rsa-sha1", "ecdsa-sha256", "RSA-SHA256x"}) {
        Peer peer;
        peer.algorithm = algorithm;
        EXPECT_EQ(verdict(signed_post(peer)), "unauthorized") << algorithm;
    }
    Peer peer;
    peer.key = &test::ed25519_key();
    peer.signed_with = SignatureAlgorithm::ed25519;
    EXPECT_EQ(verdict(signed_post(peer), now, test::ed25519_key()), "wrong key");
    Peer wrong_name;
    wrong_name.algorithm = "rsa-sha512";
    EXPECT_EQ(verdict(signed_post(wrong_name)), "wrong key");
}

// security.md SIG-12
TEST(Cavage, repeated_header_is_refused) {
    for (const char* name : {"host", "date", "digest", "signature", "content-type"}) {
        Arrival arrival = signed_post();
        arrival.headers.emplace_back(name, arrival.header(name));
        EXPECT_EQ(verdict(arrival), "bad_request") << name;
    }
    Arrival listed_twice = signed_post();
    listed_twice.set("signature",
                     strings::replace_all(listed_twice.header("signature"), "host date", "host date host"));
    EXPECT_EQ(verdict(listed_twice), "bad_request");
}

TEST(Cavage, digest_on_a_get_must_be_true) {
    Arrival arrival = signed_get("/users/jonas", "", "(request-target) host date");
    arrival.set("digest", make_digest(""));
    EXPECT_EQ(verdict(arrival), "accepted");
    arrival.set("digest", make_digest("x"));
    EXPECT_EQ(verdict(arrival), "unauthorized");
}

}  // namespace
}  // namespace collegium::signatures
