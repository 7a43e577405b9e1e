// The state machine of a mentorship agreement (pln-domain.md 3.2.3), as one table that serves both
// servers. It says which step is possible from where and by whom; what a step does besides is in
// domain/mentorships.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "storage/model/learning.hpp"

namespace collegium::domain {

enum class AgreementAction {
    ask,              // 1
    ask_for_consent,  // 2: a coordinator asks on behalf of the mentee
    ask_more,         // 3
    answer,           // 4
    propose_terms,    // 5
    accept,           // 6
    decline,          // 7
    withdraw,         // 8
    expire,           // 9
    confirm_trial,    // 10
    pause,            // 12
    resume,           // 13
    amend,            // 15
    agree_amendment,  // 15, back
    wind_down,        // 16
    extend,           // 17
    complete,         // 18
    end,              // 11, 14, 19
    suspend,          // 20
    release,          // 21
    void_it,          // 22
};

// Who takes a step, seen from the agreement.
enum class Party {
    proposer,
    responder,
    clock,
    moderator,
    coordinator,
    administrator,
};

// A set of parties, or a side that depends on who proposed the terms on the table.
enum class Actor {
    proposer,
    responder,
    either,          // proposer or responder
    not_terms_side,  // the side that did not propose the last terms
    clock,
    either_or_clock,
    moderator,
    coordinator,
    administrator_or_clock,
};

struct Transition {
    int row;  // number in the normative table
    AgreementAction action;
    std::optional<model::AgreementState> from;  // nullopt: there is no agreement yet
    model::AgreementState to;
    Actor who;
    bool implemented;  // the rest of the table is complete in form
};

std::span<const Transition> transitions();

// The step that `party` may take now. `proposed_terms`: this party proposed the terms on the table.
std::optional<Transition> find_transition(std::optional<model::AgreementState> from, AgreementAction action,
                                          Party party, bool proposed_terms);
bool is_final(model::AgreementState state);
bool is_open_request(model::AgreementState state);
bool is_running(model::AgreementState state);
// The words of design section 8: "requested", "info_needed", ...
std::string_view name_of(model::AgreementState state);
std::optional<model::AgreementState> parse_agreement_state(std::string_view name);
std::string_view name_of(AgreementAction action);
std::string_view name_of(model::ProposalState state);

}  // namespace collegium::domain
