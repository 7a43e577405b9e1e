// How one step of an agreement is taken and recorded: the part that is the same whoever took it and
// wherever it was told. Only domain/mentorships uses it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/mentorships.hpp"

namespace collegium::domain {

// Whether the other party's server still has to hear of a step.
enum class Told { to_other_side, nobody };

struct StepRecord {
    StepRecord(AgreementAction action_taken, std::optional<model::AgreementState> state_before, AccountId who,
               std::string text, Told whom)
        : action(action_taken), from(state_before), actor(who), note(std::move(text)), told(whom) {}
    AgreementAction action;
    std::optional<model::AgreementState> from;
    AccountId actor;  // none: the clock
    std::string note;
    Told told;
};

// Extends the hash chain and emits the event (model::EventKind::mentorship_step).
void record_step(Context& context, const model::Agreement& agreement, const StepRecord& record);

// Three mentorships at a time, of those that this server knows. Error: conflict, with "limit" in the detail.
Result<void> check_running(Context& context, AccountId mentee);
// Checks the table, takes or frees the place, writes the row and records the step. `actor` none: the clock.
// Errors: conflict; its detail is "full" when the places decided, "limit" when the mentee has enough.
Result<model::Agreement> advance(Context& context, model::Agreement agreement, AccountId actor, const Step& step,
                                 Told told);
// The proposer's server has accepted: no place to count here.
Result<void> confirm(Context& context, model::Agreement agreement, AccountId actor);
// A Reject without an agreement, or beside one: `from` is ours.
void emit_refusal(Context& context, AccountId from, AccountId to, std::string_view offer_uri, std::string_view reason);

// With people, proposal and possible steps; without the steps taken.
std::vector<AgreementView> view_agreements(Context& context, std::vector<model::Agreement> agreements,
                                           AccountId viewer);

}  // namespace collegium::domain
