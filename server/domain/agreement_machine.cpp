#include "domain/agreement_machine.hpp"

#include <array>

namespace collegium::domain {
namespace {

using Action = AgreementAction;
using State = model::AgreementState;

// The normative table of pln-domain.md 3.2.3, a row per starting state. A trial of zero weeks goes straight
// to active; domain/mentorships decides that.
constexpr std::array table = {
    Transition{1, Action::ask, std::nullopt, State::requested, Actor::responder, true},
    Transition{2, Action::ask_for_consent, std::nullopt, State::requested, Actor::coordinator, false},
    Transition{3, Action::ask_more, State::requested, State::info_needed, Actor::proposer, true},
    Transition{4, Action::answer, State::info_needed, State::requested, Actor::responder, true},
    Transition{5, Action::propose_terms, State::requested, State::terms_proposed, Actor::either, true},
    Transition{5, Action::propose_terms, State::info_needed, State::terms_proposed, Actor::either, true},
    Transition{5, Action::propose_terms, State::terms_proposed, State::terms_proposed, Actor::not_terms_side, true},
    Transition{6, Action::accept, State::requested, State::trial, Actor::not_terms_side, true},
    Transition{6, Action::accept, State::terms_proposed, State::trial, Actor::not_terms_side, true},
    Transition{7, Action::decline, State::requested, State::declined, Actor::proposer, true},
    Transition{7, Action::decline, State::info_needed, State::declined, Actor::proposer, true},
    Transition{7, Action::decline, State::terms_proposed, State::declined, Actor::either, true},
    Transition{8, Action::withdraw, State::requested, State::withdrawn, Actor::responder, true},
    Transition{8, Action::withdraw, State::info_needed, State::withdrawn, Actor::responder, true},
    Transition{8, Action::withdraw, State::terms_proposed, State::withdrawn, Actor::responder, true},
    Transition{9, Action::expire, State::requested, State::expired, Actor::clock, true},
    Transition{9, Action::expire, State::terms_proposed, State::expired, Actor::clock, true},
    Transition{10, Action::confirm_trial, State::trial, State::active, Actor::either_or_clock, false},
    Transition{11, Action::end, State::trial, State::ended, Actor::either, true},
    Transition{12, Action::pause, State::active, State::paused, Actor::either, false},
    Transition{13, Action::resume, State::paused, State::active, Actor::either_or_clock, false},
    Transition{19, Action::end, State::paused, State::ended, Actor::either_or_clock, true},  // and 14, by the clock
    Transition{15, Action::amend, State::active, State::amending, Actor::either, false},
    Transition{15, Action::amend, State::paused, State::amending, Actor::either, false},
    Transition{15, Action::agree_amendment, State::amending, State::active, Actor::not_terms_side, false},
    Transition{16, Action::wind_down, State::active, State::completing, Actor::either_or_clock, false},
    Transition{17, Action::extend, State::completing, State::active, Actor::either, false},
    Transition{18, Action::complete, State::completing, State::completed, Actor::either_or_clock, false},
    Transition{19, Action::end, State::active, State::ended, Actor::either, true},
    Transition{19, Action::end, State::completing, State::ended, Actor::either, true},
    Transition{20, Action::suspend, State::trial, State::suspended, Actor::moderator, false},
    Transition{20, Action::suspend, State::active, State::suspended, Actor::moderator, false},
    Transition{20, Action::suspend, State::paused, State::suspended, Actor::moderator, false},
    Transition{20, Action::suspend, State::amending, State::suspended, Actor::moderator, false},
    Transition{20, Action::suspend, State::completing, State::suspended, Actor::moderator, false},
    Transition{21, Action::release, State::suspended, State::active, Actor::moderator, false},
    Transition{21, Action::end, State::suspended, State::ended, Actor::moderator, false},
    Transition{22, Action::void_it, State::requested, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::info_needed, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::terms_proposed, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::trial, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::active, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::paused, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::amending, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::completing, State::void_, Actor::administrator_or_clock, false},
    Transition{22, Action::void_it, State::suspended, State::void_, Actor::administrator_or_clock, false},
};

bool matches(Actor who, Party party, bool proposed_terms) {
    const bool is_party = party == Party::proposer || party == Party::responder;
    switch (who) {
        case Actor::proposer: return party == Party::proposer;
        case Actor::responder: return party == Party::responder;
        case Actor::either: return is_party;
        case Actor::not_terms_side: return is_party && !proposed_terms;
        case Actor::clock: return party == Party::clock;
        case Actor::either_or_clock: return is_party || party == Party::clock;
        case Actor::moderator: return party == Party::moderator;
        case Actor::coordinator: return party == Party::coordinator;
        case Actor::administrator_or_clock: return party == Party::administrator || party == Party::clock;
    }
    return false;
}

struct StateName {
    State state;
    std::string_view name;
};

constexpr std::array state_names = {
    StateName{State::requested, "requested"},
    StateName{State::info_needed, "info_needed"},
    StateName{State::terms_proposed, "terms_proposed"},
    StateName{State::trial, "trial"},
    StateName{State::active, "active"},
    StateName{State::paused, "paused"},
    StateName{State::amending, "amending"},
    StateName{State::completing, "completing"},
    StateName{State::completed, "completed"},
    StateName{State::declined, "declined"},
    StateName{State::withdrawn, "withdrawn"},
    StateName{State::expired, "expired"},
    StateName{State::ended, "ended"},
    StateName{State::suspended, "suspended"},
    StateName{State::void_, "void"},
};

}  // namespace

std::span<const Transition> transitions() {
    return table;
}

std::optional<Transition> find_transition(std::optional<State> from, Action action, Party party, bool proposed_terms) {
    for (const auto& row : table) {
        if (row.implemented && row.from == from && row.action == action && matches(row.who, party, proposed_terms))
            return row;
    }
    return std::nullopt;
}

bool is_open_request(State state) {
    return state == State::requested || state == State::info_needed || state == State::terms_proposed;
}

bool is_running(State state) {
    return state == State::trial || state == State::active || state == State::paused || state == State::amending ||
           state == State::completing;
}

bool is_final(State state) {
    return !is_open_request(state) && !is_running(state) && state != State::suspended;
}

std::string_view name_of(State state) {
    for (const auto& entry : state_names)
        if (entry.state == state) return entry.name;
    return "void";
}

std::optional<State> parse_agreement_state(std::string_view name) {
    for (const auto& entry : state_names)
        if (entry.name == name) return entry.state;
    return std::nullopt;
}

std::string_view name_of(Action action) {
    switch (action) {
        case Action::ask: return "ask";
        case Action::ask_for_consent: return "ask_for_consent";
        case Action::ask_more: return "more_info";
        case Action::answer: return "answer";
        case Action::propose_terms: return "propose_terms";
        case Action::accept: return "accept";
        case Action::decline: return "decline";
        case Action::withdraw: return "withdraw";
        case Action::expire: return "expire";
        case Action::confirm_trial: return "confirm_trial";
        case Action::pause: return "pause";
        case Action::resume: return "resume";
        case Action::amend: return "amend";
        case Action::agree_amendment: return "agree_amendment";
        case Action::wind_down: return "wind_down";
        case Action::extend: return "extend";
        case Action::complete: return "complete";
        case Action::end: return "end";
        case Action::suspend: return "suspend";
        case Action::release: return "release";
        case Action::void_it: return "void";
    }
    return "void";
}

std::string_view name_of(model::ProposalState state) {
    switch (state) {
        case model::ProposalState::draft: return "draft";
        case model::ProposalState::open: return "open";
        case model::ProposalState::full: return "full";
        case model::ProposalState::paused: return "paused";
        case model::ProposalState::closed: return "closed";
        case model::ProposalState::expired: return "expired";
    }
    return "closed";
}

}  // namespace collegium::domain
