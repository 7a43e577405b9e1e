#include "signatures/digest.hpp"

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/strings.hpp"
#include "signatures/message.hpp"
#include "signatures/structured_field.hpp"

namespace collegium::signatures {

std::string make_digest(std::string_view body) {
    return "SHA-256=" + base64_encode(sha256(body));
}

std::string make_content_digest(std::string_view body) {
    return "sha-256=:" + base64_encode(sha256(body)) + ":";
}

Result<void> check_digest(std::string_view header, std::string_view body) {
    bool is_found = false;
    for (const std::string_view part : strings::split(header, ',')) {
        const std::string_view entry = strings::trim(part);
        const std::size_t equals = entry.find('=');
        if (equals == std::string_view::npos) return refused_signature("digest cannot be read");
        if (!strings::equals_ignoring_case(entry.substr(0, equals), "sha-256")) continue;
        // Compared as text: other spellings of the same bytes (base64url, no padding) are nobody's.
        if (entry.substr(equals + 1) != base64_encode(sha256(body))) return refused_signature("digest does not match");
        is_found = true;
    }
    if (!is_found) return refused_signature("no SHA-256 digest");
    return ok();
}

Result<void> check_content_digest(std::string_view header, std::string_view body) {
    const auto members = parse_dictionary(header);
    if (!members) return refused_signature("content-digest cannot be read");
    bool is_found = false;
    for (const auto& [name, value] : *members) {
        if (name != "sha-256" && name != "sha-512") continue;
        const auto* item = std::get_if<Item>(&value);
        const auto* digest = item != nullptr ? std::get_if<Bytes>(&item->value) : nullptr;
        if (digest == nullptr || digest->bytes != (name == "sha-256" ? sha256(body) : sha512(body))) {
            return refused_signature("content-digest does not match");
        }
        is_found = true;
    }
    if (!is_found) return refused_signature("no SHA-256 or SHA-512 content-digest");
    return ok();
}

}  // namespace collegium::signatures
