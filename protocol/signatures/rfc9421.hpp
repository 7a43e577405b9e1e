// HTTP Message Signatures, RFC 9421 (https://www.rfc-editor.org/rfc/rfc9421): verified strictly when they come
// in (security.md SIG-11), made when a peer does not take draft-cavage (federation.md 2.3, 2.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/message.hpp"
#include "signatures/structured_field.hpp"

namespace collegium::signatures {

// The text that is signed (section 2.5); nothing when a component is absent, unknown, has parameters or comes twice.
std::optional<std::string> signature_base(const InnerList& components, const Message& message);

// Judges all but the key. One signature, over @method, @target-uri (or @authority, @path and @query) and the
// content-digest of a body. Errors: bad_request for what cannot be read, unauthorized for what does not hold.
Result<Claim> examine_rfc9421(const Message& message, const Policy& policy, Timestamp now);

// The headers to add: signature-input and signature; content-digest and content-type with a body. `nonce` answers
// a peer's challenge.
Result<std::vector<Header>> sign_rfc9421(const Outgoing& request, const Signer& signer, Timestamp now,
                                         std::string_view nonce = {});

// The nonce of an Accept-Signature header (section 5.1) that our signatures can answer: one that asks for no more
// components than we sign. "" for one without a nonce; nothing when it asks for more or cannot be read.
std::optional<std::string> acceptable_challenge(std::string_view accept_signature);
// What we ask for on each 401.
std::string_view accept_signature();

}  // namespace collegium::signatures
