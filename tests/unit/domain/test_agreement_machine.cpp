// Every state, action and party against the normative table of pln-domain.md 3.2.3, written down here a second
// time: only what it allows, and only what this version implements, is possible.
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "domain/agreement_machine.hpp"

namespace collegium::domain {
namespace {

using State = model::AgreementState;
using Action = AgreementAction;

constexpr State all_states[] = {State::requested, State::info_needed, State::terms_proposed, State::trial,
                                State::active,    State::paused,      State::amending,       State::completing,
                                State::completed, State::declined,    State::withdrawn,      State::expired,
                                State::ended,     State::suspended,   State::void_};
constexpr Action all_actions[] = {
    Action::ask,    Action::ask_for_consent, Action::ask_more, Action::answer,          Action::propose_terms,
    Action::accept, Action::decline,         Action::withdraw, Action::expire,          Action::confirm_trial,
    Action::pause,  Action::resume,          Action::amend,    Action::agree_amendment, Action::wind_down,
    Action::extend, Action::complete,        Action::end,      Action::suspend,         Action::release,
    Action::void_it};
constexpr Party all_parties[] = {Party::proposer,  Party::responder,   Party::clock,
                                 Party::moderator, Party::coordinator, Party::administrator};

std::string name_of(Party party) {
    switch (party) {
        case Party::proposer: return "proposer";
        case Party::responder: return "responder";
        case Party::clock: return "clock";
        case Party::moderator: return "moderator";
        case Party::coordinator: return "coordinator";
        case Party::administrator: return "administrator";
    }
    return "";
}

// "state action party", with "!" behind a party that proposed the terms on the table, and " -> state".
std::set<std::string> allowed() {
    std::set<std::string> found;
    for (const auto action : all_actions) {
        for (const auto party : all_parties) {
            for (const bool own_terms : {false, true}) {
                const auto tail =
                    " " + std::string(domain::name_of(action)) + " " + name_of(party) + (own_terms ? "!" : "");
                if (auto row = find_transition(std::nullopt, action, party, own_terms))
                    found.insert("-" + tail + " -> " + std::string(domain::name_of(row->to)));
                for (const auto state : all_states)
                    if (auto row = find_transition(state, action, party, own_terms))
                        found.insert(std::string(domain::name_of(state)) + tail + " -> " +
                                     std::string(domain::name_of(row->to)));
            }
        }
    }
    return found;
}

// Both for a party that made the terms on the table and for one that did not.
void any(std::set<std::string>& rows, const std::string& from_and_action, const std::string& party,
         const std::string& to) {
    rows.insert(from_and_action + " " + party + " -> " + to);
    rows.insert(from_and_action + " " + party + "! -> " + to);
}

TEST(AgreementMachine, exactly_the_implemented_rows_are_possible) {
    std::set<std::string> expected;
    any(expected, "- ask", "responder", "requested");                 // 1
    any(expected, "requested more_info", "proposer", "info_needed");  // 3
    any(expected, "info_needed answer", "responder", "requested");    // 4
    for (const std::string party : {"proposer", "responder"}) {
        any(expected, "requested propose_terms", party, "terms_proposed");    // 5
        any(expected, "info_needed propose_terms", party, "terms_proposed");  // 5
        expected.insert("terms_proposed propose_terms " + party + " -> terms_proposed");
        expected.insert("requested accept " + party + " -> trial");       // 6
        expected.insert("terms_proposed accept " + party + " -> trial");  // 6
        any(expected, "terms_proposed decline", party, "declined");       // 7
        for (const std::string from : {"trial", "active", "paused", "completing"})
            any(expected, from + " end", party, "ended");  // 11, 19
    }
    any(expected, "requested decline", "proposer", "declined");    // 7
    any(expected, "info_needed decline", "proposer", "declined");  // 7
    for (const std::string from : {"requested", "info_needed", "terms_proposed"})
        any(expected, from + " withdraw", "responder", "withdrawn");  // 8
    any(expected, "requested expire", "clock", "expired");            // 9
    any(expected, "terms_proposed expire", "clock", "expired");       // 9
    any(expected, "paused end", "clock", "ended");                    // 14
    EXPECT_EQ(allowed(), expected);
}

TEST(AgreementMachine, table_is_complete_in_form) {
    std::set<int> rows;
    for (const auto& row : transitions()) rows.insert(row.row);
    for (int number : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22})
        EXPECT_TRUE(rows.contains(number)) << number;
}

TEST(AgreementMachine, implemented_rows_are_those_of_this_version) {
    std::set<int> rows;
    for (const auto& row : transitions())
        if (row.implemented) rows.insert(row.row);
    EXPECT_EQ(rows, (std::set<int>{1, 3, 4, 5, 6, 7, 8, 9, 11, 19}));
}

TEST(AgreementMachine, nothing_leaves_a_final_state) {
    for (const auto& row : transitions()) EXPECT_FALSE(row.from && is_final(*row.from)) << row.row;
    for (const auto state :
         {State::declined, State::withdrawn, State::expired, State::ended, State::completed, State::void_})
        EXPECT_TRUE(is_final(state));
    for (const auto state : {State::requested, State::trial, State::suspended}) EXPECT_FALSE(is_final(state));
}

TEST(AgreementMachine, every_state_is_open_running_final_or_suspended) {
    for (const auto state : all_states)
        EXPECT_EQ(is_open_request(state) + is_running(state) + is_final(state) + (state == State::suspended), 1);
}

TEST(AgreementMachine, names_go_there_and_back) {
    std::set<std::string_view> names;
    for (const auto state : all_states) {
        names.insert(domain::name_of(state));
        EXPECT_EQ(parse_agreement_state(domain::name_of(state)), state);
    }
    EXPECT_EQ(names.size(), std::size(all_states));
    EXPECT_EQ(parse_agreement_state("frobnicating"), std::nullopt);
    std::set<std::string_view> actions;
    for (const auto action : all_actions) actions.insert(domain::name_of(action));
    EXPECT_EQ(actions.size(), std::size(all_actions));
}

}  // namespace
}  // namespace collegium::domain
