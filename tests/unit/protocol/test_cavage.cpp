#include <functional>

#include <gtest/gtest.h>

#include "core/strings.hpp"
#include "support/cavage_samples.hpp"

namespace collegium::signatures {
namespace {

using namespace samples;
using test::rsa_key;

TEST(Cavage, own_post_and_get_are_accepted_by_own_verifier) {
    const auto url = parse_url("https://east.example/users/jonas/inbox");
    const Signer signer{rsa_key(), key_id};
    Arrival arrival;
    arrival.headers = *sign_cavage(Outgoing{"POST", *url, arrival.body, "application/activity+json"}, signer, now);
    arrival.headers.emplace_back("host", "east.example");
    EXPECT_EQ(verdict(arrival), "accepted");
    EXPECT_TRUE(strings::replace_all(arrival.header("signature"), "\"", "'")
                    .starts_with("keyId='https://west.example/users/mina#main-key',algorithm='rsa-sha256',"
                                 "headers='(request-target) host date digest content-type',signature='"));
    const auto outbox = parse_url("https://east.example/users/jonas/outbox?page=1");
    for (const auto target : {SignedTarget::with_query, SignedTarget::path_only}) {
        Arrival get;
        get.method = "GET";
        get.target = outbox->target();
        get.body.clear();
        get.headers = *sign_cavage(Outgoing{"GET", *outbox, "", ""}, signer, now, target);
        get.headers.emplace_back("host", "east.example");
        EXPECT_EQ(verdict(get), "accepted");
        EXPECT_EQ(get.header("digest"), "");
    }
}

TEST(Cavage, forms_of_known_servers_are_accepted) {
    Peer mastodon;
    mastodon.covered = "host date content-type digest (request-target)";
    EXPECT_EQ(verdict(signed_post(mastodon)), "accepted");
    Peer gotosocial;
    gotosocial.algorithm = "hs2019";
    gotosocial.covered = "(request-target) host date digest";
    EXPECT_EQ(verdict(signed_post(gotosocial)), "accepted");
    gotosocial.signed_with = SignatureAlgorithm::rsa_sha512;
    EXPECT_EQ(verdict(signed_post(gotosocial)), "accepted");
    Peer pseudo;
    pseudo.algorithm = "hs2019";
    pseudo.covered = "(request-target) (created) (expires) host digest";
    pseudo.extra =
        ",created=" + std::to_string(to_unix_seconds(now)) + ",expires=" + std::to_string(to_unix_seconds(now) + 60);
    EXPECT_EQ(verdict(signed_post(pseudo)), "accepted");
    EXPECT_EQ(verdict(signed_get("/users/jonas?a=1", "", "host date (request-target)")), "accepted");
    EXPECT_EQ(verdict(signed_get("/users/jonas?a=1", "/users/jonas", "(request-target) host date")), "accepted");
    Arrival in_authorization = signed_post();
    in_authorization.headers.emplace_back("authorization", "Signature " + in_authorization.header("signature"));
    in_authorization.remove("signature");
    EXPECT_EQ(verdict(in_authorization), "accepted");
}

TEST(Cavage, ed25519_key_under_hs2019_is_accepted) {
    Peer peer;
    peer.algorithm = "hs2019";
    peer.key = &test::ed25519_key();
    peer.signed_with = SignatureAlgorithm::ed25519;
    EXPECT_EQ(verdict(signed_post(peer), now, test::ed25519_key()), "accepted");
}

// security.md SIG-01
TEST(Cavage, absent_or_broken_signature_is_refused) {
    EXPECT_EQ(verdict(unsigned_post()), "unauthorized");
    Arrival arrival = signed_post();
    const std::string whole = arrival.header("signature");
    for (const std::string& header :
         {std::string(), std::string("Signature"), whole.substr(0, whole.size() - 1), whole + ",",
          whole + ",date=x,date=y", "," + whole, strings::replace_all(whole, "keyId", "keyid2"),
          strings::replace_all(whole, "signature=\"", "signature=\"*"), whole + ",keyId=\"https://evil.example/key\"",
          whole + ",headers=\"date\"", std::string(10'000, 'a')}) {
        arrival.set("signature", header);
        EXPECT_EQ(verdict(arrival), "bad_request") << header;
    }
    const std::size_t position = whole.rfind("signature=\"") + 20;
    std::string flipped = whole;
    flipped[position] = flipped[position] == 'A' ? 'B' : 'A';
    arrival.set("signature", flipped);
    EXPECT_EQ(verdict(arrival), "wrong key");
    EXPECT_EQ(verdict(signed_post(), now, crypto::PrivateKey::generate_rsa()), "wrong key");
}

// security.md SIG-04, SIG-06
TEST(Cavage, each_missing_component_is_refused) {
    for (const char* covered : {"host date digest", "(request-target) date digest", "(request-target) host digest",
                                "(request-target) host date", "date"}) {
        Peer peer;
        peer.covered = covered;
        EXPECT_EQ(verdict(signed_post(peer)), "unauthorized") << covered;
    }
    Peer without_list;
    without_list.covered.clear();
    EXPECT_EQ(verdict(signed_post(without_list)), "unauthorized");
    EXPECT_EQ(verdict(signed_get("/users/jonas", "", "(request-target) date")), "unauthorized");
    Arrival absent = signed_post();
    absent.remove("content-type");
    EXPECT_EQ(verdict(absent), "unauthorized");
}

TEST(Cavage, request_that_differs_from_the_signed_one_is_refused) {
    const std::pair<const char*, std::function<void(Arrival&)>> changes[] = {
        {"body", [](Arrival& arrival) { arrival.body += " "; }},
        {"body and digest",
         [](Arrival& arrival) {
             arrival.body += " ";
             arrival.set("digest", make_digest(arrival.body));
         }},
        {"digest", [](Arrival& arrival) { arrival.set("digest", "SHA-256=" + std::string(43, 'A') + "="); }},
        {"second digest value",
         [](Arrival& arrival) { arrival.set("digest", arrival.header("digest") + ",SHA-256=bad"); }},
        {"target", [](Arrival& arrival) { arrival.target = "/users/ana/inbox"; }},
        {"added query", [](Arrival& arrival) { arrival.target += "/x?y"; }},
        {"method", [](Arrival& arrival) { arrival.method = "PUT"; }},
        {"date", [](Arrival& arrival) { arrival.set("date", format_http_date(now + std::chrono::seconds(1))); }},
        {"content type", [](Arrival& arrival) { arrival.set("content-type", "text/plain"); }},
        {"other name of ours",
         [](Arrival& arrival) {
             arrival.authority = "127.0.0.1:5000";
             arrival.set("host", arrival.authority);
         }},
    };
    for (const auto& [name, change] : changes) {
        Arrival arrival = signed_post();
        change(arrival);
        EXPECT_NE(verdict(arrival), "accepted") << name;
    }
}

}  // namespace
}  // namespace collegium::signatures
