// A mentorship proposal of ours on the wire (FEP-0837; federation.md 8.2): the canonical document, and the same
// facts for the Note that carries it. Both are made from the row, so that places and state are those of now.
#pragma once

#include "as2/mentorship.hpp"
#include "core/json.hpp"
#include "domain/context.hpp"
#include "domain/timelines.hpp"
#include "storage/model/learning.hpp"

namespace collegium::federation {

as2::MentorshipProposal proposal_value(domain::Context& context, const model::Proposal& row,
                                       const domain::PostView& carrier);

// The canonical Proposal; without "@context".
json::Value render_proposal(domain::Context& context, const model::Proposal& row, const domain::PostView& carrier);

}  // namespace collegium::federation
