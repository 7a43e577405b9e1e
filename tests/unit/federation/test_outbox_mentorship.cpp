// Each step of an agreement as the activity of pln-domain.md 3.2.3, from both sides.
#include "domain/mentorships.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/mentorships.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

using domain::AgreementAction;

class OutboxMentorship : public OutboundWorld {
  protected:
    // An offer by ada, one place.
    model::Proposal our_offer() {
        domain::ProposalDraft draft;
        draft.author = ada.id;
        draft.proposal.title = "First-year physics labs";
        draft.proposal.topics = {{"", "Lab safety", ""}};
        auto here = context();
        return domain::create_proposal(here, draft).value();
    }
    // An offer by maya, known here.
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
    model::Agreement asked_by_maya(const model::Proposal& proposal) {
        domain::RemoteOffer offer;
        offer.offer_uri = "https://south.example/offers/9";
        offer.actor = maya.id;
        offer.satisfies = proposal.intent_uri;
        offer.message = "Please";
        auto here = context();
        EXPECT_TRUE(domain::offer_received(here, offer));
        return repo::find_agreement_by_offer(*db_, offer.offer_uri).value();
    }
    model::Agreement asked_by_ada(const model::Proposal& proposal) {
        auto here = context();
        return domain::ask(here, ada.id, proposal.id, "I would love help\nwith <labs>", "").value();
    }
    Result<model::Agreement> step(AgreementId id, AgreementAction action, std::string_view note = "") {
        domain::Step wanted;
        wanted.action = action;
        wanted.note = note;
        if (action == AgreementAction::propose_terms) wanted.terms_json = R"({"cadence":"weekly"})";
        auto here = context();
        return domain::take_step(here, ada.id, id, wanted);
    }
    // The one activity that went to maya, and to her own inbox.
    json::Value told() {
        std::vector<Sent> to_maya;
        for (auto& delivery : sent())
            if (delivery.inbox == maya.inbox) to_maya.push_back(std::move(delivery));
        EXPECT_EQ(to_maya.size(), 1u);
        if (to_maya.size() != 1) return {};
        const auto& activity = to_maya.front().activity;
        EXPECT_EQ(activity["actor"].string(), ada.uri);
        EXPECT_EQ(json::dump(activity["to"]), "[\"" + maya.uri + "\"]");
        EXPECT_EQ(json::dump(activity["cc"]), "[]");
        return activity;
    }

    model::Account ada = member("ada");
    model::Account maya = stranger("maya", "south.example");
};

TEST_F(OutboxMentorship, asking_sends_an_offer_of_one_agreement) {
    const auto proposal = their_offer();
    const auto agreement = asked_by_ada(proposal);
    const auto offer = told();
    EXPECT_EQ(offer["type"].string(), "Offer");
    EXPECT_EQ(offer["id"].string(), agreement.offer_uri);
    EXPECT_EQ(offer["object"]["type"].string(), "Agreement");
    EXPECT_EQ(offer["object"]["content"].string(), "<p>I would love help<br />with &lt;labs&gt;</p>");
    EXPECT_EQ(offer["object"]["stipulates"]["satisfies"].string(), proposal.intent_uri);
    EXPECT_EQ(offer["object"]["stipulates"]["resourceQuantity"]["hasNumericalValue"].string(), "1");
    EXPECT_FALSE(offer["object"].contains("id"));
}

TEST_F(OutboxMentorship, accepting_mints_the_agreement_here) {
    const auto proposal = our_offer();
    auto agreement = asked_by_maya(proposal);
    sent();
    ASSERT_TRUE(step(agreement.id, AgreementAction::accept));
    agreement = *repo::find_agreement(*db_, agreement.id);
    const auto accept = told();
    EXPECT_EQ(accept["type"].string(), "Accept");
    EXPECT_EQ(accept["object"].string(), "https://south.example/offers/9");
    const auto& result = accept["result"];
    EXPECT_EQ(result["type"].string(), "Agreement");
    EXPECT_EQ(result["id"].string(), agreement.uri);
    EXPECT_EQ(result["attributedTo"].string(), ada.uri);
    EXPECT_EQ(result["stipulates"]["id"].string(), agreement.uri + "#primary");
    EXPECT_EQ(result["stipulates"]["satisfies"].string(), proposal.intent_uri);
    EXPECT_EQ(result["stipulates"]["provider"].string(), ada.uri);
    EXPECT_EQ(result["stipulates"]["receiver"].string(), maya.uri);
    EXPECT_EQ(result["pln:status"].string(), "trial");
    EXPECT_EQ(result["pln:stepsHash"].string().size(), 64u);
}

TEST_F(OutboxMentorship, terms_of_ours_accepted_there_are_confirmed_by_our_proposer) {
    const auto proposal = our_offer();
    auto agreement = asked_by_maya(proposal);
    ASSERT_TRUE(step(agreement.id, AgreementAction::propose_terms, "Weekly?"));
    sent();
    const auto terms = repo::find_agreement(*db_, agreement.id)->last_offer_uri;
    auto here = context();
    ASSERT_TRUE(domain::accept_received(here, maya.id, terms, ""));
    const auto accept = told();
    EXPECT_EQ(accept["type"].string(), "Accept");
    EXPECT_EQ(accept["object"].string(), terms);
    EXPECT_EQ(accept["result"]["id"].string(), repo::find_agreement(*db_, agreement.id)->uri);
}

TEST_F(OutboxMentorship, accepting_terms_of_a_remote_proposer_leaves_the_minting_to_them) {
    const auto agreement = asked_by_ada(their_offer());
    domain::RemoteOffer counter;
    counter.offer_uri = "https://south.example/offers/10";
    counter.actor = maya.id;
    counter.in_reply_to = agreement.offer_uri;
    counter.terms_json = R"({"cadence":"monthly"})";
    auto here = context();
    ASSERT_TRUE(domain::offer_received(here, counter));
    sent();
    ASSERT_TRUE(step(agreement.id, AgreementAction::accept));
    const auto accept = told();
    EXPECT_EQ(accept["type"].string(), "Accept");
    EXPECT_EQ(accept["object"].string(), "https://south.example/offers/10");
    EXPECT_FALSE(accept.contains("result"));
}

TEST_F(OutboxMentorship, new_terms_are_an_offer_in_reply_to_the_first) {
    const auto proposal = our_offer();
    const auto agreement = asked_by_maya(proposal);
    sent();
    ASSERT_TRUE(step(agreement.id, AgreementAction::propose_terms, "Weekly?"));
    const auto offer = told();
    EXPECT_EQ(offer["type"].string(), "Offer");
    EXPECT_EQ(offer["id"].string(), repo::find_agreement(*db_, agreement.id)->last_offer_uri);
    EXPECT_EQ(offer["inReplyTo"].string(), "https://south.example/offers/9");
    EXPECT_EQ(offer["object"]["pln:terms"]["cadence"].string(), "weekly");
    EXPECT_EQ(offer["object"]["stipulates"]["satisfies"].string(), proposal.intent_uri);
}

TEST_F(OutboxMentorship, a_question_is_a_tentative_accept_and_the_answer_an_update_of_the_offer) {
    const auto ours = asked_by_maya(our_offer());
    sent();
    ASSERT_TRUE(step(ours.id, AgreementAction::ask_more, "Which grade?"));
    const auto question = told();
    EXPECT_EQ(question["type"].string(), "TentativeAccept");
    EXPECT_EQ(question["object"].string(), "https://south.example/offers/9");
    EXPECT_EQ(question["content"].string(), "<p>Which grade?</p>");

    const auto theirs = asked_by_ada(their_offer());
    auto here = context();
    ASSERT_TRUE(domain::question_received(here, maya.id, theirs.offer_uri, "Which grade?"));
    sent();
    ASSERT_TRUE(step(theirs.id, AgreementAction::answer, "Grade 9"));
    const auto answer = told();
    EXPECT_EQ(answer["type"].string(), "Update");
    EXPECT_EQ(answer["object"]["type"].string(), "Offer");
    EXPECT_EQ(answer["object"]["id"].string(), theirs.offer_uri);
    EXPECT_EQ(answer["object"]["object"]["content"].string(), "<p>Grade 9</p>");
}

TEST_F(OutboxMentorship, declining_is_a_reject_and_expiry_says_why) {
    const auto agreement = asked_by_maya(our_offer());
    sent();
    ASSERT_TRUE(step(agreement.id, AgreementAction::decline, "Not this term"));
    const auto reject = told();
    EXPECT_EQ(reject["type"].string(), "Reject");
    EXPECT_EQ(reject["object"].string(), "https://south.example/offers/9");
    EXPECT_EQ(reject["content"].string(), "<p>Not this term</p>");
    EXPECT_FALSE(reject.contains("pln:reason"));
}

TEST_F(OutboxMentorship, what_nobody_answered_expires_with_a_reason) {
    asked_by_maya(our_offer());
    sent();
    now_ += std::chrono::days(15);
    auto here = context();
    ASSERT_EQ(domain::expire_overdue(here, 10), 1);
    const auto reject = told();
    EXPECT_EQ(reject["type"].string(), "Reject");
    EXPECT_EQ(reject["pln:reason"].string(), "expired");
}

TEST_F(OutboxMentorship, withdrawing_undoes_the_embedded_offer) {
    const auto agreement = asked_by_ada(their_offer());
    sent();
    ASSERT_TRUE(step(agreement.id, AgreementAction::withdraw));
    const auto undo = told();
    EXPECT_EQ(undo["type"].string(), "Undo");
    EXPECT_EQ(undo["object"]["type"].string(), "Offer");
    EXPECT_EQ(undo["object"]["id"].string(), agreement.offer_uri);
    EXPECT_EQ(undo["object"]["actor"].string(), ada.uri);
}

TEST_F(OutboxMentorship, ending_leaves_the_agreement) {
    const auto agreement = asked_by_maya(our_offer());
    ASSERT_TRUE(step(agreement.id, AgreementAction::accept));
    sent();
    ASSERT_TRUE(step(agreement.id, AgreementAction::end));
    const auto leave = told();
    EXPECT_EQ(leave["type"].string(), "Leave");
    EXPECT_EQ(leave["object"].string(), repo::find_agreement(*db_, agreement.id)->uri);
}

TEST_F(OutboxMentorship, a_refused_offer_is_rejected_with_its_reason) {
    const auto proposal = our_offer();
    ASSERT_TRUE(repo::take_place(*db_, proposal.id, now_));
    domain::RemoteOffer offer;
    offer.offer_uri = "https://south.example/offers/9";
    offer.actor = maya.id;
    offer.satisfies = proposal.intent_uri;
    auto here = context();
    ASSERT_TRUE(domain::offer_received(here, offer));
    const auto reject = told();
    EXPECT_EQ(reject["type"].string(), "Reject");
    EXPECT_EQ(reject["object"].string(), "https://south.example/offers/9");
    EXPECT_EQ(reject["pln:reason"].string(), "full");
}

TEST_F(OutboxMentorship, what_the_other_side_told_us_is_not_told_back) {
    const auto agreement = asked_by_maya(our_offer());
    sent();
    auto here = context();
    ASSERT_TRUE(domain::withdrawal_received(here, maya.id, agreement.offer_uri));
    EXPECT_TRUE(sent().empty());
}

TEST_F(OutboxMentorship, two_of_our_own_people_need_no_deliveries) {
    const auto brian = member("brian");
    const auto proposal = our_offer();
    sent();
    auto here = context();
    ASSERT_TRUE(domain::ask(here, brian.id, proposal.id, "Please", ""));
    EXPECT_TRUE(sent().empty());
}

}  // namespace
}  // namespace collegium::federation::test
