#include <gmock/gmock.h>

#include "domain/mentorships.hpp"
#include "domain/posts.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::ProposalState;
using model::Visibility;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Proposals : public test::World {
  protected:
    Proposals() : maya_(member("maya")), daniel_(member("daniel")), lin_(stranger("lin")) { follows(maya_, lin_); }
    ProposalDraft labs(const model::Account& author, as2::Purpose purpose = as2::Purpose::offer) {
        ProposalDraft draft;
        draft.author = author.id;
        draft.proposal.purpose = purpose;
        draft.proposal.title = "Inquiry labs in the first year";
        draft.proposal.content = "We plan one unit & teach it.";
        draft.proposal.topics = {{"", "Inquiry labs", ""}, {"", "Classroom routines", ""}};
        draft.proposal.places = 2;
        draft.proposal.weeks = 12;
        return draft;
    }
    std::string refused(ProposalDraft draft) {
        const auto error = failure(create_proposal, draft);
        EXPECT_EQ(error.code(), Errc::unprocessable);
        return error.message();
    }
    ProposalView load(ProposalId id) { return must(load_proposal, id, AccountId()); }
    std::vector<ProposalId> board(const repo::BoardQuery& query) {
        auto here = context();
        std::vector<ProposalId> ids;
        for (const auto& view : load_board(here, query, AccountId(), model::Page())) ids.push_back(view.proposal.id);
        return ids;
    }
    // lin's offer, as her server announces it.
    RemotePost announced(std::string_view name, int places, int free) {
        auto said = remote(lin_, name);
        said.proposal.emplace();
        said.proposal->id = "https://south.example/proposals/" + std::string(name);
        said.proposal->intent = said.proposal->id + "#primary";
        said.proposal->title = "Reading research together";
        said.proposal->content = "<p>Monthly</p><script>x</script>";
        said.proposal->topics = {{"", "Research", ""}};
        said.proposal->places = places;
        said.proposal->places_free = free;
        return said;
    }
    model::Account maya_, daniel_, lin_;
};
COLLEGIUM_ON_BOTH_ENGINES(Proposals);

TEST_P(Proposals, new_proposal_is_open_and_carried_by_a_complete_post) {
    const auto made = must(create_proposal, labs(daniel_));
    const auto view = load(made.id);
    EXPECT_EQ(view.proposal.uri, "https://north.example/ap/proposals/" + made.id.text());
    EXPECT_EQ(view.proposal.intent_uri, view.proposal.uri + "#primary");
    EXPECT_EQ(view.proposal.state, ProposalState::open);
    EXPECT_EQ(view.proposal.places, 2);
    EXPECT_EQ(view.proposal.places_free, 2);
    EXPECT_EQ(view.proposal.expires_at, now_ + std::chrono::days(120));
    EXPECT_EQ(view.record.topics.size(), 2u);
    EXPECT_EQ(view.record.weeks, 12);
    EXPECT_EQ(view.post.post.kind, model::PostKind::mentorship);
    EXPECT_EQ(view.post.proposal_id, made.id);
    EXPECT_EQ(view.post.post.url, "https://north.example/proposals/" + made.id.text());
    for (const char* part : {"Inquiry labs in the first year", "We plan one unit &amp; teach it."})
        EXPECT_THAT(view.post.post.content, HasSubstr(part));
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_created));
}

TEST_P(Proposals, what_breaks_the_rules_is_named) {
    auto draft = labs(daniel_);
    draft.proposal.title = "";
    EXPECT_THAT(refused(draft), HasSubstr("Title"));
    draft = labs(daniel_);
    draft.proposal.title = std::string(151, 'x');
    EXPECT_THAT(refused(draft), HasSubstr("Title is too long"));
    draft = labs(daniel_);
    draft.proposal.topics.clear();
    EXPECT_THAT(refused(draft), HasSubstr("topics"));
    draft.proposal.topics.assign(9, {"", "x", ""});
    EXPECT_THAT(refused(draft), HasSubstr("topics"));
    for (int places : {-1, 0, 7}) {
        draft = labs(daniel_);
        draft.proposal.places = places;
        EXPECT_THAT(refused(draft), HasSubstr("Places"));
    }
    draft = labs(daniel_);
    draft.proposal.content = std::string(3001, 'x');
    EXPECT_THAT(refused(draft), HasSubstr("Text is too long"));
    draft = labs(daniel_);
    draft.proposal.weeks = 53;
    EXPECT_THAT(refused(draft), HasSubstr("Weeks"));
    EXPECT_EQ(count("proposal"), 0);
}

TEST_P(Proposals, update_replaces_and_tells) {
    const auto made = must(create_proposal, labs(daniel_));
    pump();
    advance(std::chrono::minutes(1));
    auto draft = labs(daniel_);
    draft.proposal.title = "Labs, revised";
    draft.proposal.places = 4;
    draft.proposal.purpose = as2::Purpose::request;
    must(update_proposal, daniel_.id, made.id, draft);
    const auto view = load(made.id);
    EXPECT_EQ(view.proposal.title, "Labs, revised");
    EXPECT_EQ(view.proposal.places_free, 4);
    EXPECT_EQ(view.proposal.purpose, model::Purpose::offer) << "an offer stays an offer";
    EXPECT_THAT(view.post.post.content, HasSubstr("Labs, revised"));
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated));
    EXPECT_EQ(failure(update_proposal, maya_.id, made.id, draft).code(), Errc::not_found);
}

TEST_P(Proposals, author_pauses_closes_and_opens) {
    const auto made = must(create_proposal, labs(daniel_));
    pump();
    for (auto state : {ProposalState::paused, ProposalState::open, ProposalState::closed}) {
        EXPECT_EQ(must(set_proposal_state, daniel_.id, made.id, state).state, state);
        EXPECT_EQ(load(made.id).proposal.state, state);
    }
    EXPECT_EQ(kinds(pump()).size(), 3u) << "every change is told";
    for (auto state : {ProposalState::draft, ProposalState::full, ProposalState::expired})
        EXPECT_EQ(failure(set_proposal_state, daniel_.id, made.id, state).code(), Errc::unprocessable);
    EXPECT_EQ(failure(set_proposal_state, maya_.id, made.id, ProposalState::open).code(), Errc::not_found);
}

TEST_P(Proposals, proposal_whose_time_is_over_expires_and_says_so) {
    const auto expire = [this] {
        auto here = context();
        return expire_proposals(here, 10);
    };
    const auto opened = must(create_proposal, labs(daniel_));
    const auto paused = must(create_proposal, labs(daniel_));
    must(set_proposal_state, daniel_.id, paused.id, ProposalState::paused);
    const auto closed = must(create_proposal, labs(daniel_));
    must(set_proposal_state, daniel_.id, closed.id, ProposalState::closed);
    auto far = announced("far", 2, 2);
    far.proposal->expires = now_ + std::chrono::days(120);
    must(import_post, far, Arrival::delivered);
    pump();
    advance(std::chrono::days(119));
    EXPECT_EQ(expire(), 0);
    advance(std::chrono::days(1));
    EXPECT_EQ(expire(), 3);
    EXPECT_EQ(expire(), 0);
    EXPECT_EQ(load(opened.id).proposal.state, ProposalState::expired);
    EXPECT_THAT(load(opened.id).post.post.content, HasSubstr("EXPIRED"));
    EXPECT_EQ(load(paused.id).proposal.state, ProposalState::expired);
    EXPECT_EQ(load(closed.id).proposal.state, ProposalState::closed);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated, EventKind::post_updated))
        << "of the remote one its own server tells";
    repo::BoardQuery looking;
    looking.state = ProposalState::open;
    EXPECT_THAT(board(looking), IsEmpty());

    EXPECT_EQ(must(set_proposal_state, daniel_.id, opened.id, ProposalState::open).state, ProposalState::open);
    EXPECT_EQ(expire(), 0) << "opened again for as long as a new one";
    auto draft = labs(daniel_);
    draft.proposal.expires = now_ + std::chrono::days(10);
    EXPECT_EQ(must(update_proposal, daniel_.id, paused.id, draft).state, ProposalState::open);
}

TEST_P(Proposals, deleted_proposal_is_gone_with_its_post) {
    const auto made = must(create_proposal, labs(daniel_));
    const auto carrier = load(made.id).post.post;
    EXPECT_EQ(failure(delete_proposal, maya_.id, made.id).code(), Errc::not_found);
    must(delete_proposal, daniel_.id, made.id);
    EXPECT_EQ(failure(load_proposal, made.id, daniel_.id).code(), Errc::gone);
    EXPECT_TRUE(repo::find_tombstone(db_, carrier.uri));
    EXPECT_THAT(board({}), IsEmpty());
}

TEST_P(Proposals, board_finds_by_purpose_words_topic_state_author_and_origin) {
    const auto offer = must(create_proposal, labs(daniel_));
    auto wanted = labs(maya_, as2::Purpose::request);
    wanted.proposal.title = "Somebody to watch me teach";
    wanted.proposal.topics = {{"", "Observation", ""}};
    const auto request = must(create_proposal, wanted);
    must(import_post, announced("1", 1, 1), Arrival::delivered);
    const auto far = repo::find_proposal_by_intent(db_, "https://south.example/proposals/1#primary")->id;
    must(set_proposal_state, daniel_.id, offer.id, ProposalState::paused);
    repo::BoardQuery query;
    EXPECT_EQ(board(query).size(), 3u);
    query.purpose = model::Purpose::request;
    EXPECT_THAT(board(query), ElementsAre(request.id));
    query = {};
    query.words = {"research", "monthly"};
    EXPECT_THAT(board(query), ElementsAre(far));
    query = {};
    query.topic = "observation";
    EXPECT_THAT(board(query), ElementsAre(request.id));
    query = {};
    query.state = ProposalState::paused;
    EXPECT_THAT(board(query), ElementsAre(offer.id));
    query = {};
    query.author = maya_.id;
    EXPECT_THAT(board(query), ElementsAre(request.id));
    query = {};
    query.local_only = true;
    EXPECT_EQ(board(query).size(), 2u);
}

TEST_P(Proposals, repeated_idempotency_key_answers_the_first_proposal) {
    auto draft = labs(daniel_);
    draft.idempotency_key = "offer-1";
    const auto first = must(create_proposal, draft);
    EXPECT_EQ(must(create_proposal, draft).id, first.id);
    EXPECT_EQ(count("proposal"), 1);
}

TEST_P(Proposals, remote_proposal_is_kept_as_announced) {
    const auto post = must(import_post, announced("1", 3, 2), Arrival::delivered).value();
    const auto row = repo::find_proposal_by_post(db_, post.id).value();
    EXPECT_FALSE(row.local);
    EXPECT_EQ(row.places, 3);
    EXPECT_EQ(row.places_free, 2);
    EXPECT_EQ(row.state, ProposalState::open);
    EXPECT_THAT(row.content, testing::Not(HasSubstr("script")));
    advance(std::chrono::minutes(1));
    auto newer = announced("1", 3, 0);
    newer.proposal->state = "full";
    newer.updated = now_;
    must(update_remote_post, newer, Arrival::delivered);
    EXPECT_EQ(repo::find_proposal(db_, row.id)->state, ProposalState::full);
    EXPECT_EQ(repo::find_proposal(db_, row.id)->places_free, 0);
}

TEST_P(Proposals, remote_proposal_with_nonsense_numbers_is_clamped) {
    auto said = announced("1", -5, 5000);
    said.proposal->state = "frobnicating";
    const auto post = must(import_post, said, Arrival::delivered).value();
    const auto row = repo::find_proposal_by_post(db_, post.id).value();
    EXPECT_EQ(row.places, 1);
    EXPECT_EQ(row.places_free, 1);
    EXPECT_EQ(row.state, ProposalState::open);
}

TEST_P(Proposals, intent_of_another_server_makes_no_proposal) {
    auto said = announced("1", 1, 1);
    said.proposal->intent = "https://west.example/proposals/9#primary";
    const auto post = must(import_post, said, Arrival::delivered).value();
    EXPECT_FALSE(repo::find_proposal_by_post(db_, post.id));
    auto ours = announced("2", 1, 1);
    ours.proposal->intent = "https://north.example/ap/proposals/9#primary";
    EXPECT_FALSE(repo::find_proposal_by_post(db_, must(import_post, ours, Arrival::delivered)->id));
}

TEST_P(Proposals, intent_cannot_be_taken_over_by_another_post) {
    const auto first = must(import_post, announced("1", 1, 1), Arrival::delivered).value();
    auto second = announced("2", 1, 1);
    second.proposal->id = "https://south.example/proposals/1";
    second.proposal->intent = "https://south.example/proposals/1#primary";
    EXPECT_FALSE(repo::find_proposal_by_post(db_, must(import_post, second, Arrival::delivered)->id));
    EXPECT_EQ(repo::find_proposal_by_intent(db_, second.proposal->intent)->post_id, first.id);
}

}  // namespace
}  // namespace collegium::domain
