#include "core/json.hpp"
#include "domain/relations.hpp"
#include "storage/repo/accounts.hpp"
#include "unit/domain/mentoring.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::ProposalState;
using test::Action;
using test::State;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Agreements : public test::Mentoring {};
COLLEGIUM_ON_BOTH_ENGINES(Agreements);

TEST_P(Agreements, asking_tells_the_proposer) {
    const auto proposal = offer(2);
    pump();
    const auto agreement = asks(mentee_, proposal, R"({"goals":["One lab"]})");
    EXPECT_EQ(agreement.state, State::requested);
    EXPECT_EQ(agreement.mentor_id, mentor_.id);
    EXPECT_EQ(agreement.mentee_id, mentee_.id);
    EXPECT_EQ(agreement.terms, R"({"goals":["One lab"]})");
    EXPECT_FALSE(agreement.offer_uri.empty());
    const auto events = pump();
    ASSERT_THAT(kinds(events), ElementsAre(EventKind::mentorship_step));
    const auto data = json::parse(events[0].data).value();
    EXPECT_EQ(data["action"].string(), "ask");
    EXPECT_EQ(data["tell"].boolean(), true);
    EXPECT_EQ(data["offer"].string(), agreement.offer_uri);
    ASSERT_EQ(notices(mentor_).size(), 1u);
    EXPECT_EQ(notices(mentor_)[0].kind, model::NotificationKind::mentorship);
    EXPECT_THAT(notices(mentee_), IsEmpty());
    EXPECT_EQ(now(proposal).places_free, 2) << "asking takes no place";
    expect_sound_chain(agreement);
}

TEST_P(Agreements, request_makes_its_author_the_mentee) {
    const auto agreement = asks(mentor_, propose(mentee_, as2::Purpose::request, 1));
    EXPECT_EQ(agreement.mentor_id, mentor_.id);
    EXPECT_EQ(agreement.mentee_id, mentee_.id);
    EXPECT_EQ(agreement.proposer_id, mentee_.id);
}

TEST_P(Agreements, who_may_not_ask_is_told_why) {
    const auto proposal = offer(1);
    EXPECT_EQ(refusal(mentor_, proposal)->code(), Errc::forbidden) << "one's own";
    asks(mentee_, proposal);
    EXPECT_EQ(refusal(mentee_, proposal)->detail(), "duplicate");
    must(block, mentor_.id, second_.id);
    EXPECT_EQ(refusal(second_, proposal)->code(), Errc::not_found) << "the blocked do not see it";
    must(unblock, mentor_.id, second_.id);
    must(block, second_.id, mentor_.id);
    EXPECT_EQ(refusal(second_, proposal)->code(), Errc::forbidden);
    must(unblock, second_.id, mentor_.id);
    for (auto state : {ProposalState::paused, ProposalState::closed}) {
        must(set_proposal_state, mentor_.id, proposal.id, state);
        EXPECT_EQ(refusal(second_, proposal)->detail(), "closed");
    }
    must(set_proposal_state, mentor_.id, proposal.id, ProposalState::open);
    advance(std::chrono::days(121));
    EXPECT_EQ(refusal(second_, proposal)->detail(), "closed") << "expired";
    EXPECT_EQ(failure(ask, mentee_.id, ProposalId{5}, std::string_view(), std::string_view()).code(), Errc::not_found);
}

TEST_P(Agreements, three_open_requests_are_the_limit) {
    for (const char* name : {"a", "b", "c"}) asks(mentee_, propose(member(name), as2::Purpose::offer, 1));
    const auto fourth = offer(1);
    EXPECT_EQ(refusal(mentee_, fourth)->detail(), "limit");
    EXPECT_FALSE(refusal(second_, fourth));
}

TEST_P(Agreements, three_mentorships_at_a_time_are_the_limit) {
    for (const char* name : {"a", "b", "c"}) {
        const auto mentor = member(name);
        ASSERT_TRUE(step(mentor, asks(mentee_, propose(mentor, as2::Purpose::offer, 1)), Action::accept));
    }
    EXPECT_EQ(refusal(mentee_, offer(1))->detail(), "limit");
}

TEST_P(Agreements, limit_of_mentorships_is_looked_at_again_when_accepting) {
    std::vector<model::Agreement> asked;
    std::vector<model::Account> mentors;
    for (const char* name : {"a", "b", "c", "d"}) {
        mentors.push_back(member(name));
        if (asked.size() == 2) {  // make room among the open requests
            ASSERT_TRUE(step(mentors[0], asked[0], Action::accept));
            ASSERT_TRUE(step(mentors[1], asked[1], Action::accept));
        }
        asked.push_back(asks(mentee_, propose(mentors.back(), as2::Purpose::offer, 1)));
    }
    ASSERT_TRUE(step(mentors[2], asked[2], Action::accept));
    auto fourth = step(mentors[3], asked[3], Action::accept);
    ASSERT_FALSE(fourth);
    EXPECT_EQ(fourth.error().code(), Errc::conflict);
    EXPECT_EQ(state(asked[3]), State::requested);
}

TEST_P(Agreements, accepting_starts_the_trial_and_takes_a_place) {
    const auto proposal = offer(2);
    const auto agreement = asks(mentee_, proposal);
    pump();
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    const auto running = now(agreement);
    EXPECT_EQ(running.state, State::trial);
    EXPECT_EQ(running.trial_ends_at, now_ + std::chrono::weeks(4));
    EXPECT_EQ(running.uri, "https://north.example/ap/agreements/" + agreement.id.text());
    EXPECT_TRUE(running.place_held);
    EXPECT_EQ(now(proposal).places_free, 1);
    EXPECT_EQ(now(proposal).state, ProposalState::open);
    const auto events = pump();
    EXPECT_THAT(kinds(events), testing::Contains(EventKind::mentorship_step));
    EXPECT_THAT(kinds(events), testing::Contains(EventKind::post_updated)) << "the board hears of the place";
    EXPECT_EQ(notices(mentee_).size(), 1u);
    expect_sound_chain(agreement);
}

TEST_P(Agreements, trial_of_no_weeks_is_active_at_once_and_eight_are_the_most) {
    const auto proposal = offer(6);
    const auto none = asks(mentee_, proposal, R"({"trialWeeks":0})");
    ASSERT_TRUE(step(mentor_, none, Action::accept));
    EXPECT_EQ(state(none), State::active);
    const auto long_one = asks(second_, proposal, R"({"trialWeeks":5000000000000})");
    ASSERT_TRUE(step(mentor_, long_one, Action::accept));
    EXPECT_EQ(now(long_one).trial_ends_at, now_ + std::chrono::weeks(8));
}

TEST_P(Agreements, one_place_is_given_once) {
    const auto proposal = offer(1);
    const auto first = asks(mentee_, proposal);
    const auto other = asks(second_, proposal);
    ASSERT_TRUE(step(mentor_, first, Action::accept));
    EXPECT_EQ(now(proposal).state, ProposalState::full);
    auto late = step(mentor_, other, Action::accept);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), Errc::conflict);
    EXPECT_EQ(late.error().detail(), "full");
    EXPECT_EQ(state(other), State::requested) << "nothing of the failed step stays";
    EXPECT_EQ(now(proposal).places_free, 0);
    EXPECT_EQ(refusal(member("tom"), proposal)->detail(), "full");
    ASSERT_TRUE(step(mentee_, first, Action::end));
    EXPECT_EQ(now(proposal).places_free, 1);
    EXPECT_EQ(now(proposal).state, ProposalState::open);
    EXPECT_TRUE(step(mentor_, other, Action::accept));
}

TEST_P(Agreements, only_the_two_can_see_or_act) {
    const auto agreement = asks(mentee_, offer(1));
    EXPECT_EQ(step(second_, agreement, Action::accept).error().code(), Errc::not_found);
    EXPECT_EQ(failure(load_agreement, agreement.id, second_.id).code(), Errc::not_found);
    EXPECT_EQ(failure(load_agreement, agreement.id, AccountId()).code(), Errc::not_found);
    auto here = context();
    EXPECT_EQ(load_agreements(here, mentor_.id, {}).size(), 1u);
    EXPECT_EQ(load_agreements(here, mentee_.id, {}).size(), 1u);
    EXPECT_EQ(load_agreements(here, second_.id, {}).size(), 0u);
}

TEST_P(Agreements, question_and_answer_go_back_and_forth) {
    const auto agreement = asks(mentee_, offer(1));
    EXPECT_EQ(step(mentor_, agreement, Action::ask_more, " ").error().code(), Errc::unprocessable);
    EXPECT_EQ(step(mentor_, agreement, Action::ask_more, std::string(2001, 'x')).error().code(), Errc::unprocessable);
    ASSERT_TRUE(step(mentor_, agreement, Action::ask_more, "Which grade?"));
    EXPECT_EQ(state(agreement), State::info_needed);
    EXPECT_FALSE(step(mentor_, agreement, Action::accept)) << "first the answer";
    ASSERT_TRUE(step(mentee_, agreement, Action::answer, "Nine"));
    EXPECT_EQ(state(agreement), State::requested);
    EXPECT_TRUE(step(mentor_, agreement, Action::accept));
    const auto steps = view(agreement, mentee_).steps;
    ASSERT_EQ(steps.size(), 4u);
    EXPECT_EQ(steps[1].note, "Which grade?");
    EXPECT_EQ(steps[2].note, "Nine");
    expect_sound_chain(agreement);
}

TEST_P(Agreements, terms_are_accepted_by_the_side_that_did_not_make_them) {
    const auto agreement = asks(mentee_, offer(1), R"({"cadence":"weekly"})");
    EXPECT_FALSE(step(mentee_, agreement, Action::accept)) << "the one who asked cannot accept";
    ASSERT_TRUE(step(mentor_, agreement, Action::propose_terms, "", R"({"cadence":"monthly"})"));
    EXPECT_EQ(now(agreement).terms, R"({"cadence":"monthly"})");
    EXPECT_NE(now(agreement).terms_hash, agreement.terms_hash);
    EXPECT_NE(now(agreement).last_offer_uri, agreement.last_offer_uri);
    EXPECT_EQ(now(agreement).offer_uri, agreement.offer_uri);
    EXPECT_FALSE(step(mentor_, agreement, Action::accept));
    EXPECT_FALSE(step(mentor_, agreement, Action::propose_terms, "", "{}"));
    ASSERT_TRUE(step(mentee_, agreement, Action::accept));
    EXPECT_EQ(state(agreement), State::trial);
    EXPECT_TRUE(now(agreement).place_held);
    expect_sound_chain(agreement);
}

TEST_P(Agreements, possible_steps_are_those_that_the_viewer_may_take) {
    const auto agreement = asks(mentee_, offer(1));
    EXPECT_THAT(view(agreement, mentor_).possible,
                UnorderedElementsAre(Action::accept, Action::decline, Action::ask_more, Action::propose_terms));
    EXPECT_THAT(view(agreement, mentee_).possible, UnorderedElementsAre(Action::withdraw, Action::propose_terms));
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    EXPECT_THAT(view(agreement, mentor_).possible, ElementsAre(Action::end));
    ASSERT_TRUE(step(mentor_, agreement, Action::end));
    EXPECT_THAT(view(agreement, mentor_).possible, IsEmpty());
}

TEST_P(Agreements, ending_frees_the_place_and_is_final) {
    const auto proposal = offer(1);
    const auto agreement = asks(mentee_, proposal);
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    ASSERT_TRUE(step(mentee_, agreement, Action::end));
    EXPECT_EQ(state(agreement), State::ended);
    EXPECT_FALSE(now(agreement).place_held);
    EXPECT_EQ(now(proposal).places_free, 1);
    EXPECT_EQ(step(mentor_, agreement, Action::end).error().code(), Errc::conflict);
    EXPECT_EQ(now(proposal).places_free, 1) << "freed once";
    EXPECT_FALSE(refusal(mentee_, proposal)) << "after an end one may ask again";
}

TEST_P(Agreements, declined_pair_waits_ninety_days) {
    const auto proposal = offer(1);
    const auto agreement = asks(mentee_, proposal);
    ASSERT_TRUE(step(mentor_, agreement, Action::decline, "Not this year"));
    EXPECT_EQ(state(agreement), State::declined);
    EXPECT_EQ(now(proposal).places_free, 1);
    ASSERT_TRUE(refusal(mentee_, proposal));
    EXPECT_EQ(refusal(mentee_, proposal)->code(), Errc::conflict);
    advance(std::chrono::days(91));
    EXPECT_FALSE(refusal(mentee_, proposal));
}

TEST_P(Agreements, withdrawn_request_may_be_made_again) {
    const auto proposal = offer(1);
    const auto agreement = asks(mentee_, proposal);
    EXPECT_FALSE(step(mentor_, agreement, Action::withdraw));
    ASSERT_TRUE(step(mentee_, agreement, Action::withdraw));
    EXPECT_EQ(state(agreement), State::withdrawn);
    EXPECT_FALSE(refusal(mentee_, proposal));
}

}  // namespace
}  // namespace collegium::domain
