// Requests signed as peers sign them (draft-cavage), with every part open to change.
#pragma once

#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "signatures/digest.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/verification.hpp"
#include "support/test_keys.hpp"

namespace collegium::signatures::samples {

using crypto::SignatureAlgorithm;

inline const std::vector<std::string> our_names = {"east.example", "127.0.0.1:5000"};
inline const Timestamp now = *parse_rfc3339("2026-09-01T10:00:00Z");
constexpr std::string_view key_id = "https://west.example/users/mina#main-key";

inline Policy our_policy() {
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
    const crypto::PrivateKey* key = &test::rsa_key();

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

inline Arrival unsigned_post(Timestamp when = now) {
    Arrival arrival;
    arrival.headers = {{"host", "east.example"},
                       {"date", format_http_date(when)},
                       {"content-type", "application/activity+json"},
                       {"digest", make_digest(arrival.body)}};
    return arrival;
}

inline Arrival signed_post(const Peer& peer = Peer(), Timestamp when = now) {
    Arrival arrival = unsigned_post(when);
    peer.sign(arrival);
    return arrival;
}

inline Arrival signed_get(const std::string& target, const std::string& signed_target, const std::string& covered) {
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
inline std::string verdict(const Arrival& arrival, Timestamp when = now,
                           const crypto::PrivateKey& key = test::rsa_key()) {
    const auto claim = examine(arrival.message(), our_policy(), when);
    if (!claim) return name_of(claim.error().code());
    EXPECT_EQ(claim->key_id(), key_id);
    return claim->verify(key.public_key()) ? "accepted" : "wrong key";
}

}  // namespace collegium::signatures::samples
