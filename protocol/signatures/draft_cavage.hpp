// HTTP signatures as the fediverse makes them: draft-cavage-http-signatures-12
// (https://datatracker.ietf.org/doc/html/draft-cavage-http-signatures-12), with what peers really send
// (reference/federation.md 2.1, 2.2, 2.9) and the coverage that security.md SIG-04 to SIG-12 demands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signatures/message.hpp"

namespace collegium::signatures {

// The parameters of a Signature header.
struct CavageParameters {
    std::string key_id;
    std::string algorithm;             // lower case, "" when absent
    std::vector<std::string> headers;  // lower case, in order; the default list when absent
    std::string signature;             // raw bytes
    std::optional<std::int64_t> created;
    std::optional<std::int64_t> expires;
};

// Any order, any blanks, a leading "Signature " is tolerated. Error: bad_request.
Result<CavageParameters> parse_cavage(std::string_view header);

// The text that is signed; nothing when a listed header is absent, or `(created)` without its parameter.
// `target` stands apart from the message, as some peers sign it without the query.
std::optional<std::string> cavage_signing_string(const CavageParameters& parameters, const Message& message,
                                                 std::string_view target);

// Judges all but the key. Errors: bad_request for what cannot be read, unauthorized for what does not hold.
Result<Claim> examine_cavage(const Message& message, const Policy& policy, Timestamp now);

// Some servers verify a GET over the path alone (federation.md 2.4, rule 4).
enum class SignedTarget { with_query, path_only };

// The headers to add: date and signature; digest and content-type with a body. Needs an RSA key.
Result<std::vector<Header>> sign_cavage(const Outgoing& request, const Signer& signer, Timestamp now,
                                        SignedTarget target = SignedTarget::with_query);

}  // namespace collegium::signatures
