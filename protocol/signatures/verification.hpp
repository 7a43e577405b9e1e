// The one question of the server's inbox and of signed fetches: who claims to have signed this request?
#pragma once

#include "signatures/message.hpp"

namespace collegium::signatures {

// Whether a request carries a signature of either family, good or bad.
bool is_signed(Headers headers);
// By the family that the headers show: RFC 9421 when there is a Signature-Input, else draft-cavage.
// Errors: bad_request for what cannot be read, unauthorized for what does not hold or is not signed.
// A claim still needs verify() with the key of its key_id(), and a check that this key may speak.
Result<Claim> examine(const Message& message, const Policy& policy, Timestamp now);

}  // namespace collegium::signatures
