// What all signature schemes share: the request as a signature sees it, how strict we are, and the claim that
// is left when everything but the key has been judged. Knows no sockets, no database and nobody's key.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "core/url.hpp"
#include "crypto/keys.hpp"

namespace collegium::signatures {

using Header = std::pair<std::string, std::string>;  // lower-case name, value
using Headers = std::span<const Header>;

// A request that came in.
struct Message {
    std::string_view method;     // upper case
    std::string_view scheme;     // "https", as the sender sees us
    std::string_view authority;  // host[:port] that was asked for; behind a trusted proxy, the forwarded one
    std::string_view target;     // path and query exactly as on the request line
    Headers headers;
    std::string_view body;  // raw bytes
};

// A request that is to go out.
struct Outgoing {
    std::string_view method;  // "GET" or "POST"
    const Url& url;
    std::string_view body;
    std::string_view content_type;  // of the body; unused without one
};

struct Signer {
    const crypto::PrivateKey& key;
    std::string_view key_id;
};

// security.md SIG-07, SIG-08
struct Policy {
    std::span<const std::string> authorities;  // the names (host[:port], lower case) that we answer to
    std::chrono::seconds past{3600};           // age of a signature without `expires`
    std::chrono::seconds future{300};          // how far the sender's clock may be ahead
    std::chrono::seconds longest_life{43200};  // however late `expires` is
    std::chrono::seconds expiry_grace{30};     // how far the sender's clock may be behind its own `expires`
};

enum class Scheme { draft_cavage, rfc9421, object_proof };

// Who is said to have signed, and what must still be checked with that key. Everything else (coverage, times,
// digest, host) already holds.
class Claim {
  public:
    Claim(Scheme scheme, std::string key_id, std::string signature, std::vector<std::string> candidates,
          std::vector<crypto::SignatureAlgorithm> algorithms, std::optional<Timestamp> created)
        : scheme_(scheme),
          key_id_(std::move(key_id)),
          signature_(std::move(signature)),
          candidates_(std::move(candidates)),
          algorithms_(std::move(algorithms)),
          created_(created) {}

    Scheme scheme() const { return scheme_; }
    // As written by the sender: a stranger's text until the key is found.
    const std::string& key_id() const { return key_id_; }
    // When the sender says it signed: tells a wrong clock.
    std::optional<Timestamp> created() const { return created_; }
    // True when the key made this signature over one of the accepted readings of the message.
    bool verify(const crypto::PublicKey& key) const;

  private:
    Scheme scheme_;
    std::string key_id_;
    std::string signature_;
    std::vector<std::string> candidates_;
    std::vector<crypto::SignatureAlgorithm> algorithms_;
    std::optional<Timestamp> created_;
};

// All values of a header, trimmed and joined by ", "; nothing when it is absent.
std::optional<std::string> combined_header(Headers headers, std::string_view name);
// Refuses (bad_request) a request that has one of the headers twice that signatures rest on (SIG-12).
Result<void> refuse_repeated_headers(Headers headers);
// Refuses (unauthorized) a request that was addressed to someone else (SIG-07).
Result<void> check_authority(const Message& message, const Policy& policy);
// Refuses (unauthorized) signatures that are too old, expired or from the future (SIG-08).
Result<void> check_times(Timestamp created, std::optional<Timestamp> expires, const Policy& policy, Timestamp now);

// Whether the method carries a body that must be covered.
bool needs_digest(std::string_view method);
// Seconds since 1970 as signature parameters have them; nothing outside the years 1970 to 9999.
std::optional<Timestamp> from_unix_seconds(std::int64_t seconds);
std::int64_t to_unix_seconds(Timestamp time);

// The two ways to fail: 400 for what cannot be read, 401 for what does not hold.
Error malformed_signature(std::string detail);
Error refused_signature(std::string detail);

}  // namespace collegium::signatures
