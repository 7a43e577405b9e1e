#include "signatures/message.hpp"

#include <algorithm>
#include <array>

#include "core/strings.hpp"

namespace collegium::signatures {
namespace {

constexpr std::array<std::string_view, 8> single_headers = {
    "host", "date", "digest", "content-digest", "signature", "signature-input", "content-type", "authorization"};

constexpr std::int64_t last_unix_second = 253'402'300'799;  // 9999-12-31T23:59:59Z

}  // namespace

bool Claim::verify(const crypto::PublicKey& key) const {
    for (const auto algorithm : algorithms_) {
        if (crypto::key_type_of(algorithm) != key.type()) continue;
        for (const std::string& candidate : candidates_) {
            if (key.verify(algorithm, candidate, signature_)) return true;
        }
    }
    return false;
}

std::optional<std::string> combined_header(Headers headers, std::string_view name) {
    std::optional<std::string> combined;
    for (const auto& [header_name, value] : headers) {
        if (header_name != name) continue;
        if (combined) {
            combined->append(", ");
        } else {
            combined.emplace();
        }
        combined->append(strings::trim(value));
    }
    return combined;
}

Result<void> refuse_repeated_headers(Headers headers) {
    for (const std::string_view name : single_headers) {
        const auto count = std::count_if(headers.begin(), headers.end(),
                                         [name](const Header& header) { return header.first == name; });
        if (count > 1) return malformed_signature("repeated header: " + std::string(name));
    }
    return ok();
}

Result<void> check_authority(const Message& message, const Policy& policy) {
    const auto is_named = [&message](const std::string& name) {
        return strings::equals_ignoring_case(name, message.authority);
    };
    if (std::any_of(policy.authorities.begin(), policy.authorities.end(), is_named)) return ok();
    return refused_signature("made for another host");
}

Result<void> check_times(Timestamp created, std::optional<Timestamp> expires, const Policy& policy, Timestamp now) {
    if (created > now + policy.future) return refused_signature("clock skew: signed in the future");
    if (!expires) {
        if (created + policy.past < now) return refused_signature("clock skew: signed too long ago");
        return ok();
    }
    if (*expires < created) return refused_signature("expires before it is created");
    if (*expires + policy.expiry_grace < now) return refused_signature("clock skew: expired");
    if (created + policy.longest_life < now) return refused_signature("clock skew: signed too long ago");
    return ok();
}

bool needs_digest(std::string_view method) {
    return method != "GET" && method != "HEAD";
}

std::optional<Timestamp> from_unix_seconds(std::int64_t seconds) {
    if (seconds < 0 || seconds > last_unix_second) return std::nullopt;
    return from_milliseconds(seconds * 1000);
}

std::int64_t to_unix_seconds(Timestamp time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Error malformed_signature(std::string detail) {
    return Error(Errc::bad_request, "The signature of this request cannot be read.", std::move(detail));
}

Error refused_signature(std::string detail) {
    return Error(Errc::unauthorized, "The signature of this request does not hold.", std::move(detail));
}

}  // namespace collegium::signatures
