// Mentorship proposals in the words and shapes of the templates "proposal_card" and "proposal".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/mentorships.hpp"
#include "web/frame.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

std::string purpose_label(model::Purpose purpose);
// "2 of 4 places free", "Full"; for a request, that somebody is looked for.
std::string places_text(const model::Proposal& row);
// "Paused", "Closed", "Expired"; "" when open or full.
std::string state_label(const model::Proposal& row, Timestamp now);
// Open, with a place, before its end.
bool takes_requests(const model::Proposal& row, Timestamp now);

// What forms offer, and the words for each value.
const std::vector<Option>& cadence_options();
const std::vector<Option>& format_options();
const std::vector<Option>& window_options();
const std::vector<Option>& policy_options();
// The label of a value, or the value itself with blanks for "_".
std::string label_in(const std::vector<Option>& options, std::string_view value);
std::string labels_in(const std::vector<Option>& options, const std::vector<std::string>& values);

// [free], one for each place, at most twelve.
json::Value places_list(const model::Proposal& row);
json::Value topic_list(const std::vector<as2::Concept>& topics);

json::Value proposal_card(const Scene& scene, const domain::ProposalView& view);
json::Value proposal_cards(const Scene& scene, const std::vector<domain::ProposalView>& views);

}  // namespace collegium::web
