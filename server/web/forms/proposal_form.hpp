// The form of a mentorship offer or request, in both directions; what it does not ask for stays as it is.
#pragma once

#include <string>

#include "as2/mentorship.hpp"
#include "config/config.hpp"
#include "core/json.hpp"
#include "web/form.hpp"

namespace collegium::web {

// Writes what the form says into the proposal, whose purpose is set; faults go to the form.
void read_proposal(Form& form, as2::MentorshipProposal& proposal);
// `source`: the text as it was typed.
Form proposal_form(const as2::MentorshipProposal& proposal, const std::string& source);
// The members "form", "open", "errors", "purpose" and "is_offer" of the view.
void show_proposal_form(json::Value& view, const config::Config& config, as2::Purpose purpose, const Form& form);

}  // namespace collegium::web
