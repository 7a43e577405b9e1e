// Agreements under every step that anybody may try, in any state and in any order: what the table refuses
// leaves no trace, places are never lost nor given twice, and the chain of steps stays whole.
#include <random>

#include "unit/domain/mentoring.hpp"

namespace collegium::domain {
namespace {

using test::Action;
using test::State;

constexpr Action all_actions[] = {
    Action::ask,    Action::ask_for_consent, Action::ask_more, Action::answer,          Action::propose_terms,
    Action::accept, Action::decline,         Action::withdraw, Action::expire,          Action::confirm_trial,
    Action::pause,  Action::resume,          Action::amend,    Action::agree_amendment, Action::wind_down,
    Action::extend, Action::complete,        Action::end,      Action::suspend,         Action::release,
    Action::void_it};

class AgreementWalks : public test::Mentoring {
  protected:
    std::int64_t steps_and_events() { return count("agreement_step") * 1000 + count("event"); }
    Result<model::Agreement> attempt(const model::Account& who, const model::Agreement& agreement, Action action) {
        return step(who, agreement, action, "words", action == Action::propose_terms ? "{}" : "");
    }
};
COLLEGIUM_ON_BOTH_ENGINES(AgreementWalks);

TEST_P(AgreementWalks, every_step_in_every_state_by_both_follows_the_table) {
    const auto agreement = asks(mentee_, offer(6));
    for (int number = 0; number <= static_cast<int>(State::void_); ++number) {
        const auto from = static_cast<State>(number);
        for (const auto action : all_actions) {
            for (const bool mentor : {true, false}) {
                db_.run_script("SAVEPOINT trial");
                auto row = now(agreement);
                row.state = from;
                repo::update_agreement(db_, row);
                const auto before = steps_and_events();
                const auto& who = mentor ? mentor_ : mentee_;
                const auto party = mentor ? Party::proposer : Party::responder;
                const auto allowed = find_transition(from, action, party, row.terms_by_id == who.id);
                const auto outcome = attempt(who, agreement, action);
                const auto name = std::string(name_of(from)) + " " + std::string(name_of(action));
                EXPECT_EQ(outcome.has_value(), allowed.has_value()) << name;
                if (allowed) {
                    EXPECT_EQ(state(agreement), allowed->to) << name;
                } else {
                    EXPECT_EQ(outcome.error().code(), Errc::conflict) << name;
                    EXPECT_EQ(state(agreement), from) << name;
                    EXPECT_EQ(steps_and_events(), before) << name;
                }
                db_.run_script("ROLLBACK TO SAVEPOINT trial; RELEASE SAVEPOINT trial");
            }
        }
    }
}

TEST_P(AgreementWalks, places_are_never_lost_nor_given_twice) {
    auto draft = draft_of(mentor_, as2::Purpose::offer, 2);
    draft.proposal.expires = now_ + std::chrono::days(100'000);
    const auto proposal = must(create_proposal, draft);
    std::vector<model::Agreement> agreements;
    std::vector<model::Account> people;
    for (const char* name : {"a", "b", "c", "d"}) {
        people.push_back(member(name));
        agreements.push_back(asks(people.back(), proposal));
    }
    std::mt19937 random(7);
    auto pick = [&random](std::size_t size) { return std::uniform_int_distribution<std::size_t>(0, size - 1)(random); };
    int accepted = 0;
    for (int turn = 0; turn < 400; ++turn) {
        const auto which = pick(agreements.size());
        const auto& who = pick(2) == 0 ? mentor_ : people[which];
        const auto action = all_actions[pick(std::size(all_actions))];
        const auto before = state(agreements[which]);
        const auto outcome = attempt(who, agreements[which], action);
        accepted += outcome && action == Action::accept;
        EXPECT_TRUE(outcome || state(agreements[which]) == before);
        // Who is done with it asks again, when the rules of asking allow it.
        if (is_final(state(agreements[which]))) {
            advance(std::chrono::days(91));
            auto again = run(ask, people[which].id, proposal.id, std::string_view("again"), std::string_view());
            if (again) agreements[which] = *again;
        }
        const auto held = count("agreement WHERE place_held = 1");
        const auto row = now(proposal);
        ASSERT_EQ(row.places_free, 2 - held) << turn;
        ASSERT_EQ(row.state == model::ProposalState::full, row.places_free == 0) << turn;
        ASSERT_EQ(held, count("agreement WHERE state IN (3, 4, 5, 6, 7)")) << "running is what holds a place";
    }
    EXPECT_GT(accepted, 3);
    for (const auto& agreement : agreements) expect_sound_chain(agreement);
}

}  // namespace
}  // namespace collegium::domain
