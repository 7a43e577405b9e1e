#include <gtest/gtest.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "signatures/jcs.hpp"
#include "signatures/multikey.hpp"
#include "signatures/object_proof.hpp"
#include "support/test_keys.hpp"

namespace collegium::signatures {
namespace {

using test::ed25519_key;

const Policy policy;
const Timestamp now = *parse_rfc3339("2026-09-01T10:00:00Z");
constexpr std::string_view key_id = "https://west.example/users/mina#ed25519-key";

json::Value note() {
    return *json::parse(R"({"@context":["https://www.w3.org/ns/activitystreams",{"n":"urn:n"}],"type":"Note",)"
                        R"("id":"https://west.example/notes/1","content":"Fractions with paper strips","n":1.0})");
}

json::Value proven() {
    return *add_object_proof(note(), Signer{ed25519_key(), key_id}, now);
}

bool holds(const json::Value& document) {
    const auto claim = examine_object_proof(document, policy, now);
    return claim && claim->verify(ed25519_key().public_key());
}

json::Value with_proof_member(std::string_view name, json::Value value) {
    json::Value document = proven();
    json::Value proof = document["proof"];
    proof.set(name, std::move(value));
    return document.set("proof", std::move(proof));
}

// vc-di-eddsa, test vectors of eddsa-jcs-2022
constexpr std::string_view w3c_document =
    R"({"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
 "id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","type":["VerifiableCredential","AlumniCredential"],"name":"Alumni Credential",
 "description":"A minimum viable example of an Alumni Credential.","issuer":"https://vc.example/issuers/5678",
 "validFrom":"2023-01-01T00:00:00Z","credentialSubject":{"id":"did:example:abcdefgh","alumniOf":"The School of Examples"},
 "proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":"2023-02-24T23:36:38Z",
 "verificationMethod":"https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2","proofPurpose":"assertionMethod",
 "@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
 "proofValue":"z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"}})";

TEST(ObjectProof, w3c_vector_verifies_and_is_made_again) {
    const json::Value document = *json::parse(w3c_document);
    const auto claim = examine_object_proof(document, policy, now);
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->key_id(), "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
    EXPECT_TRUE(claim->verify(*multikey_decode("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")));
    EXPECT_FALSE(claim->verify(ed25519_key().public_key()));

    const auto secret = multibase_decode("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq");
    ASSERT_TRUE(secret);
    EXPECT_EQ(hex_encode(secret->substr(0, 2)), "8026");  // multicodec ed25519-priv
    const auto key = crypto::PrivateKey::from_ed25519(secret->substr(2));
    ASSERT_TRUE(key);
    const auto again =
        add_object_proof(document, Signer{*key, claim->key_id()}, *parse_rfc3339("2023-02-24T23:36:38Z"));
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)["proof"]["proofValue"].string(), document["proof"]["proofValue"].string());
}

TEST(ObjectProof, own_proof_holds_through_storage_in_another_order) {
    EXPECT_TRUE(has_object_proof(proven()));
    EXPECT_TRUE(holds(proven()));
    EXPECT_TRUE(holds(*json::parse(canonicalize(proven()))));
    json::Value in_a_set = proven();
    in_a_set.set("proof", json::Value::array({*json::parse(R"({"type":"Other"})"), in_a_set["proof"]}));
    EXPECT_TRUE(holds(in_a_set));
}

TEST(ObjectProof, linked_data_signature_made_later_does_not_break_it) {
    EXPECT_TRUE(holds(proven().set("signature", json::Value::object({{"type", "RsaSignature2017"}}))));
}

TEST(ObjectProof, any_change_of_the_document_breaks_it) {
    EXPECT_FALSE(holds(proven().set("content", "Other words")));
    EXPECT_FALSE(holds(proven().set("added", nullptr)));
    json::Value shorter = proven();
    shorter.erase("n");
    EXPECT_FALSE(holds(shorter));
    EXPECT_FALSE(holds(proven().set("@context", "https://www.w3.org/ns/activitystreams")));
}

// security.md SIG-20
TEST(ObjectProof, any_change_of_the_proof_breaks_it) {
    EXPECT_FALSE(holds(with_proof_member("created", "2026-09-01T09:59:59Z")));
    EXPECT_FALSE(holds(with_proof_member("expires", "2027-09-01T09:59:59Z")));
    EXPECT_FALSE(holds(with_proof_member("verificationMethod", "https://evil.example/users/eve#key")));
    EXPECT_FALSE(holds(with_proof_member("unknown", true)));
    EXPECT_FALSE(holds(with_proof_member("proofPurpose", "authentication")));
    EXPECT_FALSE(holds(with_proof_member("cryptosuite", "eddsa-rdfc-2022")));
    EXPECT_FALSE(holds(with_proof_member("domain", "west.example")));
    EXPECT_FALSE(holds(with_proof_member("@context", json::Value::array())));
    EXPECT_FALSE(holds(with_proof_member("proofValue", "z1")));
    EXPECT_FALSE(holds(with_proof_member("proofValue", "uAAAA")));
    EXPECT_FALSE(holds(with_proof_member("created", 5)));
    EXPECT_FALSE(holds(note()));
}

TEST(ObjectProof, expired_or_future_proof_is_refused_even_when_signed) {
    const auto future = add_object_proof(note(), Signer{ed25519_key(), key_id}, now + std::chrono::hours(1));
    EXPECT_FALSE(holds(*future));
    const auto result = examine_object_proof(with_proof_member("expires", "2026-08-31T10:00:00Z"), policy, now);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().detail(), "proof has expired");
}

TEST(ObjectProof, context_that_grew_behind_the_proofs_still_holds) {
    json::Value document = proven();
    json::Array grown = document["@context"].items();
    grown.emplace_back("https://w3id.org/security/v1");
    EXPECT_TRUE(holds(document.set("@context", grown)));
    std::rotate(grown.begin(), grown.begin() + 1, grown.end());
    EXPECT_FALSE(holds(document.set("@context", grown)));
}

TEST(Multikey, text_goes_both_ways_and_the_rest_is_refused) {
    const crypto::PublicKey key = ed25519_key().public_key();
    const std::string text = multikey_encode(key);
    EXPECT_TRUE(text.starts_with("z6Mk"));
    EXPECT_TRUE(*multikey_decode(text) == key);
    EXPECT_EQ(multikey_encode(test::rsa_key().public_key()), "");
    for (const std::string& bad :
         {std::string(), std::string("z"), text.substr(1), text + "1", text.substr(0, text.size() - 1),
          "z" + std::string(255, '2'), "z" + std::string(10'000, 'z'), std::string("z6Mk0OIl"), "Z" + text.substr(1)}) {
        EXPECT_FALSE(multikey_decode(bad)) << bad;
    }
}

// draft-msporny-base58-03, section 5
TEST(Multibase, vectors_match) {
    EXPECT_EQ(multibase_encode("Hello World!"), "z2NEpo7TZRRrLZSi2U");
    EXPECT_EQ(multibase_encode("The quick brown fox jumps over the lazy dog."),
              "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
    EXPECT_EQ(multibase_encode(*hex_decode("0000287fb4cd")), "z11233QC4");
    EXPECT_EQ(hex_encode(*multibase_decode("z11233QC4")), "0000287fb4cd");
    EXPECT_EQ(multibase_decode("z"), "");
}

}  // namespace
}  // namespace collegium::signatures
