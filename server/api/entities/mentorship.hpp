// Proposal and Agreement as the REST of the learning network has them (design section 8).
#pragma once

#include "api/routes.hpp"
#include "core/json.hpp"
#include "domain/mentorships.hpp"

namespace collegium::api {

void write_proposal(json::Writer& writer, const domain::Context& context, const domain::ProposalView& view,
                    AccountId viewer);
void write_agreement(json::Writer& writer, const domain::Context& context, const domain::AgreementView& view,
                     AccountId viewer);
// The agreement as `viewer` sees it, or the error.
Reply agreement_reply(domain::Context& context, AgreementId id, AccountId viewer);

}  // namespace collegium::api
