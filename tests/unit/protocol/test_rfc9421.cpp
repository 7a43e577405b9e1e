#include <functional>

#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "core/strings.hpp"
#include "signatures/digest.hpp"
#include "signatures/rfc9421.hpp"
#include "signatures/verification.hpp"
#include "support/test_keys.hpp"

namespace collegium::signatures {
namespace {

using crypto::SignatureAlgorithm;

const std::vector<std::string> our_names = {"east.example", "example.com"};
const Timestamp now = *parse_rfc3339("2026-09-01T10:00:00Z");
constexpr std::string_view key_id = "https://west.example/users/mina#main-key";
constexpr std::string_view post_components = R"(("@method" "@target-uri" "content-digest"))";

Policy our_policy() {
    Policy policy;
    policy.authorities = our_names;
    return policy;
}

struct Arrival {
    std::string method = "POST";
    std::string authority = "east.example";
    std::string target = "/inbox?x=1";
    std::vector<Header> headers;
    std::string body = R"({"type":"Create"})";

    Message message() const { return Message{method, "https", authority, target, headers, body}; }
    void set(const std::string& name, const std::string& value) {
        std::erase_if(headers, [&name](const Header& header) { return header.first == name; });
        headers.emplace_back(name, value);
    }
    std::string header(const std::string& name) const { return combined_header(headers, name).value_or(""); }
};

std::string times(std::int64_t created = 0) {
    return ";created=" + std::to_string(to_unix_seconds(now) + created);
}
std::string key_parameter() {
    return ";keyid=\"" + std::string(key_id) + "\"";
}

// Signs whatever the components say, so that only the policy is left to object.
Arrival signed_arrival(const std::string& components, const crypto::PrivateKey& key = test::rsa_key(),
                       SignatureAlgorithm algorithm = SignatureAlgorithm::rsa_sha256) {
    Arrival arrival;
    arrival.headers = {{"host", "east.example"},
                       {"date", format_http_date(now)},
                       {"content-digest", make_content_digest(arrival.body)}};
    const auto members = parse_dictionary("sig1=" + components);
    const auto* list = members ? std::get_if<InnerList>(&members->front().second) : nullptr;
    const auto base = list != nullptr ? signature_base(*list, arrival.message()) : std::nullopt;
    arrival.set("signature-input", "sig1=" + components);
    arrival.set("signature", "sig1=:" + base64_encode(*key.sign(algorithm, base.value_or("absent"))) + ":");
    return arrival;
}

std::string verdict(const Arrival& arrival, const crypto::PrivateKey& key = test::rsa_key()) {
    const auto claim = examine(arrival.message(), our_policy(), now);
    if (!claim) return name_of(claim.error().code());
    EXPECT_EQ(claim->scheme(), Scheme::rfc9421);
    EXPECT_EQ(claim->key_id(), key_id);
    return claim->verify(key.public_key()) ? "accepted" : "wrong key";
}

std::string usual() {
    return std::string(post_components) + times() + key_parameter();
}

TEST(Rfc9421, own_requests_are_accepted_by_own_verifier) {
    for (const auto* key : {&test::rsa_key(), &test::ed25519_key()}) {
        const auto url = parse_url("https://east.example:443/inbox?x=1");
        Arrival post;
        post.headers = *sign_rfc9421(Outgoing{"POST", *url, post.body, "application/activity+json"},
                                     Signer{*key, key_id}, now, "n-1");
        EXPECT_EQ(verdict(post, *key), "accepted");
        EXPECT_TRUE(post.header("signature-input")
                        .starts_with("sig1=(\"@method\" \"@target-uri\" \"@authority\" "
                                     "\"content-digest\");created=1788256800;expires=1788257100;"
                                     "keyid=\"https://west.example/users/mina#main-key\";alg=\""));
        EXPECT_TRUE(post.header("signature-input").ends_with(";nonce=\"n-1\""));
        Arrival get;
        get.method = "GET";
        get.body.clear();
        get.headers = *sign_rfc9421(Outgoing{"GET", *url, "", ""}, Signer{*key, key_id}, now);
        EXPECT_EQ(verdict(get, *key), "accepted");
        EXPECT_EQ(get.header("content-digest"), "");
        get.method = "HEAD";
        EXPECT_EQ(verdict(get, *key), "wrong key");
    }
}

TEST(Rfc9421, forms_of_known_servers_are_accepted) {
    EXPECT_EQ(verdict(signed_arrival(usual())), "accepted");
    EXPECT_EQ(verdict(signed_arrival(
                  R"(("@method" "@target-uri" "@authority" "host" "date" "content-digest");alg="rsa-v1_5-sha256")" +
                  key_parameter() + times())),
              "accepted");
    EXPECT_EQ(verdict(signed_arrival(R"(("@method" "@authority" "@path" "@query" "content-digest"))" + times() +
                                     key_parameter())),
              "accepted");
    EXPECT_EQ(verdict(signed_arrival(
                  R"(("@method" "@target-uri" "content-digest");alg="rsa-pss-sha512")" + times() + key_parameter(),
                  test::rsa_key(), SignatureAlgorithm::rsa_pss_sha512)),
              "accepted");
}

// security.md SIG-04, SIG-06
TEST(Rfc9421, each_missing_component_is_refused) {
    for (const char* components :
         {"()", R"(("date"))", R"(("@target-uri" "content-digest"))", R"(("@method" "content-digest"))",
          R"(("@method" "@target-uri"))", R"(("@method" "@path" "@query" "content-digest"))",
          R"(("@method" "@authority" "@path" "content-digest"))"}) {
        EXPECT_EQ(verdict(signed_arrival(components + times() + key_parameter())), "unauthorized") << components;
    }
    EXPECT_EQ(verdict(signed_arrival(std::string(post_components) + key_parameter())), "unauthorized");
    EXPECT_EQ(verdict(signed_arrival(std::string(post_components) + times())), "bad_request");
}

// security.md SIG-11
TEST(Rfc9421, lax_forms_are_refused) {
    for (const char* components :
         {R"(("@method" "@target-uri" "content-digest" "date" "date"))",
          R"(("@method" "@target-uri" "content-digest" "@method"))", R"(("@method" "@target-uri" "content-digest";sf))",
          R"(("@method";req "@target-uri" "content-digest"))",
          R"(("@method" "@target-uri" "content-digest" "@status"))",
          R"(("@method" "@target-uri" "content-digest" "x-absent"))",
          R"(("@method" "@target-uri" "content-digest" "@query-param";name="x"))",
          R"(("@method" "@target-uri" "content-digest" tok))"}) {
        EXPECT_EQ(verdict(signed_arrival(components + times() + key_parameter())), "unauthorized") << components;
    }
    const std::pair<const char*, std::function<void(Arrival&)>> changes[] = {
        {"two signatures",
         [](Arrival& arrival) {
             arrival.set("signature-input", arrival.header("signature-input") + ", sig2=" + usual());
             arrival.set("signature", arrival.header("signature") + ", sig2=:YWJj:");
         }},
        {"other label",
         [](Arrival& arrival) {
             arrival.set("signature", strings::replace_all(arrival.header("signature"), "sig1=", "sig2="));
         }},
        {"no signature", [](Arrival& arrival) { arrival.set("signature", "sig1=::"); }},
        {"string for bytes", [](Arrival& arrival) { arrival.set("signature", "sig1=\"x\""); }},
        {"item for a list", [](Arrival& arrival) { arrival.set("signature-input", "sig1=\"@method\""); }},
        {"trailing comma",
         [](Arrival& arrival) { arrival.set("signature-input", arrival.header("signature-input") + ","); }},
        {"not a field", [](Arrival& arrival) { arrival.set("signature-input", "keyId=\"x\",headers=\"date\""); }},
        {"repeated",
         [](Arrival& arrival) { arrival.headers.emplace_back("signature-input", arrival.header("signature-input")); }},
        {"created as text",
         [](Arrival& arrival) {
             arrival.set("signature-input",
                         "sig1=" + std::string(post_components) + ";created=\"1\"" + key_parameter());
         }},
        {"keyid as token",
         [](Arrival& arrival) {
             arrival.set("signature-input", "sig1=" + std::string(post_components) + times() + ";keyid=x");
         }},
    };
    for (const auto& [name, change] : changes) {
        Arrival arrival = signed_arrival(usual());
        change(arrival);
        EXPECT_EQ(verdict(arrival), "bad_request") << name;
    }
    Arrival absent = signed_arrival(usual());
    std::erase_if(absent.headers, [](const Header& header) { return header.first == "signature"; });
    EXPECT_EQ(verdict(absent), "unauthorized");
}

TEST(Rfc9421, request_that_differs_from_the_signed_one_is_refused) {
    const std::pair<const char*, std::function<void(Arrival&)>> changes[] = {
        {"body", [](Arrival& arrival) { arrival.body += " "; }},
        {"body and digest",
         [](Arrival& arrival) {
             arrival.body += " ";
             arrival.set("content-digest", make_content_digest(arrival.body));
         }},
        {"query", [](Arrival& arrival) { arrival.target = "/inbox?x=2"; }},
        {"no query", [](Arrival& arrival) { arrival.target = "/inbox"; }},
        {"method", [](Arrival& arrival) { arrival.method = "PUT"; }},
        {"host", [](Arrival& arrival) { arrival.authority = "example.com"; }},
        {"unknown host", [](Arrival& arrival) { arrival.authority = "victim.example"; }},
        {"parameter",
         [](Arrival& arrival) { arrival.set("signature-input", arrival.header("signature-input") + ";tag=\"x\""); }},
    };
    for (const auto& [name, change] : changes) {
        Arrival arrival = signed_arrival(usual());
        change(arrival);
        EXPECT_NE(verdict(arrival), "accepted") << name;
    }
}

// security.md SIG-08
TEST(Rfc9421, time_window_is_kept) {
    const auto with = [](std::int64_t created, const std::string& more) {
        return verdict(signed_arrival(std::string(post_components) + times(created) + more + key_parameter()));
    };
    EXPECT_EQ(with(-1800, ""), "accepted");
    EXPECT_EQ(with(-7200, ""), "unauthorized");
    EXPECT_EQ(with(1800, ""), "unauthorized");
    EXPECT_EQ(with(-60, ";expires=" + std::to_string(to_unix_seconds(now) - 31)), "unauthorized");
    EXPECT_EQ(with(-7200, ";expires=" + std::to_string(to_unix_seconds(now) + 1)), "accepted");
    EXPECT_EQ(with(0, ";expires=999999999999999"), "bad_request");
}

// security.md SIG-10
TEST(Rfc9421, algorithm_that_contradicts_the_key_is_refused) {
    for (const char* algorithm : {"hmac-sha256", "ecdsa-p256-sha256", "none", "RSA-V1_5-SHA256"}) {
        EXPECT_EQ(verdict(signed_arrival(usual() + ";alg=\"" + algorithm + "\"")), "unauthorized") << algorithm;
    }
    EXPECT_EQ(verdict(signed_arrival(usual() + ";alg=\"ed25519\"")), "wrong key");
    EXPECT_EQ(
        verdict(signed_arrival(usual() + ";alg=\"rsa-v1_5-sha256\"", test::ed25519_key(), SignatureAlgorithm::ed25519),
                test::ed25519_key()),
        "wrong key");
}

TEST(Rfc9421, challenge_is_answered_when_it_asks_for_no_more_than_we_sign) {
    EXPECT_EQ(acceptable_challenge(
                  R"(sig1=("@method" "@target-uri" "@authority" "content-digest");created;keyid;nonce="abc")"),
              "abc");
    EXPECT_EQ(acceptable_challenge(accept_signature()), "");
    EXPECT_EQ(acceptable_challenge(R"(sig1=("@method" "x-other");nonce="abc")"), std::nullopt);
    EXPECT_EQ(acceptable_challenge("nonsense=("), std::nullopt);
    EXPECT_EQ(acceptable_challenge(""), std::nullopt);
}

}  // namespace
}  // namespace collegium::signatures
