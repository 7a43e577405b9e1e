// Parts of the page of one proposal: its facts, who asked, and whether the one who looks may ask.
#pragma once

#include <string>

#include "domain/mentorships.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

// The member "proposal" of the view.
json::Value proposal_view(const Scene& scene, const domain::ProposalView& view);
// For the author: requests that wait first, then the newest.
json::Value request_list(domain::Context& context, const Scene& scene, ProposalId id);

struct Asking {
    std::string obstacle;      // why nobody, or this person, can ask; "" when they can
    json::Value mine = false;  // {url, state, tone} of the agreement that is under way
};
Asking asking_of(domain::Context& context, const Scene& scene, const model::Proposal& proposal);

}  // namespace collegium::web
