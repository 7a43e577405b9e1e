#include "signatures/rfc9421.hpp"

#include <algorithm>
#include <array>

#include "core/strings.hpp"
#include "signatures/digest.hpp"

namespace collegium::signatures {
namespace {

using crypto::SignatureAlgorithm;

constexpr std::size_t longest_header = 8192;
constexpr std::size_t longest_key_id = 2048;
constexpr std::chrono::seconds life{300};
constexpr std::array<std::string_view, 4> signed_components = {"@method", "@target-uri", "@authority",
                                                               "content-digest"};

// RFC 9421 2.2.3: lower case, without the scheme's default port.
std::string normal_authority(const Message& message) {
    std::string authority = strings::lower(message.authority);
    const std::string_view port = message.scheme == "https" ? ":443" : ":80";
    if (authority.ends_with(port)) authority.erase(authority.size() - port.size());
    return authority;
}

std::optional<std::string> derived_component(std::string_view name, const Message& message) {
    const std::size_t mark = std::min(message.target.find('?'), message.target.size());
    const std::string_view path = message.target.substr(0, mark);
    const std::string_view query = message.target.substr(mark);
    if (name == "@method") return std::string(message.method);
    if (name == "@authority") return normal_authority(message);
    if (name == "@scheme") return std::string(message.scheme);
    if (name == "@request-target") return std::string(message.target);
    if (name == "@path") return path.empty() ? "/" : std::string(path);
    if (name == "@query") return query.empty() ? "?" : std::string(query);
    if (name == "@target-uri") {
        return std::string(message.scheme) + "://" + normal_authority(message) + std::string(message.target);
    }
    return std::nullopt;
}

const std::string* component_name(const Item& item) {
    return item.parameters.empty() ? std::get_if<std::string>(&item.value) : nullptr;
}

bool covers(const InnerList& components, std::string_view name) {
    return std::any_of(components.items.begin(), components.items.end(), [name](const Item& item) {
        const std::string* component = component_name(item);
        return component != nullptr && *component == name;
    });
}

// Section 3.3, by the names of the registry; what is not here we do not verify.
Result<std::vector<SignatureAlgorithm>> algorithms_of(const BareItem* name) {
    using List = std::vector<SignatureAlgorithm>;
    if (name == nullptr) return List{SignatureAlgorithm::rsa_sha256, SignatureAlgorithm::ed25519};
    const auto* text = std::get_if<std::string>(name);
    if (text == nullptr) return malformed_signature("alg");
    if (*text == "rsa-v1_5-sha256") return List{SignatureAlgorithm::rsa_sha256};
    if (*text == "rsa-pss-sha512") return List{SignatureAlgorithm::rsa_pss_sha512};
    if (*text == "ed25519") return List{SignatureAlgorithm::ed25519};
    return refused_signature("alg");
}

struct Parts {
    InnerList components;
    std::string signature;
};

// Exactly one signature, under one label in both headers.
Result<Parts> find_parts(const Message& message) {
    const auto input_text = combined_header(message.headers, "signature-input");
    const auto signature_text = combined_header(message.headers, "signature");
    if (!input_text || !signature_text) return refused_signature("no signature");
    if (input_text->size() > longest_header || signature_text->size() > longest_header) {
        return malformed_signature("header too long");
    }
    auto input = parse_dictionary(*input_text);
    auto signature = parse_dictionary(*signature_text);
    if (!input || !signature) return malformed_signature("structured field");
    if (input->size() != 1 || signature->size() != 1) return malformed_signature("not exactly one signature");
    auto& [input_label, input_value] = input->front();
    auto& [signature_label, signature_value] = signature->front();
    if (input_label != signature_label) return malformed_signature("labels differ");
    auto* components = std::get_if<InnerList>(&input_value);
    auto* item = std::get_if<Item>(&signature_value);
    auto* bytes = item != nullptr ? std::get_if<Bytes>(&item->value) : nullptr;
    if (components == nullptr || bytes == nullptr || bytes->bytes.empty()) return malformed_signature("member types");
    return Parts{std::move(*components), std::move(bytes->bytes)};
}

Result<void> check_coverage(const InnerList& components, const Message& message) {
    if (!covers(components, "@method")) return refused_signature("@method is not signed");
    if (!covers(components, "@target-uri")) {
        const bool has_query = message.target.find('?') != std::string_view::npos;
        if (!covers(components, "@authority") || !covers(components, "@path") ||
            (has_query && !covers(components, "@query"))) {
            return refused_signature("the address is not signed");
        }
    }
    const bool has_body = needs_digest(message.method) || !message.body.empty();
    if (has_body && !covers(components, "content-digest")) return refused_signature("content-digest is not signed");
    return ok();
}

Result<std::optional<Timestamp>> time_parameter(const Parameters& parameters, std::string_view name) {
    const BareItem* value = find_parameter(parameters, name);
    if (value == nullptr) return std::optional<Timestamp>();
    const auto* seconds = std::get_if<std::int64_t>(value);
    const auto time = seconds != nullptr ? from_unix_seconds(*seconds) : std::nullopt;
    if (!time) return malformed_signature(std::string(name));
    return time;
}

std::string_view algorithm_name(crypto::KeyType type) {
    switch (type) {
        case crypto::KeyType::rsa: return "rsa-v1_5-sha256";
        case crypto::KeyType::ed25519: return "ed25519";
    }
    return "";
}

SignatureAlgorithm algorithm_for(crypto::KeyType type) {
    switch (type) {
        case crypto::KeyType::rsa: return SignatureAlgorithm::rsa_sha256;
        case crypto::KeyType::ed25519: return SignatureAlgorithm::ed25519;
    }
    return SignatureAlgorithm::rsa_sha256;
}

InnerList outgoing_components(const Outgoing& request, const Signer& signer, Timestamp now, std::string_view nonce) {
    InnerList components;
    for (const std::string_view name : signed_components) {
        if (name == "content-digest" && !needs_digest(request.method)) continue;
        components.items.push_back(Item{std::string(name), {}});
    }
    components.parameters = {{"created", to_unix_seconds(now)},
                             {"expires", to_unix_seconds(now + life)},
                             {"keyid", std::string(signer.key_id)},
                             {"alg", std::string(algorithm_name(signer.key.type()))}};
    if (!nonce.empty()) components.parameters.emplace_back("nonce", std::string(nonce));
    return components;
}

}  // namespace

std::optional<std::string> signature_base(const InnerList& components, const Message& message) {
    std::string base;
    std::vector<std::string_view> seen;
    for (const Item& item : components.items) {
        const std::string* name = component_name(item);
        if (name == nullptr || std::find(seen.begin(), seen.end(), *name) != seen.end()) return std::nullopt;
        seen.push_back(*name);
        const auto value =
            name->starts_with('@') ? derived_component(*name, message) : combined_header(message.headers, *name);
        if (!value) return std::nullopt;
        base.append(serialize(item.value)).append(": ").append(*value).append("\n");
    }
    return base + "\"@signature-params\": " + serialize(components);
}

Result<Claim> examine_rfc9421(const Message& message, const Policy& policy, Timestamp now) {
    COLLEGIUM_CHECK(refuse_repeated_headers(message.headers));
    COLLEGIUM_TRY(Parts parts, find_parts(message));
    const Parameters& parameters = parts.components.parameters;
    const BareItem* key_item = find_parameter(parameters, "keyid");
    const auto* key_id = key_item != nullptr ? std::get_if<std::string>(key_item) : nullptr;
    if (key_id == nullptr || key_id->empty() || key_id->size() > longest_key_id) return malformed_signature("keyid");
    COLLEGIUM_TRY(auto algorithms, algorithms_of(find_parameter(parameters, "alg")));
    COLLEGIUM_CHECK(check_coverage(parts.components, message));
    COLLEGIUM_CHECK(check_authority(message, policy));
    COLLEGIUM_TRY(const auto created, time_parameter(parameters, "created"));
    COLLEGIUM_TRY(const auto expires, time_parameter(parameters, "expires"));
    if (!created) return refused_signature("created is not signed");
    COLLEGIUM_CHECK(check_times(*created, expires, policy, now));
    auto base = signature_base(parts.components, message);
    if (!base) return refused_signature("a component is absent or unknown");
    if (const auto digest = combined_header(message.headers, "content-digest")) {
        COLLEGIUM_CHECK(check_content_digest(*digest, message.body));
    }
    return Claim(Scheme::rfc9421, *key_id, std::move(parts.signature), {std::move(*base)}, std::move(algorithms),
                 created);
}

Result<std::vector<Header>> sign_rfc9421(const Outgoing& request, const Signer& signer, Timestamp now,
                                         std::string_view nonce) {
    const std::string authority = request.url.authority();
    const std::string target = request.url.target();
    std::vector<Header> headers;
    if (needs_digest(request.method)) {
        headers.emplace_back("content-digest", make_content_digest(request.body));
        headers.emplace_back("content-type", request.content_type);
    }
    const InnerList components = outgoing_components(request, signer, now, nonce);
    const Message message{request.method, request.url.scheme, authority, target, headers, request.body};
    const auto base = signature_base(components, message);
    if (!base) return Error(Errc::internal, "an outgoing request lacks a component");
    COLLEGIUM_TRY(std::string signature, signer.key.sign(algorithm_for(signer.key.type()), *base));
    headers.emplace_back("signature-input", "sig1=" + serialize(components));
    headers.emplace_back("signature", "sig1=" + serialize(Bytes{std::move(signature)}));
    return headers;
}

std::optional<std::string> acceptable_challenge(std::string_view accept_signature) {
    const auto members = accept_signature.size() <= longest_header ? parse_dictionary(accept_signature) : std::nullopt;
    if (!members) return std::nullopt;
    for (const auto& [label, value] : *members) {
        const auto* wanted = std::get_if<InnerList>(&value);
        if (wanted == nullptr) continue;
        const bool is_covered = std::all_of(wanted->items.begin(), wanted->items.end(), [](const Item& item) {
            const std::string* name = component_name(item);
            return name != nullptr &&
                   std::find(signed_components.begin(), signed_components.end(), *name) != signed_components.end();
        });
        if (!is_covered) continue;
        const BareItem* nonce = find_parameter(wanted->parameters, "nonce");
        if (nonce == nullptr) return "";
        if (const auto* text = std::get_if<std::string>(nonce)) return *text;
    }
    return std::nullopt;
}

std::string_view accept_signature() {
    return R"(sig1=("@method" "@target-uri" "@authority" "content-digest");created;keyid)";
}

}  // namespace collegium::signatures
