// Agreements on the wire (FEP-0837; federation.md 8.2, 8.8). They go to the two parties and to nobody else, and
// no document of them is ever served.
#pragma once

#include <string_view>

#include "as2/mentorship.hpp"
#include "domain/context.hpp"
#include "storage/model/account.hpp"
#include "storage/model/learning.hpp"

namespace collegium::federation {

// What an Offer holds: what is asked for, in the words of `message` (plain text), with the terms on the table.
as2::Agreement agreement_draft(const model::Agreement& agreement, const model::Proposal& proposal,
                               std::string_view message);

// The result of an Accept: minted here, where the proposal lives.
as2::Agreement agreement_result(domain::Context& context, const model::Agreement& agreement,
                                const model::Proposal& proposal);

// Plain text as the HTML that "content" is.
std::string content_of(std::string_view plain);

}  // namespace collegium::federation
