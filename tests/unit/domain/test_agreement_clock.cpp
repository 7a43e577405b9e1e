#include "core/json.hpp"
#include "domain/posts.hpp"
#include "unit/domain/mentoring.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::ProposalState;
using test::Action;
using test::State;

class AgreementClock : public test::Mentoring {
  protected:
    int expire() {
        auto here = context();
        return expire_overdue(here, 100);
    }
};
COLLEGIUM_ON_BOTH_ENGINES(AgreementClock);

TEST_P(AgreementClock, unanswered_request_expires_after_fourteen_days) {
    const auto agreement = asks(mentee_, offer(1));
    pump();
    advance(std::chrono::days(14) - std::chrono::minutes(1));
    EXPECT_EQ(expire(), 0);
    advance(std::chrono::minutes(2));
    EXPECT_EQ(expire(), 1);
    EXPECT_EQ(state(agreement), State::expired);
    EXPECT_EQ(expire(), 0);
    const auto events = events_of(EventKind::mentorship_step);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_FALSE(events[0].account_id) << "the clock";
    EXPECT_EQ(json::parse(events[0].data).value()["tell"].boolean(), true);
    EXPECT_EQ(notices(mentee_).size(), 1u) << "both hear of it, each from the other";
    EXPECT_EQ(notices(mentee_)[0].from, mentor_.id);
    EXPECT_EQ(notices(mentor_).size(), 2u);
    expect_sound_chain(agreement);
}

TEST_P(AgreementClock, question_stops_the_clock_and_the_answer_starts_it_again) {
    const auto agreement = asks(mentee_, offer(1));
    ASSERT_TRUE(step(mentor_, agreement, Action::ask_more, "Which grade?"));
    advance(std::chrono::days(30));
    EXPECT_EQ(expire(), 0);
    ASSERT_TRUE(step(mentee_, agreement, Action::answer, "Nine"));
    advance(std::chrono::days(13));
    EXPECT_EQ(expire(), 0);
    advance(std::chrono::days(2));
    EXPECT_EQ(expire(), 1);
}

TEST_P(AgreementClock, running_mentorship_does_not_expire) {
    const auto agreement = asks(mentee_, offer(1));
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    advance(std::chrono::days(400));
    EXPECT_EQ(expire(), 0);
    EXPECT_EQ(state(agreement), State::trial);
}

TEST_P(AgreementClock, expiry_is_told_by_the_proposals_server_alone) {
    const auto agreement = asks(mentee_, announced(far_, 1));
    pump();
    advance(std::chrono::days(15));
    EXPECT_EQ(expire(), 1);
    const auto events = events_of(EventKind::mentorship_step);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(json::parse(events[0].data).value()["tell"].boolean(), false);
}

TEST_P(AgreementClock, deleting_a_proposal_declines_what_waits_and_leaves_what_runs) {
    const auto proposal = offer(2);
    const auto running = asks(mentee_, proposal);
    const auto waiting = asks(second_, proposal);
    ASSERT_TRUE(step(mentor_, running, Action::accept));
    must(delete_proposal, mentor_.id, proposal.id);
    EXPECT_EQ(state(running), State::trial);
    EXPECT_EQ(state(waiting), State::declined);
    EXPECT_EQ(view(running, mentee_).proposal.title, "Inquiry labs") << "still readable for the two";
    EXPECT_TRUE(step(mentee_, running, Action::end));
}

TEST_P(AgreementClock, deleting_the_carrier_post_does_the_same) {
    const auto proposal = offer(1);
    const auto waiting = asks(mentee_, proposal);
    must(delete_post, mentor_.id, proposal.post_id);
    EXPECT_EQ(state(waiting), State::declined);
}

TEST_P(AgreementClock, places_cannot_fall_below_those_taken) {
    const auto proposal = offer(3);
    ASSERT_TRUE(step(mentor_, asks(mentee_, proposal), Action::accept));
    ASSERT_TRUE(step(mentor_, asks(second_, proposal), Action::accept));
    EXPECT_EQ(failure(update_proposal, mentor_.id, proposal.id, draft_of(mentor_, as2::Purpose::offer, 1)).code(),
              Errc::conflict);
    must(update_proposal, mentor_.id, proposal.id, draft_of(mentor_, as2::Purpose::offer, 2));
    EXPECT_EQ(now(proposal).places_free, 0);
    EXPECT_EQ(now(proposal).state, ProposalState::full);
    must(update_proposal, mentor_.id, proposal.id, draft_of(mentor_, as2::Purpose::offer, 4));
    EXPECT_EQ(now(proposal).places_free, 2);
    EXPECT_EQ(now(proposal).state, ProposalState::open);
}

TEST_P(AgreementClock, paused_proposal_stays_paused_when_a_place_comes_free) {
    const auto proposal = offer(1);
    const auto running = asks(mentee_, proposal);
    ASSERT_TRUE(step(mentor_, running, Action::accept));
    must(set_proposal_state, mentor_.id, proposal.id, ProposalState::paused);
    ASSERT_TRUE(step(mentor_, running, Action::end));
    EXPECT_EQ(now(proposal).state, ProposalState::paused);
    EXPECT_EQ(now(proposal).places_free, 1);
}

TEST_P(AgreementClock, opening_without_a_free_place_is_full) {
    const auto proposal = offer(1);
    ASSERT_TRUE(step(mentor_, asks(mentee_, proposal), Action::accept));
    must(set_proposal_state, mentor_.id, proposal.id, ProposalState::paused);
    EXPECT_EQ(must(set_proposal_state, mentor_.id, proposal.id, ProposalState::open).state, ProposalState::full);
}

}  // namespace
}  // namespace collegium::domain
