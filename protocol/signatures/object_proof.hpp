// Object integrity proofs, FEP-8b32 (https://codeberg.org/fediverse/fep/src/branch/main/fep/8b32/fep-8b32.md) with
// the cryptosuite eddsa-jcs-2022 (https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022): they let an object be
// believed whoever brings it. Whether the key may speak for the object is asked in federation/authority.
#pragma once

#include <string_view>

#include "core/json.hpp"
#include "signatures/message.hpp"

namespace collegium::signatures {

// The document with a `proof`. Needs an Ed25519 key; `signer.key_id` becomes the verificationMethod.
Result<json::Value> add_object_proof(json::Value document, const Signer& signer, Timestamp now);

bool has_object_proof(const json::Value& document);

// Judges all but the key; the claim's key_id is the verificationMethod. The document must be exactly as received.
// Errors: bad_request for a proof that cannot be read, unauthorized for one that is not there, not meant for this
// purpose, expired or from the future.
Result<Claim> examine_object_proof(const json::Value& document, const Policy& policy, Timestamp now);

}  // namespace collegium::signatures
