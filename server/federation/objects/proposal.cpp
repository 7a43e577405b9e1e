#include "federation/objects/proposal.hpp"

#include "domain/mentorships.hpp"
#include "domain/uris.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/note_value.hpp"

namespace collegium::federation {

as2::MentorshipProposal proposal_value(domain::Context& context, const model::Proposal& row,
                                       const domain::PostView& carrier) {
    auto proposal = domain::record_of(row);
    proposal.note = carrier.post.uri;
    proposal.author = carrier.author->uri;
    proposal.page = domain::Uris(context.config).proposal_page(row.id);
    if (row.updated_at <= row.created_at) proposal.updated.reset();
    auto audience = audience_of(context, carrier.post, *carrier.author, named_people(context, carrier));
    proposal.to = std::move(audience.to);
    proposal.cc = std::move(audience.cc);
    return proposal;
}

json::Value render_proposal(domain::Context& context, const model::Proposal& row, const domain::PostView& carrier) {
    return as2::write_proposal(proposal_value(context, row, carrier));
}

}  // namespace collegium::federation
