#include "federation/objects/proposal.hpp"

#include "domain/agreement_machine.hpp"
#include "domain/uris.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/note_value.hpp"

namespace collegium::federation {

as2::MentorshipProposal proposal_value(domain::Context& context, const model::Proposal& row,
                                       const domain::PostView& carrier) {
    as2::MentorshipProposal proposal;
    if (auto facts = json::parse(row.record)) as2::read_mentorship_facts(*facts, proposal);
    proposal.id = row.uri;
    proposal.note = carrier.post.uri;
    proposal.intent = row.intent_uri;
    proposal.author = carrier.author->uri;
    proposal.page = domain::Uris(context.config).proposal_page(row.id);
    proposal.purpose = row.purpose == model::Purpose::offer ? as2::Purpose::offer : as2::Purpose::request;
    proposal.title = row.title;
    proposal.content = row.content;
    proposal.places = row.places;
    proposal.places_free = row.places_free;
    proposal.state = std::string(domain::name_of(row.state));
    proposal.published = row.created_at;
    if (row.updated_at > row.created_at) proposal.updated = row.updated_at;
    proposal.expires = row.expires_at;
    auto audience = audience_of(context, carrier.post, *carrier.author, named_people(context, carrier));
    proposal.to = std::move(audience.to);
    proposal.cc = std::move(audience.cc);
    return proposal;
}

json::Value render_proposal(domain::Context& context, const model::Proposal& row, const domain::PostView& carrier) {
    return as2::write_proposal(proposal_value(context, row, carrier));
}

}  // namespace collegium::federation
