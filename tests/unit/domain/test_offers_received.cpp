// Mentorship under a proposal of ours with somebody of another server: what that server tells, by *_received.
#include "core/json.hpp"
#include "domain/relations.hpp"
#include "unit/domain/mentoring.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::ProposalState;
using test::Action;
using test::State;
using ::testing::IsEmpty;

constexpr std::string_view first = "https://south.example/offers/1";
constexpr std::string_view next = "https://south.example/offers/2";

// The proposal is ours: our server counts the places and has the last word.
class OurProposal : public test::Mentoring {
  protected:
    OurProposal() : proposal_(offer(1)) { pump(); }
    model::Agreement received(std::string_view uri = first) {
        must(offer_received, offered(far_, proposal_, std::string(uri)));
        return repo::find_agreement_by_offer(db_, uri).value();
    }
    // The reasons of the Rejects that wait to be told.
    std::vector<std::string> refusals() {
        std::vector<std::string> reasons;
        for (const auto& event : events_of(EventKind::offer_refused)) {
            EXPECT_EQ(event.account_id, mentor_.id);
            reasons.push_back(json::parse(event.data).value()["reason"].string());
        }
        return reasons;
    }
    model::Proposal proposal_;
};
COLLEGIUM_ON_BOTH_ENGINES(OurProposal);

TEST_P(OurProposal, offer_from_elsewhere_becomes_a_request) {
    const auto agreement = received();
    EXPECT_EQ(agreement.state, State::requested);
    EXPECT_EQ(agreement.mentee_id, far_.id);
    EXPECT_EQ(agreement.message, "May I?");
    const auto events = events_of(EventKind::mentorship_step);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(json::parse(events[0].data).value()["tell"].boolean(), false) << "they know";
    EXPECT_EQ(notices(mentor_).size(), 1u);
    expect_sound_chain(agreement);
}

TEST_P(OurProposal, offer_told_twice_is_one_request) {
    received();
    received();
    EXPECT_EQ(count("agreement"), 1);
    EXPECT_EQ(events_of(EventKind::mentorship_step).size(), 1u);
    EXPECT_THAT(refusals(), IsEmpty());
}

TEST_P(OurProposal, offer_for_nothing_of_ours_is_an_error) {
    auto lost = offered(far_, proposal_, std::string(first));
    lost.satisfies = "https://north.example/ap/proposals/99#primary";
    EXPECT_EQ(failure(offer_received, lost).code(), Errc::not_found);
    lost.satisfies = announced(far_, 1).intent_uri;
    EXPECT_EQ(failure(offer_received, lost).code(), Errc::not_found) << "theirs is not ours to agree to";
    EXPECT_EQ(count("agreement"), 0);
}

TEST_P(OurProposal, offer_that_cannot_be_taken_is_refused_with_the_reason) {
    received();
    must(offer_received, offered(far_, proposal_, std::string(next)));
    EXPECT_THAT(refusals(), testing::ElementsAre("duplicate"));
    const auto other = stranger("tom", "west.example");
    must(set_proposal_state, mentor_.id, proposal_.id, ProposalState::closed);
    must(offer_received, offered(other, proposal_, "https://west.example/offers/1"));
    EXPECT_THAT(refusals(), testing::ElementsAre("closed"));
    must(set_proposal_state, mentor_.id, proposal_.id, ProposalState::open);
    must(block, mentor_.id, other.id);
    must(offer_received, offered(other, proposal_, "https://west.example/offers/2"));
    EXPECT_THAT(refusals(), testing::ElementsAre("refused")) << "the blocked learn no reason";
    ASSERT_TRUE(step(mentor_, repo::find_agreement_by_offer(db_, first).value(), Action::accept));
    must(unblock, mentor_.id, other.id);
    must(offer_received, offered(other, proposal_, "https://west.example/offers/3"));
    EXPECT_THAT(refusals(), testing::ElementsAre("full"));
    EXPECT_EQ(count("agreement"), 1);
}

TEST_P(OurProposal, hidden_proposal_is_not_admitted_to) {
    auto draft = draft_of(mentor_, as2::Purpose::offer, 1);
    draft.visibility = model::Visibility::followers;
    const auto hidden = must(create_proposal, draft);
    EXPECT_EQ(failure(offer_received, offered(far_, hidden, std::string(first))).code(), Errc::not_found);
    follows(far_, mentor_);
    EXPECT_TRUE(run(offer_received, offered(far_, hidden, std::string(first))));
}

TEST_P(OurProposal, our_yes_mints_the_agreement_and_is_told) {
    const auto agreement = received();
    pump();
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    EXPECT_EQ(state(agreement), State::trial);
    EXPECT_EQ(now(agreement).uri, "https://north.example/ap/agreements/" + agreement.id.text());
    const auto events = events_of(EventKind::mentorship_step);
    ASSERT_EQ(events.size(), 1u);
    const auto data = json::parse(events[0].data).value();
    EXPECT_EQ(data["action"].string(), "accept");
    EXPECT_EQ(data["tell"].boolean(), true);
    EXPECT_EQ(data["offer"].string(), first);
    EXPECT_EQ(now(proposal_).state, ProposalState::full);
}

TEST_P(OurProposal, they_cannot_accept_their_own_offer) {
    const auto agreement = received();
    EXPECT_EQ(failure(accept_received, far_.id, first, std::string_view("https://south.example/a/1")).code(),
              Errc::conflict);
    EXPECT_EQ(state(agreement), State::requested);
    EXPECT_EQ(now(proposal_).places_free, 1);
}

TEST_P(OurProposal, strangers_cannot_touch_an_agreement) {
    const auto agreement = received();
    const auto evil = stranger("evil", "west.example").id;
    ASSERT_TRUE(step(mentor_, agreement, Action::propose_terms, "", "{}"));
    EXPECT_FALSE(run(accept_received, evil, first, std::string_view()));
    EXPECT_FALSE(run(reject_received, evil, first, std::string_view(), std::string_view()));
    EXPECT_FALSE(run(withdrawal_received, evil, first));
    EXPECT_FALSE(run(question_received, evil, first, std::string_view("?")));
    auto counter = countered({}, std::string(first), "https://west.example/offers/9", "{}");
    counter.actor = evil;
    EXPECT_FALSE(run(offer_received, counter));
    EXPECT_EQ(state(agreement), State::terms_proposed);
    ASSERT_TRUE(run(accept_received, far_.id, std::string_view(now(agreement).last_offer_uri), std::string_view()));
    EXPECT_FALSE(run(leave_received, evil, std::string_view(now(agreement).uri)));
    EXPECT_EQ(state(agreement), State::trial);
}

TEST_P(OurProposal, their_yes_to_our_terms_takes_the_place) {
    const auto agreement = received();
    ASSERT_TRUE(step(mentor_, agreement, Action::propose_terms, "", R"({"trialWeeks":2})"));
    const auto terms = now(agreement).last_offer_uri;
    EXPECT_TRUE(terms.starts_with("https://north.example/")) << "our own Offer";
    pump();
    must(accept_received, far_.id, std::string_view(terms), std::string_view());
    EXPECT_EQ(state(agreement), State::trial);
    EXPECT_EQ(now(agreement).trial_ends_at, now_ + std::chrono::weeks(2));
    EXPECT_EQ(now(proposal_).places_free, 0);
    const auto events = events_of(EventKind::mentorship_step);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(json::parse(events[0].data).value()["tell"].boolean(), true) << "they wait for the agreement itself";
    must(accept_received, far_.id, std::string_view(terms), std::string_view());
    EXPECT_EQ(now(proposal_).places_free, 0) << "told twice";
    expect_sound_chain(agreement);
}

TEST_P(OurProposal, their_yes_that_comes_too_late_is_told_that_it_is_full) {
    const auto agreement = received();
    ASSERT_TRUE(step(mentor_, agreement, Action::propose_terms, "", "{}"));
    ASSERT_TRUE(step(mentor_, asks(mentee_, proposal_), Action::accept));
    pump();
    must(accept_received, far_.id, std::string_view(now(agreement).last_offer_uri), std::string_view());
    EXPECT_EQ(state(agreement), State::declined) << "as it is on their side, once they are told";
    EXPECT_EQ(now(proposal_).places_free, 0);
    EXPECT_THAT(refusals(), testing::ElementsAre("full"));
    expect_sound_chain(agreement);
}

TEST_P(OurProposal, their_terms_wait_for_us) {
    const auto agreement = received();
    must(offer_received, countered(far_, std::string(first), std::string(next), R"({"cadence":"weekly"})"));
    EXPECT_EQ(state(agreement), State::terms_proposed);
    EXPECT_EQ(now(agreement).last_offer_uri, next);
    EXPECT_EQ(now(agreement).terms, R"({"cadence":"weekly"})");
    must(offer_received, countered(far_, std::string(first), std::string(next), R"({"cadence":"daily"})"));
    EXPECT_EQ(now(agreement).terms, R"({"cadence":"weekly"})") << "told twice";
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    EXPECT_EQ(json::parse(events_of(EventKind::mentorship_step).back().data).value()["offer"].string(), next);
}

TEST_P(OurProposal, question_answer_and_withdrawal) {
    const auto agreement = received();
    ASSERT_TRUE(step(mentor_, agreement, Action::ask_more, "Which grade?"));
    auto answer = offered(far_, proposal_, std::string(first));
    answer.message = "Nine";
    must(offer_answered, answer);
    EXPECT_EQ(state(agreement), State::requested);
    EXPECT_EQ(repo::steps_of(db_, agreement.id).back().note, "Nine");
    EXPECT_EQ(failure(offer_answered, answer).code(), Errc::conflict) << "no question is open";
    must(withdrawal_received, far_.id, first);
    EXPECT_EQ(state(agreement), State::withdrawn);
    must(withdrawal_received, far_.id, first);
    EXPECT_EQ(repo::steps_of(db_, agreement.id).size(), 4u) << "told twice";
    EXPECT_EQ(failure(withdrawal_received, far_.id, next).code(), Errc::not_found);
}

TEST_P(OurProposal, leave_frees_the_place_once) {
    const auto agreement = received();
    ASSERT_TRUE(step(mentor_, agreement, Action::accept));
    const auto uri = now(agreement).uri;
    EXPECT_EQ(failure(withdrawal_received, far_.id, first).code(), Errc::conflict) << "too late to withdraw";
    must(leave_received, far_.id, std::string_view(uri));
    EXPECT_EQ(state(agreement), State::ended);
    EXPECT_EQ(now(proposal_).places_free, 1);
    must(leave_received, far_.id, std::string_view(uri));
    EXPECT_EQ(now(proposal_).places_free, 1);
    EXPECT_EQ(failure(leave_received, far_.id, std::string_view("https://north.example/ap/agreements/9")).code(),
              Errc::not_found);
    EXPECT_EQ(failure(leave_received, far_.id, std::string_view()).code(), Errc::not_found);
}

}  // namespace
}  // namespace collegium::domain
