#include "federation/policy.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "storage/repo/quarantine.hpp"

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

Admission admission(const config::Config& config, std::string_view authority) {
    const auto& federation = config.federation;
    if (authority.empty() || any_covers(federation.block, authority)) return Admission::no;
    const bool listed = any_covers(federation.consortium, authority);
    switch (federation.mode) {
        case config::FederationMode::open: return Admission::yes;
        case config::FederationMode::guarded: return listed ? Admission::yes : Admission::after_review;
        case config::FederationMode::consortium: return listed ? Admission::yes : Admission::no;
        case config::FederationMode::closed: return Admission::no;
    }
    return Admission::no;
}

Standing standing(const config::Config& config, std::string_view authority, model::HostReview review) {
    switch (admission(config, authority)) {
        case Admission::yes: return Standing::federates;
        case Admission::no: return Standing::shut_out;
        case Admission::after_review: break;
    }
    switch (review) {
        case model::HostReview::unreviewed: return Standing::quarantined;
        case model::HostReview::allowed: return Standing::federates;
        case model::HostReview::refused: return Standing::shut_out;
    }
    return Standing::shut_out;
}

Standing standing(domain::Context& context, std::string_view authority) {
    auto review = model::HostReview::unreviewed;
    if (admission(context.config, authority) == Admission::after_review)
        review = repo::find_host_review(context.db, authority);
    return standing(context.config, authority, review);
}

bool may_federate(domain::Context& context, std::string_view authority) {
    return standing(context, authority) == Standing::federates;
}

std::vector<repo::InboxAddress> only_federating(domain::Context& context, std::vector<repo::InboxAddress> addresses) {
    std::vector<std::string> unsure;
    for (const auto& address : addresses)
        if (admission(context.config, address.host) == Admission::after_review) unsure.push_back(address.host);
    std::unordered_set<std::string> allowed;
    if (!unsure.empty())
        for (auto& host : repo::allowed_among(context.db, unsure)) allowed.insert(std::move(host));
    std::erase_if(addresses, [&context, &allowed](const repo::InboxAddress& address) {
        const auto review = allowed.contains(address.host) ? model::HostReview::allowed : model::HostReview::unreviewed;
        return standing(context.config, address.host, review) != Standing::federates;
    });
    return addresses;
}

}  // namespace collegium::federation
