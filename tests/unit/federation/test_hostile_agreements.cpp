// What strangers, and the other party itself, cannot do to an agreement (security.md ACT-04, ACT-17).
#include "domain/mentorships.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/mentorships.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

using domain::AgreementAction;
using model::AgreementState;

class HostileAgreements : public OutboundWorld {
  protected:
    model::Proposal our_offer(model::Visibility visibility = model::Visibility::public_) {
        domain::ProposalDraft draft;
        draft.author = ada.id;
        draft.visibility = visibility;
        draft.proposal.title = "First-year physics labs";
        draft.proposal.topics = {{"", "Lab safety", ""}};
        auto here = context();
        return domain::create_proposal(here, draft).value();
    }
    model::Proposal their_offer() {
        domain::RemotePost remote;
        remote.uri = "https://south.example/notes/5";
        remote.url = remote.uri;
        remote.author = maya.id;
        remote.content = "<p>Reading groups</p>";
        remote.published = now_;
        as2::MentorshipProposal proposal;
        proposal.id = "https://south.example/proposals/5";
        proposal.intent = proposal.id + "#primary";
        proposal.author = maya.uri;
        proposal.title = "Reading groups";
        remote.proposal = proposal;
        auto here = context();
        auto made = domain::import_post(here, remote, domain::Arrival::fetched);
        return repo::find_proposal_by_post(*db_, (**made).id).value();
    }
    // Ada asks maya, whose server then tells things about it.
    model::Agreement asked_by_ada() {
        auto here = context();
        return domain::ask(here, ada.id, their_offer().id, "Please", "").value();
    }
    Result<void> terms_by(const model::Account& who, const model::Agreement& agreement) {
        domain::RemoteOffer offer;
        offer.offer_uri = who.uri + "/offers/2";
        offer.actor = who.id;
        offer.in_reply_to = agreement.offer_uri;
        offer.terms_json = R"({"cadence":"daily"})";
        auto here = context();
        return domain::offer_received(here, offer);
    }
    Result<void> accepted_by(const model::Account& who, const std::string& offer_uri) {
        auto here = context();
        return domain::accept_received(here, who.id, offer_uri, who.uri + "/agreements/1");
    }
    Result<void> offer_by(const model::Account& who, const model::Proposal& proposal) {
        domain::RemoteOffer offer;
        offer.offer_uri = who.uri + "/offers/9";
        offer.actor = who.id;
        offer.satisfies = proposal.intent_uri;
        auto here = context();
        return domain::offer_received(here, offer);
    }
    model::Agreement again(const model::Agreement& agreement) {
        return repo::find_agreement(*db_, agreement.id).value();
    }

    model::Account ada = member("ada");
    model::Account maya = stranger("maya", "south.example");
    model::Account eve = stranger("eve", "evil.example");
};

TEST_F(HostileAgreements, mentor_cannot_accept_terms_of_its_own_making_for_us) {
    const auto agreement = asked_by_ada();
    ASSERT_TRUE(terms_by(maya, agreement));
    EXPECT_FALSE(accepted_by(maya, agreement.offer_uri));
    EXPECT_EQ(again(agreement).state, AgreementState::terms_proposed);
    EXPECT_TRUE(again(agreement).uri.empty());
}

TEST_F(HostileAgreements, mentor_confirms_terms_once_our_side_agreed) {
    const auto agreement = asked_by_ada();
    ASSERT_TRUE(terms_by(maya, agreement));
    domain::Step step;
    step.action = AgreementAction::accept;
    auto here = context();
    ASSERT_TRUE(domain::take_step(here, ada.id, agreement.id, step));
    EXPECT_EQ(again(agreement).state, AgreementState::terms_proposed);
    ASSERT_TRUE(accepted_by(maya, agreement.offer_uri));
    EXPECT_EQ(again(agreement).state, AgreementState::trial);
}

TEST_F(HostileAgreements, third_party_changes_nothing_with_the_right_address) {
    const auto agreement = asked_by_ada();
    auto here = context();
    EXPECT_FALSE(accepted_by(eve, agreement.offer_uri));
    EXPECT_FALSE(terms_by(eve, agreement));
    EXPECT_FALSE(domain::reject_received(here, eve.id, agreement.offer_uri, "", "no"));
    EXPECT_FALSE(domain::reject_received(here, eve.id, agreement.offer_uri, "expired", ""));
    EXPECT_FALSE(domain::question_received(here, eve.id, agreement.offer_uri, "why?"));
    EXPECT_FALSE(domain::withdrawal_received(here, eve.id, agreement.offer_uri));
    EXPECT_EQ(again(agreement).state, AgreementState::requested);
    ASSERT_TRUE(accepted_by(maya, agreement.offer_uri));
    EXPECT_FALSE(domain::leave_received(here, eve.id, again(agreement).uri));
    EXPECT_EQ(again(agreement).state, AgreementState::trial);
}

TEST_F(HostileAgreements, responder_cannot_accept_its_own_request_for_us) {
    const auto proposal = our_offer();
    ASSERT_TRUE(offer_by(maya, proposal));
    EXPECT_FALSE(accepted_by(maya, maya.uri + "/offers/9"));
    EXPECT_EQ(repo::find_proposal(*db_, proposal.id)->places_free, 1);
}

TEST_F(HostileAgreements, proposal_that_the_asker_cannot_see_does_not_exist_for_it) {
    const auto hidden = our_offer(model::Visibility::followers);
    sent();
    EXPECT_FALSE(offer_by(eve, hidden));
    EXPECT_TRUE(sent().empty());
    EXPECT_FALSE(repo::find_agreement_by_offer(*db_, eve.uri + "/offers/9"));
    follows(maya, ada);
    EXPECT_TRUE(offer_by(maya, hidden));
    EXPECT_TRUE(repo::find_agreement_by_offer(*db_, maya.uri + "/offers/9"));
}

}  // namespace
}  // namespace collegium::federation::test
