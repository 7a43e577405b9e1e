#include <gtest/gtest.h>

#include <functional>

#include "core/bytes.hpp"
#include "core/strings.hpp"
#include "signatures/digest.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/verification.hpp"
#include "support/test_keys.hpp"

namespace collegium::signatures {
namespace {

using crypto::SignatureAlgorithm;
using test::rsa_key;

const std::vector<std::string> our_names = {"east.example", "127.0.0.1:5000"};
const Timestamp now = *parse_rfc3339("2026-09-01T10:00:00Z");
constexpr std::string_view key_id = "https://west.example/users/mina#main-key";

Policy our_policy() {
    Policy policy;
    policy.authorities = our_names;
    return policy;
}

// A request that arrives, with its parts open to change.
struct Arrival {
    std::string method = "POST";
    std::string authority = "east.example";
    std::string target = "/users/jonas/inbox";
    std::vector<Header> headers;
    std::string body = R"({"type":"Create"})";

    Message message() const { return Message{method, "https", authority, target, headers, body}; }
    void set(const std::string& name, const std::string& value) {
        remove(name);
        headers.emplace_back(name, value);
    }
    void remove(const std::string& name) {
        std::erase_if(headers, [&name](const Header& header) { return header.first == name; });
    }
    std::string header(const std::string& name) const { return combined_header(headers, name).value_or(""); }
};

// What a peer sends, as its server would sign it.
struct Peer {
    std::string algorithm = "rsa-sha256";
    std::string covered = "(request-target) host date digest content-type";
    std::string extra;  // further parameters, with their comma
    std::string signed_target;
    SignatureAlgorithm signed_with = SignatureAlgorithm::rsa_sha256;
    const crypto::PrivateKey* key = &rsa_key();

    void sign(Arrival& arrival) const {
        const std::string head = "keyId=\"" + std::string(key_id) + "\"" +
                                 (algorithm.empty() ? "" : ",algorithm=\"" + algorithm + "\"") + extra +
                                 (covered.empty() ? "" : ",headers=\"" + covered + "\"");
        const auto parameters = parse_cavage(head + ",signature=\"eA==\"");
        ASSERT_TRUE(parameters) << head;
        const std::string target = signed_target.empty() ? arrival.target : signed_target;
        const auto text = cavage_signing_string(*parameters, arrival.message(), target);
        const auto signature = key->sign(signed_with, text.value_or("absent"));
        arrival.set("signature", head + ",signature=\"" + base64_encode(*signature) + "\"");
    }
};

Arrival unsigned_post(Timestamp when = now) {
    Arrival arrival;
    arrival.headers = {{"host", "east.example"}, {"date", format_http_date(when)}, {"content-type", "application/activity+json"},
                       {"digest", make_digest(arrival.body)}};
    return arrival;
}

Arrival signed_post(const Peer& peer = Peer(), Timestamp when = now) {
    Arrival arrival = unsigned_post(when);
    peer.sign(arrival);
    return arrival;
}

Arrival signed_get(const std::string& target, const std::string& signed_target, const std::string& covered) {
    Arrival arrival;
    arrival.method = "GET";
    arrival.target = target;
    arrival.body.clear();
    arrival.headers = {{"host", "east.example"}, {"date", format_http_date(now)}};
    Peer peer;
    peer.covered = covered;
    peer.signed_target = signed_target;
    peer.sign(arrival);
    return arrival;
}

// "accepted", "wrong key", or the name of the error.
std::string verdict(const Arrival& arrival, Timestamp when = now, const crypto::PrivateKey& key = rsa_key()) {
    const auto claim = examine(arrival.message(), our_policy(), when);
    if (!claim) return name_of(claim.error().code());
    EXPECT_EQ(claim->key_id(), key_id);
    return claim->verify(key.public_key()) ? "accepted" : "wrong key";
}

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
    pseudo.extra = ",created=" + std::to_string(to_unix_seconds(now)) + ",expires=" + std::to_string(to_unix_seconds(now) + 60);
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
    for (const std::string& header : {std::string(), std::string("Signature"), whole.substr(0, whole.size() - 1), whole + ",", whole + ",date=x,date=y",
                                      "," + whole, strings::replace_all(whole, "keyId", "keyid2"), strings::replace_all(whole, "signature=\"", "signature=\"*"),
                                      whole + ",keyId=\"https://evil.example/key\"", whole + ",headers=\"date\"", std::string(10'000, 'a')}) {
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
    for (const char* covered : {"host date digest", "(request-target) date digest", "(request-target) host digest", "(request-target) host date", "date"}) {
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
        {"body and digest", [](Arrival& arrival) { arrival.body += " "; arrival.set("digest", make_digest(arrival.body)); }},
        {"digest", [](Arrival& arrival) { arrival.set("digest", "SHA-256=" + std::string(43, 'A') + "="); }},
        {"second digest value", [](Arrival& arrival) { arrival.set("digest", arrival.header("digest") + ",SHA-256=bad"); }},
        {"target", [](Arrival& arrival) { arrival.target = "/users/ana/inbox"; }},
        {"added query", [](Arrival& arrival) { arrival.target += "/x?y"; }},
        {"method", [](Arrival& arrival) { arrival.method = "PUT"; }},
        {"date", [](Arrival& arrival) { arrival.set("date", format_http_date(now + std::chrono::seconds(1))); }},
        {"content type", [](Arrival& arrival) { arrival.set("content-type", "text/plain"); }},
        {"other name of ours", [](Arrival& arrival) { arrival.authority = "127.0.0.1:5000"; arrival.set("host", arrival.authority); }},
    };
    for (const auto& [name, change] : changes) {
        Arrival arrival = signed_post();
        change(arrival);
        EXPECT_NE(verdict(arrival), "accepted") << name;
    }
}

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
    const std::pair<minutes, const char*> dates[] = {{minutes(-30), "accepted"}, {minutes(-59), "accepted"}, {minutes(-61), "unauthorized"},
                                                     {minutes(-120), "unauthorized"}, {minutes(4), "accepted"}, {minutes(6), "unauthorized"},
                                                     {minutes(30), "unauthorized"}};
    for (const auto& [shift, expected] : dates) EXPECT_EQ(verdict(signed_post(Peer(), now + shift)), expected) << shift.count();
    Arrival no_date = unsigned_post();
    no_date.set("date", "yesterday");
    Peer().sign(no_date);
    EXPECT_EQ(verdict(no_date), "bad_request");

    const auto pseudo = [](std::int64_t created, std::int64_t expires) {
        Peer peer;
        peer.algorithm = "hs2019";
        peer.covered = "(request-target) (created) (expires) host digest";
        peer.extra = ",created=" + std::to_string(to_unix_seconds(now) + created) + ",expires=" + std::to_string(to_unix_seconds(now) + expires);
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
    listed_twice.set("signature", strings::replace_all(listed_twice.header("signature"), "host date", "host date host"));
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
