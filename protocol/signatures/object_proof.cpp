#include "signatures/object_proof.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "signatures/jcs.hpp"
#include "signatures/multikey.hpp"

namespace collegium::signatures {
namespace {

constexpr std::string_view proof_type = "DataIntegrityProof";
constexpr std::string_view cryptosuite = "eddsa-jcs-2022";
constexpr std::string_view purpose = "assertionMethod";
constexpr std::size_t most_proofs = 10;
constexpr std::size_t longest_key_id = 2048;

const json::Value* find_proof(const json::Value& document) {
    const json::Value& proof = document["proof"];
    const auto is_ours = [](const json::Value& candidate) {
        return candidate["type"].string() == proof_type && candidate["cryptosuite"].string() == cryptosuite;
    };
    if (is_ours(proof)) return &proof;
    const json::Array& proofs = proof.items();
    if (proofs.size() > most_proofs) return nullptr;
    const auto found = std::find_if(proofs.begin(), proofs.end(), is_ours);
    return found != proofs.end() ? &*found : nullptr;
}

// vc-di-eddsa 3.3.4: what is signed is the hash of the options, then that of the document.
std::string proof_hash(const json::Value& options, const json::Value& document) {
    return sha256(canonicalize(options)) + sha256(canonicalize(document));
}

json::Array as_list(const json::Value& value) {
    return value.is_array() ? value.items() : json::Array{value};
}

// vc-di-eddsa 3.3.2, step 4: the document's context may have grown behind the proof's, but not changed.
bool starts_with_context(const json::Value& document_context, const json::Value& proof_context) {
    const json::Array whole = as_list(document_context);
    const json::Array part = as_list(proof_context);
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

// A time that is not there is fine; one that cannot be read is not.
Result<std::optional<Timestamp>> time_member(const json::Value& proof, std::string_view name) {
    const json::Value* value = proof.find(name);
    if (value == nullptr) return std::optional<Timestamp>();
    const auto time = parse_rfc3339(value->string());
    if (!time) return malformed_signature(std::string(name));
    return time;
}

// Proofs may be as old as their objects: only the future and `expires` are judged (SIG-20).
Result<std::optional<Timestamp>> check_proof(const json::Value& proof, const Policy& policy, Timestamp now) {
    if (proof["proofPurpose"].string() != purpose) return refused_signature("proofPurpose");
    for (const char* name : {"domain", "challenge", "nonce", "previousProof"}) {
        if (proof.contains(name)) return refused_signature("a proof for another occasion: " + std::string(name));
    }
    COLLEGIUM_TRY(const auto created, time_member(proof, "created"));
    COLLEGIUM_TRY(const auto expires, time_member(proof, "expires"));
    if (created && *created > now + policy.future) return refused_signature("clock skew: proof from the future");
    if (expires && *expires < now) return refused_signature("proof has expired");
    return created;
}

std::string without_fraction(Timestamp time) {
    std::string text = format_rfc3339(time);
    return text.substr(0, text.find('.')) + "Z";
}

}  // namespace

bool has_object_proof(const json::Value& document) {
    return find_proof(document) != nullptr;
}

Result<json::Value> add_object_proof(json::Value document, const Signer& signer, Timestamp now) {
    document.erase("proof");
    json::Value proof;
    if (const json::Value* context = document.find("@context")) proof.set("@context", *context);
    proof.set("type", proof_type);
    proof.set("cryptosuite", cryptosuite);
    proof.set("verificationMethod", signer.key_id);
    proof.set("proofPurpose", purpose);
    proof.set("created", without_fraction(now));
    COLLEGIUM_TRY(const std::string signature,
                  signer.key.sign(crypto::SignatureAlgorithm::ed25519, proof_hash(proof, document)));
    proof.set("proofValue", multibase_encode(signature));
    document.set("proof", std::move(proof));
    return document;
}

Result<Claim> examine_object_proof(const json::Value& document, const Policy& policy, Timestamp now) {
    const json::Value* proof = find_proof(document);
    if (proof == nullptr) return refused_signature("no object proof");
    const std::string& key_id = (*proof)["verificationMethod"].string();
    if (key_id.empty() || key_id.size() > longest_key_id) return malformed_signature("verificationMethod");
    auto signature = multibase_decode((*proof)["proofValue"].string());
    if (!signature || signature->size() != 64) return malformed_signature("proofValue");
    COLLEGIUM_TRY(const auto created, check_proof(*proof, policy, now));

    json::Value options = *proof;
    options.erase("proofValue");
    json::Value unsecured = document;
    unsecured.erase("proof");
    unsecured.erase("signature");  // a linked-data signature is made after the proof (federation.md 2.7)
    if (const json::Value* context = proof->find("@context")) {
        if (!starts_with_context(document["@context"], *context)) return refused_signature("the context has changed");
        unsecured.set("@context", *context);
    }
    return Claim(Scheme::object_proof, key_id, std::move(*signature), {proof_hash(options, unsecured)},
                 {crypto::SignatureAlgorithm::ed25519}, created);
}

}  // namespace collegium::signatures
