#include "federation/policy.hpp"

#include <algorithm>
#include <string>

namespace collegium::federation {
namespace {

bool covers(std::string_view domain, std::string_view authority) {
    if (authority == domain) return true;
    return authority.size() > domain.size() && authority.ends_with(domain) &&
           authority[authority.size() - domain.size() - 1] == '.';
}

bool any_covers(const std::vector<std::string>& domains, std::string_view authority) {
    const auto host = authority.substr(0, authority.rfind(':'));
    return std::any_of(domains.begin(), domains.end(), [authority, host](const std::string& domain) {
        return covers(domain, authority) || covers(domain, host);
    });
}

}  // namespace

bool may_federate(const config::Config& config, std::string_view authority) {
    const auto& federation = config.federation;
    if (authority.empty() || any_covers(federation.block, authority)) return false;
    switch (federation.mode) {
        case config::FederationMode::open:
        case config::FederationMode::guarded: return true;
        case config::FederationMode::consortium: return any_covers(federation.consortium, authority);
        case config::FederationMode::closed: return false;
    }
    return false;
}

}  // namespace collegium::federation
