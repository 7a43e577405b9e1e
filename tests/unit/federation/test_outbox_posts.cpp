// Which activities posts become, and whom they go to (federation.md 5.2).
#include "domain/mentorships.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/queues.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

using Inboxes = std::vector<std::string>;
using model::Visibility;

class OutboxPosts : public OutboundWorld {
  protected:
    model::Account ada = member("ada");
    model::Account maya = stranger("maya", "south.example");
    model::Account noor = stranger("noor", "south.example");
    model::Account lena = stranger("lena", "west.example", false);
};

TEST_F(OutboxPosts, followers_of_one_server_cost_one_delivery) {
    follows(maya, ada);
    follows(noor, ada);
    follows(lena, ada);
    const auto made = post(ada, "Hello");
    const auto deliveries = sent();
    EXPECT_EQ(inboxes_of(deliveries),
              (Inboxes{"https://south.example/inbox", "https://west.example/users/lena/inbox"}));
    const auto& create = deliveries.front().activity;
    EXPECT_EQ(create["type"].string(), "Create");
    EXPECT_EQ(create["id"].string(), made.uri + "/create");
    EXPECT_EQ(create["actor"].string(), ada.uri);
    EXPECT_EQ(create["to"], create["object"]["to"]);
    EXPECT_EQ(create["cc"], create["object"]["cc"]);
    EXPECT_EQ(create["@context"].items().front().string(), "https://www.w3.org/ns/activitystreams");
    EXPECT_EQ(deliveries.front().sender, ada.id);
}

TEST_F(OutboxPosts, a_post_nobody_elsewhere_may_see_is_not_sent) {
    post(ada, "Hello");
    EXPECT_TRUE(sent().empty());
}

TEST_F(OutboxPosts, a_reply_reaches_the_author_it_answers) {
    const auto parent = remote_post(maya, "https://south.example/notes/1");
    post(ada, "Yes", Visibility::public_, parent.id);
    EXPECT_EQ(inboxes_of(sent()), Inboxes{"https://south.example/inbox"});
}

TEST_F(OutboxPosts, a_direct_post_goes_to_personal_inboxes_and_not_to_followers) {
    follows(lena, ada);
    post(ada, "@maya@south.example between us", Visibility::direct);
    const auto deliveries = sent();
    ASSERT_EQ(inboxes_of(deliveries), Inboxes{"https://south.example/users/maya/inbox"});
    EXPECT_EQ(json::dump(deliveries.front().object()["to"]), "[\"" + maya.uri + "\"]");
}

TEST_F(OutboxPosts, blocked_and_own_servers_get_nothing) {
    const auto brian = member("brian");
    follows(brian, ada);
    follows(maya, ada);
    config_.federation.block = {"south.example"};
    post(ada, "Hello @maya@south.example");
    EXPECT_TRUE(sent().empty());
}

TEST_F(OutboxPosts, closed_federation_sends_nothing) {
    follows(maya, ada);
    config_.federation.mode = config::FederationMode::closed;
    post(ada, "Hello");
    EXPECT_TRUE(sent().empty());
}

TEST_F(OutboxPosts, what_others_wrote_is_not_sent_on) {
    follows(maya, ada);
    const auto theirs = remote_post(maya, "https://south.example/notes/1");
    model::Event event;
    event.post_id = theirs.id;
    event.account_id = maya.id;
    event.created_at = now_;
    repo::insert_event(*db_, event);
    EXPECT_TRUE(sent().empty());
}

TEST_F(OutboxPosts, an_edit_reaches_followers_and_everyone_involved) {
    follows(maya, ada);
    const auto made = post(ada, "Helo");
    auto here = context();
    ASSERT_TRUE(domain::favourite(here, ada.id, made.id));
    repo::take_events(*db_, 100);
    db_->execute("INSERT INTO favourite (account_id, post_id, uri, created_at) VALUES (?, ?, 'x', ?)",
                 {lena.id, made.id, now_});
    now_ += std::chrono::minutes(1);
    domain::PostChange change;
    change.text = "Hello";
    auto later = context();
    ASSERT_TRUE(domain::edit_post(later, ada.id, made.id, change));
    const auto deliveries = sent();
    EXPECT_EQ(inboxes_of(deliveries),
              (Inboxes{"https://south.example/inbox", "https://west.example/users/lena/inbox"}));
    const auto& update = deliveries.front().activity;
    EXPECT_EQ(update["type"].string(), "Update");
    EXPECT_NE(update["id"].string(), made.uri + "/create");
    EXPECT_EQ(update["object"]["content"].string(), "<p>Hello</p>");
    EXPECT_EQ(update["object"]["updated"].string(), "2026-09-01T10:01:00.000Z");
}

TEST_F(OutboxPosts, a_delete_is_a_tombstone_for_everyone_who_has_a_copy) {
    follows(maya, ada);
    const auto made = post(ada, "Hello @lena@west.example");
    sent();
    auto here = context();
    ASSERT_TRUE(domain::delete_post(here, ada.id, made.id));
    const auto deliveries = sent();
    EXPECT_EQ(inboxes_of(deliveries),
              (Inboxes{"https://south.example/inbox", "https://west.example/users/lena/inbox"}));
    const auto& activity = deliveries.front().activity;
    EXPECT_EQ(activity["type"].string(), "Delete");
    EXPECT_EQ(json::dump(activity["to"]), R"(["https://www.w3.org/ns/activitystreams#Public"])");
    EXPECT_EQ(activity["object"]["id"].string(), made.uri);
    EXPECT_EQ(activity["object"]["type"].string(), "Tombstone");
    EXPECT_EQ(activity["object"]["formerType"].string(), "Note");
}

TEST_F(OutboxPosts, the_delete_of_a_direct_post_names_its_readers_and_spares_the_followers) {
    follows(maya, ada);
    const auto made = post(ada, "@lena@west.example between us", Visibility::direct);
    sent();
    auto here = context();
    ASSERT_TRUE(domain::delete_post(here, ada.id, made.id));
    const auto deliveries = sent();
    ASSERT_EQ(inboxes_of(deliveries), Inboxes{"https://west.example/users/lena/inbox"});
    EXPECT_EQ(deliveries.front().activity["to"].items().back().string(), lena.uri);
}

TEST_F(OutboxPosts, a_proposal_goes_as_note_to_all_and_as_proposal_to_those_who_know_it) {
    follows(maya, ada);
    follows(lena, ada);
    repo::set_understands_pln(*db_, "south.example", true, "collegium");
    domain::ProposalDraft draft;
    draft.author = ada.id;
    draft.proposal.title = "First-year physics labs";
    draft.proposal.topics = {{"", "Lab safety", ""}};
    auto here = context();
    const auto proposal = domain::create_proposal(here, draft);
    ASSERT_TRUE(proposal);
    auto deliveries = sent();
    ASSERT_EQ(deliveries.size(), 3u);
    EXPECT_EQ(deliveries[0].object()["type"].string(), "Note");
    EXPECT_EQ(deliveries[1].object()["type"].string(), "Note");
    EXPECT_EQ(deliveries[2].object()["type"].string(), "Proposal");
    EXPECT_EQ(deliveries[2].inbox, "https://south.example/inbox");

    now_ += std::chrono::minutes(1);
    ASSERT_TRUE(repo::take_place(*db_, proposal->id, now_));
    auto later = context();
    ASSERT_TRUE(domain::refresh_carrier(later, *repo::find_proposal(*db_, proposal->id)));
    deliveries = sent();
    ASSERT_EQ(deliveries.size(), 3u);
    for (const auto& delivery : deliveries) EXPECT_EQ(delivery.type(), "Update");
    EXPECT_TRUE(deliveries[0].object()["content"].string().starts_with("<p><strong>FULL: "));
    EXPECT_EQ(deliveries[2].object()["publishes"]["availableQuantity"]["hasNumericalValue"].string(), "0");

    ASSERT_TRUE(domain::delete_proposal(later, ada.id, proposal->id));
    deliveries = sent();
    ASSERT_EQ(deliveries.size(), 3u);
    for (const auto& delivery : deliveries) EXPECT_EQ(delivery.type(), "Delete");
    EXPECT_EQ(deliveries[2].object()["id"].string(), proposal->uri);
    EXPECT_EQ(deliveries[2].inbox, "https://south.example/inbox");
}

}  // namespace
}  // namespace collegium::federation::test
