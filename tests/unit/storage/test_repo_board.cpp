#include "repo_fixture.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::repo::test {
namespace {

using model::AgreementState;
using model::ProposalState;
using Numbers = std::vector<std::int64_t>;

class Board : public RepoTest {
  protected:
    Board() : author_(account("author")), asker_(account("asker", "a.example")) {}

    model::Proposal proposal(int places = 1) {
        const auto carrier = post(author_);
        model::Proposal row;
        row.id = ProposalId{carrier.id.value};
        row.post_id = carrier.id;
        row.account_id = author_.id;
        row.uri = carrier.uri + "/proposal";
        row.intent_uri = carrier.uri + "/intent";
        row.title = "First-year teaching";
        row.search_text = "first-year teaching";
        row.places = places;
        row.places_free = places;
        row.local = true;
        row.created_at = noon;
        row.updated_at = noon;
        EXPECT_TRUE(insert_proposal(db_, row));
        return row;
    }
    model::Agreement agreement(const model::Proposal& proposal, std::int64_t id, AgreementState state) {
        model::Agreement row;
        row.id = AgreementId{id};
        row.offer_uri = asker_.uri + "/offers/" + std::to_string(id);
        row.last_offer_uri = row.offer_uri;
        row.proposal_id = proposal.id;
        row.proposer_id = author_.id;
        row.responder_id = asker_.id;
        row.mentor_id = author_.id;
        row.mentee_id = asker_.id;
        row.terms_by_id = asker_.id;
        row.state = state;
        row.created_at = noon;
        row.updated_at = noon;
        EXPECT_TRUE(insert_agreement(db_, row));
        return row;
    }
    Numbers page(const BoardQuery& query) {
        Numbers ids;
        for (const auto& row : board_page(db_, query, page_of(10))) ids.push_back(row.id.value);
        return ids;
    }

    model::Account author_;
    model::Account asker_;
};
COLLEGIUM_ON_BOTH_ENGINES(Board);

TEST_P(Board, places_are_taken_until_none_is_left_and_never_exceed) {
    const auto row = proposal(2);
    EXPECT_TRUE(take_place(db_, row.id, noon));
    EXPECT_EQ(find_proposal(db_, row.id)->state, ProposalState::open);
    EXPECT_TRUE(take_place(db_, row.id, noon));
    EXPECT_EQ(find_proposal(db_, row.id)->state, ProposalState::full);
    EXPECT_FALSE(take_place(db_, row.id, noon));
    EXPECT_EQ(find_proposal(db_, row.id)->places_free, 0);
    for (int i = 0; i < 3; ++i) free_place(db_, row.id, noon);
    EXPECT_EQ(find_proposal(db_, row.id)->places_free, 2);
    EXPECT_EQ(find_proposal(db_, row.id)->state, ProposalState::open);
}

TEST_P(Board, an_edit_keeps_the_places_that_were_taken_meanwhile) {
    auto stale = proposal(1);
    EXPECT_TRUE(take_place(db_, stale.id, noon));
    stale.title = "Second-year teaching";
    update_proposal(db_, stale);
    EXPECT_EQ(find_proposal(db_, stale.id)->places_free, 0);
    EXPECT_EQ(find_proposal(db_, stale.id)->state, ProposalState::full);
    stale.places = 3;
    update_proposal(db_, stale);
    EXPECT_EQ(find_proposal(db_, stale.id)->places_free, 2);
    EXPECT_EQ(find_proposal(db_, stale.id)->state, ProposalState::open);
    stale.state = ProposalState::paused;
    update_proposal(db_, stale);
    EXPECT_EQ(find_proposal(db_, stale.id)->state, ProposalState::paused);
}

TEST_P(Board, proposals_are_found_by_their_names_and_filters) {
    const auto first = proposal();
    const auto second = proposal();
    set_topics(db_, first.id, {{"algebra", "Algebra"}, {"algebra", "ALGEBRA"}});
    EXPECT_EQ(find_proposal_by_post(db_, first.post_id)->id, first.id);
    EXPECT_EQ(find_proposal_by_uri(db_, first.uri)->id, first.id);
    EXPECT_EQ(find_proposal_by_intent(db_, first.intent_uri)->id, first.id);
    EXPECT_EQ(find_proposals(db_, {first.id, second.id, ProposalId{1}}).size(), 2u);
    EXPECT_EQ(find_proposals_by_posts(db_, {second.post_id}).size(), 1u);
    EXPECT_EQ(page({}), (Numbers{second.id.value, first.id.value}));
    BoardQuery query;
    query.topic = "algebra";
    query.purpose = model::Purpose::offer;
    query.state = ProposalState::open;
    query.words = {"first-year"};
    query.author = author_.id;
    query.local_only = true;
    EXPECT_EQ(page(query), (Numbers{first.id.value}));
    EXPECT_EQ(board_size(db_, query), 1);
    EXPECT_EQ(board_size(db_, {}), 2);
    const auto topics = board_topics(db_, {}, 5);
    ASSERT_EQ(topics.size(), 1u);
    EXPECT_EQ(topics[0].topic.folded, "algebra");
    EXPECT_EQ(topics[0].count, 1);
    query.purpose = model::Purpose::request;
    EXPECT_TRUE(page(query).empty());
    delete_proposal(db_, first.id, noon);
    delete_post(db_, second.post_id, noon);
    EXPECT_TRUE(page({}).empty());
    EXPECT_FALSE(take_place(db_, first.id, noon));
}

TEST_P(Board, agreement_is_found_by_either_offer_and_by_its_name) {
    const auto offered = proposal();
    auto row = agreement(offered, 1, AgreementState::requested);
    EXPECT_FALSE(insert_agreement(db_, row));
    row.last_offer_uri = "https://a.example/offers/terms";
    row.uri = "https://learn.example.org/agreements/1";
    row.state = AgreementState::trial;
    row.place_held = true;
    row.trial_ends_at = noon;
    update_agreement(db_, row);
    lock_agreement(db_, row.id);
    EXPECT_EQ(find_agreement_by_offer(db_, row.offer_uri)->id, row.id);
    EXPECT_EQ(find_agreement_by_offer(db_, row.last_offer_uri)->id, row.id);
    const auto found = find_agreement_by_uri(db_, row.uri);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->place_held);
    EXPECT_EQ(found->trial_ends_at, noon);
    EXPECT_EQ(found->state, AgreementState::trial);
    EXPECT_FALSE(find_agreement_by_uri(db_, ""));
}

TEST_P(Board, agreements_are_counted_by_what_they_are) {
    const auto offered = proposal();
    const auto states = {AgreementState::requested, AgreementState::info_needed, AgreementState::declined,
                         AgreementState::active,    AgreementState::paused,      AgreementState::completed};
    std::int64_t id = 0;
    for (auto state : states) agreement(offered, ++id, state);
    EXPECT_EQ(count_open_requests(db_, asker_.id), 2);
    EXPECT_EQ(count_open_requests(db_, author_.id), 0);
    EXPECT_EQ(count_running_as_mentee(db_, asker_.id), 2);
    EXPECT_TRUE(find_open_agreement(db_, offered.id, asker_.id));
    EXPECT_FALSE(find_open_agreement(db_, offered.id, author_.id));
    EXPECT_EQ(agreements_page(db_, asker_.id, page_of(2)).at(0).id.value, 6);
    EXPECT_EQ(agreements_page(db_, author_.id, older_than(6, 10)).size(), 5u);
    EXPECT_TRUE(agreements_page(db_, account("other").id, page_of(10)).empty());
    EXPECT_EQ(agreements_of_proposal(db_, offered.id, asker_.id).size(), 6u);
}

TEST_P(Board, overdue_are_waiting_agreements_that_nobody_touched) {
    const auto offered = proposal();
    agreement(offered, 1, AgreementState::requested);
    agreement(offered, 2, AgreementState::terms_proposed);
    agreement(offered, 3, AgreementState::info_needed);
    agreement(offered, 4, AgreementState::active);
    EXPECT_TRUE(overdue_agreements(db_, noon, 10).empty());
    EXPECT_EQ(overdue_agreements(db_, noon + std::chrono::seconds(1), 10).size(), 2u);
    EXPECT_EQ(overdue_agreements(db_, noon + std::chrono::seconds(1), 1).size(), 1u);
}

TEST_P(Board, steps_keep_their_order) {
    const auto row = agreement(proposal(), 1, AgreementState::requested);
    model::AgreementStep step;
    step.agreement_id = row.id;
    step.actor_id = asker_.id;
    step.hash = "first";
    step.created_at = noon;
    insert_step(db_, step);
    step.from_state = AgreementState::requested;
    step.to_state = AgreementState::expired;
    step.actor_id = AccountId();
    step.previous_hash = "first";
    step.hash = "second";
    insert_step(db_, step);
    const auto steps = steps_of(db_, row.id);
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_FALSE(steps[0].from_state);
    EXPECT_EQ(steps[1].from_state, AgreementState::requested);
    EXPECT_FALSE(steps[1].actor_id);
    EXPECT_EQ(steps[1].previous_hash, "first");
}

}  // namespace
}  // namespace collegium::repo::test
