// Mentorship agreements as one of the two people sees them: states in words, whose turn it is, the way so far.
#pragma once

#include <string>
#include <string_view>

#include "domain/mentorships.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

// Whether this person's answer is what everything waits for.
bool is_waiting_for(const model::Agreement& agreement, AccountId viewer);
// How many of one's newest agreements wait so.
int count_waiting(domain::Context& context, AccountId viewer);

// Whether this person said yes to terms of the other server, which counts the places and has to confirm it.
bool has_agreed(const domain::AgreementView& view, AccountId person);
inline constexpr std::string_view waiting_label = "Waiting for their server";

std::string state_label(model::AgreementState state);
// The same, for this person: a yes that waits for the other server is not "terms proposed".
std::string state_of(const domain::AgreementView& view, AccountId viewer);
// "wait", "trial", "good", "" or "bad": the colour of the label.
std::string tone_of(model::AgreementState state);
// What the state means for this person, and what comes next.
std::string explanation_of(const domain::AgreementView& view, AccountId viewer);
std::string role_text(const model::Agreement& agreement, AccountId viewer);
// The other of the two.
const model::Account& other_of(const domain::AgreementView& view, AccountId viewer);

// A row of "My mentorships".
json::Value bond_view(const Scene& scene, const domain::AgreementView& view);

// The parts of the pair's page.
json::Value way_view(const Scene& scene, const domain::AgreementView& view);
json::Value message_list(const Scene& scene, const domain::AgreementView& view);
json::Value history_list(const Scene& scene, const domain::AgreementView& view);
json::Value terms_list(const domain::AgreementView& view, Timestamp now);
// The other server said that there was no place left.
bool was_full(const domain::AgreementView& view);

}  // namespace collegium::web
