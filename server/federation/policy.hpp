// With whom we federate at all: the instance's mode, its block list, and in mode "guarded" what somebody here
// decided about a server. The one place where it is asked, for what comes in, what is fetched and what goes out.
#pragma once

#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "domain/context.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation {

// What the configuration alone says. `authority` is host[:port] as in a URL. A blocked domain takes its
// subdomains with it, and so does one of the consortium, which counts as reviewed.
enum class Admission { yes, no, after_review };
Admission admission(const config::Config& config, std::string_view authority);

// Of one in quarantine nothing is shown, and nothing is sent to it: what it sends is held until the review.
enum class Standing { federates, quarantined, shut_out };
Standing standing(const config::Config& config, std::string_view authority, model::HostReview review);
// Reads the review from the database where it counts.
Standing standing(domain::Context& context, std::string_view authority);
bool may_federate(domain::Context& context, std::string_view authority);
// Those at servers with which we federate; one query for all.
std::vector<repo::InboxAddress> only_federating(domain::Context& context, std::vector<repo::InboxAddress> addresses);

}  // namespace collegium::federation
