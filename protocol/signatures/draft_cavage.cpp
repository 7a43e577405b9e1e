#include "signatures/draft_cavage.hpp"

#include <algorithm>

#include "core/bytes.hpp"
#include "core/strings.hpp"
#include "signatures/digest.hpp"

namespace collegium::signatures {
namespace {

using crypto::SignatureAlgorithm;

// What the name in the header allows; the key's type decides among them (SIG-10). hs2019 says nothing about
// the algorithm: the order is the one in which other servers try.
Result<std::vector<SignatureAlgorithm>> algorithms_of(std::string_view name) {
    using List = std::vector<SignatureAlgorithm>;
    if (name.empty() || name == "hs2019") {
        return List{SignatureAlgorithm::rsa_sha256, SignatureAlgorithm::rsa_sha512, SignatureAlgorithm::ed25519};
    }
    if (name == "rsa-sha256") return List{SignatureAlgorithm::rsa_sha256};
    if (name == "rsa-sha512") return List{SignatureAlgorithm::rsa_sha512};
    if (name == "ed25519") return List{SignatureAlgorithm::ed25519};
    return refused_signature("algorithm");
}

bool covers(const CavageParameters& parameters, std::string_view name) {
    return std::find(parameters.headers.begin(), parameters.headers.end(), name) != parameters.headers.end();
}

// The Host header as it was signed: behind a proxy ours may carry another name than the sender wrote.
std::string host_value(const Message& message) {
    auto written = combined_header(message.headers, "host");
    if (written && strings::equals_ignoring_case(*written, message.authority)) return std::move(*written);
    return std::string(message.authority);
}

std::optional<std::string> component_value(const CavageParameters& parameters, const std::string& name,
                                           const Message& message, std::string_view target) {
    if (name == "(request-target)") return strings::lower(message.method) + " " + std::string(target);
    if (name == "(created)") {
        return parameters.created ? std::optional(std::to_string(*parameters.created)) : std::nullopt;
    }
    if (name == "(expires)") {
        return parameters.expires ? std::optional(std::to_string(*parameters.expires)) : std::nullopt;
    }
    if (name == "host" && !message.authority.empty()) return host_value(message);
    return combined_header(message.headers, name);
}

// SIG-04, SIG-06: whatever gives a request its meaning must be signed.
Result<void> check_coverage(const CavageParameters& parameters, std::string_view method) {
    if (!covers(parameters, "(request-target)")) return refused_signature("(request-target) is not signed");
    if (!covers(parameters, "host")) return refused_signature("host is not signed");
    if (!covers(parameters, "date") && !covers(parameters, "(created)")) return refused_signature("time is not signed");
    if (needs_digest(method) && !covers(parameters, "digest")) return refused_signature("digest is not signed");
    // Draft 2.3: the pseudo headers came with hs2019 and mean nothing to the older algorithms.
    const bool is_pseudo = covers(parameters, "(created)") || covers(parameters, "(expires)");
    if (is_pseudo && parameters.algorithm.starts_with("rsa")) return refused_signature("pseudo header and algorithm");
    return ok();
}

struct Times {
    Timestamp created;
    std::optional<Timestamp> expires;
};

// Only what is signed can lengthen a life; an unsigned `expires` may end it. A Date that is signed beside `(created)`
// must hold as well.
Result<Times> check_signed_times(const CavageParameters& parameters, const Message& message, const Policy& policy,
                                 Timestamp now) {
    Times times{};
    if (parameters.expires) {
        const auto expires = from_unix_seconds(*parameters.expires);
        if (!expires) return malformed_signature("expires");
        if (*expires + policy.expiry_grace < now) return refused_signature("clock skew: expired");
        if (covers(parameters, "(expires)")) times.expires = expires;
    }
    if (covers(parameters, "date")) {
        const auto date = parse_http_date(combined_header(message.headers, "date").value_or(""));
        if (!date) return malformed_signature("date");
        COLLEGIUM_CHECK(check_times(*date, times.expires, policy, now));
        times.created = *date;
    }
    if (covers(parameters, "(created)") && parameters.created) {
        const auto created = from_unix_seconds(*parameters.created);
        if (!created) return malformed_signature("created");
        COLLEGIUM_CHECK(check_times(*created, times.expires, policy, now));
        times.created = *created;
    }
    return times;
}

Result<CavageParameters> find_parameters(const Message& message) {
    if (const auto header = combined_header(message.headers, "signature")) return parse_cavage(*header);
    const auto authorization = combined_header(message.headers, "authorization");
    if (authorization && strings::equals_ignoring_case(authorization->substr(0, 10), "signature ")) {
        return parse_cavage(*authorization);
    }
    return refused_signature("no signature");
}

// With the query, and then without: some peers leave it out (federation.md 2.1).
Result<std::vector<std::string>> signing_strings(const CavageParameters& parameters, const Message& message) {
    std::vector<std::string> texts;
    auto whole = cavage_signing_string(parameters, message, message.target);
    if (!whole) return refused_signature("a signed header is absent");
    texts.push_back(std::move(*whole));
    const std::size_t mark = message.target.find('?');
    if (mark != std::string_view::npos) {
        texts.push_back(*cavage_signing_string(parameters, message, message.target.substr(0, mark)));
    }
    return texts;
}

}  // namespace

std::optional<std::string> cavage_signing_string(const CavageParameters& parameters, const Message& message,
                                                 std::string_view target) {
    std::string text;
    for (const std::string& name : parameters.headers) {
        const auto value = component_value(parameters, name, message, target);
        if (!value) return std::nullopt;
        if (!text.empty()) text.push_back('\n');
        text.append(name).append(": ").append(*value);
    }
    return text;
}

Result<Claim> examine_cavage(const Message& message, const Policy& policy, Timestamp now) {
    COLLEGIUM_CHECK(refuse_repeated_headers(message.headers));
    COLLEGIUM_TRY(CavageParameters parameters, find_parameters(message));
    COLLEGIUM_TRY(auto algorithms, algorithms_of(parameters.algorithm));
    COLLEGIUM_CHECK(check_coverage(parameters, message.method));
    COLLEGIUM_CHECK(check_authority(message, policy));
    COLLEGIUM_TRY(auto texts, signing_strings(parameters, message));
    COLLEGIUM_TRY(const Times times, check_signed_times(parameters, message, policy, now));
    // Also a digest that need not be there, as on a GET: what is signed must be true.
    if (const auto digest = combined_header(message.headers, "digest")) {
        COLLEGIUM_CHECK(check_digest(*digest, message.body));
    }
    return Claim(Scheme::draft_cavage, std::move(parameters.key_id), std::move(parameters.signature), std::move(texts),
                 std::move(algorithms), times.created);
}

Result<std::vector<Header>> sign_cavage(const Outgoing& request, const Signer& signer, Timestamp now,
                                        SignedTarget target) {
    if (signer.key.type() != crypto::KeyType::rsa) return Error(Errc::internal, "draft-cavage needs an RSA key");
    const std::string authority = request.url.authority();
    std::string signed_target = request.url.target();
    if (target == SignedTarget::path_only)
        signed_target.resize(std::min(signed_target.find('?'), signed_target.size()));

    std::vector<Header> headers = {{"date", format_http_date(now)}};
    CavageParameters parameters;
    parameters.headers = {"(request-target)", "host", "date"};
    if (needs_digest(request.method)) {
        headers.emplace_back("digest", make_digest(request.body));
        headers.emplace_back("content-type", request.content_type);
        parameters.headers.insert(parameters.headers.end(), {"digest", "content-type"});
    }
    const Message message{request.method, request.url.scheme, authority, signed_target, headers, request.body};
    const auto text = cavage_signing_string(parameters, message, signed_target);
    if (!text) return Error(Errc::internal, "an outgoing request lacks a header");
    COLLEGIUM_TRY(const std::string signature, signer.key.sign(SignatureAlgorithm::rsa_sha256, *text));
    std::string names;
    for (const std::string& name : parameters.headers) names.append(names.empty() ? "" : " ").append(name);
    headers.emplace_back("signature", "keyId=\"" + std::string(signer.key_id) +
                                          "\",algorithm=\"rsa-sha256\",headers=\"" + names + "\",signature=\"" +
                                          base64_encode(signature) + "\"");
    return headers;
}

}  // namespace collegium::signatures
