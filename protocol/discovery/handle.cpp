#include "discovery/handle.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "core/url.hpp"
#include "text/microsyntax.hpp"

namespace collegium::discovery {
namespace {

constexpr std::string_view acct_scheme = "acct:";

bool may_stand_in_domain(char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F &&
           std::string_view("/\\@%?#").find(c) == std::string_view::npos;
}

}  // namespace

std::string Handle::acct() const {
    return user + "@" + domain;
}

std::optional<Handle> parse_handle(std::string_view text) {
    if (text.size() > 512 || !strings::is_valid_utf8(text)) return std::nullopt;
    if (strings::equals_ignoring_case(text.substr(0, acct_scheme.size()), acct_scheme)) {
        text.remove_prefix(acct_scheme.size());
    } else if (text.starts_with('@')) {
        text.remove_prefix(1);
    }
    const auto at = text.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    const auto domain = text.substr(at + 1);
    if (!std::all_of(domain.begin(), domain.end(), may_stand_in_domain)) return std::nullopt;
    Handle handle{std::string(text.substr(0, at)), normalize_domain(domain)};
    const bool names_server = strings::equals_ignoring_case(handle.user, domain);
    if (handle.domain.empty() || (!names_server && !text::is_username(handle.user))) return std::nullopt;
    return handle;
}

}  // namespace collegium::discovery
