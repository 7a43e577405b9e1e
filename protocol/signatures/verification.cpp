#include "signatures/verification.hpp"

#include "core/strings.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/rfc9421.hpp"

namespace collegium::signatures {
namespace {

bool has(Headers headers, std::string_view name) {
    return combined_header(headers, name).has_value();
}

}  // namespace

bool is_signed(Headers headers) {
    if (has(headers, "signature") || has(headers, "signature-input")) return true;
    const std::string authorization = combined_header(headers, "authorization").value_or("");
    return strings::equals_ignoring_case(authorization.substr(0, 10), "signature ");
}

Result<Claim> examine(const Message& message, const Policy& policy, Timestamp now) {
    if (has(message.headers, "signature-input")) return examine_rfc9421(message, policy, now);
    return examine_cavage(message, policy, now);
}

}  // namespace collegium::signatures
