// Mentorship under a proposal of another server: we ask, it decides.
#include "core/json.hpp"
#include "domain/posts.hpp"
#include "domain/remote_posts.hpp"
#include "unit/domain/mentoring.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using test::Action;
using test::State;

constexpr std::string_view next = "https://south.example/offers/2";

class TheirProposal : public test::Mentoring {
  protected:
    TheirProposal() : proposal_(announced(far_, 2)), agreement_(asks(mentee_, proposal_)) { pump(); }
    Result<void> accepted(std::string_view offer, std::string_view uri = "https://south.example/agreements/1") {
        return run(accept_received, far_.id, offer, uri);
    }
    model::Proposal proposal_;
    model::Agreement agreement_;
};
COLLEGIUM_ON_BOTH_ENGINES(TheirProposal);

TEST_P(TheirProposal, their_yes_starts_it_and_leaves_their_places_alone) {
    ASSERT_TRUE(accepted(agreement_.offer_uri));
    EXPECT_EQ(state(agreement_), State::trial);
    EXPECT_EQ(now(agreement_).uri, "https://south.example/agreements/1");
    EXPECT_FALSE(now(agreement_).place_held);
    EXPECT_EQ(now(proposal_).places_free, 2) << "they announce their own";
    pump();
    EXPECT_EQ(notices(mentee_).size(), 1u);
    ASSERT_TRUE(accepted(agreement_.offer_uri));
    EXPECT_EQ(repo::steps_of(db_, agreement_.id).size(), 2u) << "told twice";
    expect_sound_chain(agreement_);
}

TEST_P(TheirProposal, yes_counts_only_from_the_proposer_and_with_an_agreement) {
    EXPECT_EQ(failure(accept_received, stranger("evil", "west.example").id, std::string_view(agreement_.offer_uri),
                      std::string_view("https://west.example/a"))
                  .code(),
              Errc::forbidden);
    EXPECT_EQ(accepted(agreement_.offer_uri, "").error().code(), Errc::forbidden);
    EXPECT_EQ(accepted("https://north.example/ap/activities/1").error().code(), Errc::not_found);
    EXPECT_EQ(state(agreement_), State::requested);
}

TEST_P(TheirProposal, their_no_is_final) {
    must(reject_received, far_.id, std::string_view(agreement_.offer_uri), std::string_view("full"),
         std::string_view());
    EXPECT_EQ(state(agreement_), State::declined);
    EXPECT_EQ(repo::steps_of(db_, agreement_.id).back().note, "full");
    EXPECT_FALSE(accepted(agreement_.offer_uri)) << "a yes after the no";
    EXPECT_EQ(state(agreement_), State::declined);
    must(reject_received, far_.id, std::string_view(agreement_.offer_uri), std::string_view("full"),
         std::string_view());
    EXPECT_EQ(repo::steps_of(db_, agreement_.id).size(), 2u);
}

TEST_P(TheirProposal, expiry_told_by_them_is_the_clocks) {
    must(reject_received, far_.id, std::string_view(agreement_.offer_uri), std::string_view("expired"),
         std::string_view());
    EXPECT_EQ(state(agreement_), State::expired);
    EXPECT_FALSE(repo::steps_of(db_, agreement_.id).back().actor_id);
    pump();
    EXPECT_EQ(notices(mentee_).size(), 1u);
}

TEST_P(TheirProposal, their_terms_are_ours_to_accept_and_theirs_to_confirm) {
    EXPECT_FALSE(step(mentee_, agreement_, Action::accept)) << "our own Offer";
    must(offer_received, countered(far_, agreement_.offer_uri, std::string(next), R"({"trialWeeks":0})"));
    EXPECT_EQ(state(agreement_), State::terms_proposed);
    EXPECT_EQ(accepted(agreement_.offer_uri).error().code(), Errc::forbidden) << "terms that our side did not see";
    pump();
    ASSERT_TRUE(step(mentee_, agreement_, Action::accept));
    EXPECT_EQ(state(agreement_), State::terms_proposed) << "until they confirm: the places are theirs";
    const auto events = events_of(EventKind::mentorship_step);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(json::parse(events[0].data).value()["offer"].string(), next);
    EXPECT_FALSE(step(mentee_, agreement_, Action::accept)) << "once is enough";
    ASSERT_TRUE(accepted(next));
    EXPECT_EQ(state(agreement_), State::active);
    expect_sound_chain(agreement_);
}

TEST_P(TheirProposal, our_yes_that_finds_it_full_is_declined) {
    must(offer_received, countered(far_, agreement_.offer_uri, std::string(next), "{}"));
    ASSERT_TRUE(step(mentee_, agreement_, Action::accept));
    must(reject_received, far_.id, next, std::string_view("full"), std::string_view());
    EXPECT_EQ(state(agreement_), State::declined);
}

TEST_P(TheirProposal, question_answer_withdrawal_and_end_are_told) {
    must(question_received, far_.id, std::string_view(agreement_.offer_uri), std::string_view("Which grade?"));
    EXPECT_EQ(state(agreement_), State::info_needed);
    ASSERT_TRUE(step(mentee_, agreement_, Action::answer, "Nine"));
    ASSERT_TRUE(accepted(agreement_.offer_uri));
    ASSERT_TRUE(step(mentee_, agreement_, Action::end));
    for (const auto& event : events_of(EventKind::mentorship_step)) {
        const auto data = json::parse(event.data).value();
        EXPECT_EQ(data["tell"].boolean(), event.account_id == mentee_.id) << data["action"].string();
    }
    const auto again = asks(mentee_, proposal_);
    ASSERT_TRUE(step(mentee_, again, Action::withdraw));
    EXPECT_EQ(state(again), State::withdrawn);
}

TEST_P(TheirProposal, their_leave_ends_it) {
    ASSERT_TRUE(accepted(agreement_.offer_uri));
    must(leave_received, far_.id, std::string_view("https://south.example/agreements/1"));
    EXPECT_EQ(state(agreement_), State::ended);
    EXPECT_FALSE(accepted(agreement_.offer_uri)) << "any Leave is final";
}

TEST_P(TheirProposal, request_of_theirs_makes_ours_the_mentor) {
    const auto wanted = announced(far_, 1, as2::Purpose::request);
    const auto agreement = asks(mentor_, wanted);
    EXPECT_EQ(agreement.mentor_id, mentor_.id);
    EXPECT_EQ(agreement.mentee_id, far_.id);
}

TEST_P(TheirProposal, proposal_that_vanishes_closes_our_request) {
    const auto uri = repo::find_proposal(db_, proposal_.id)->post_id;
    const auto post = must(require_visible, uri, mentee_.id);
    must(delete_remote_post, far_.id, std::string_view(far_.uri), std::string_view(post.uri));
    EXPECT_EQ(state(agreement_), State::declined);
    for (const auto& event : events_of(EventKind::mentorship_step))
        EXPECT_EQ(json::parse(event.data).value()["tell"].boolean(), false);
    EXPECT_EQ(refusal(second_, proposal_)->code(), Errc::gone);
}

}  // namespace
}  // namespace collegium::domain
