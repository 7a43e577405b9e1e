// Boosts, favourites, follows and profiles as activities.
#include "domain/accounts.hpp"
#include "domain/relations.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/relations.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

using Inboxes = std::vector<std::string>;

class OutboxReactions : public OutboundWorld {
  protected:
    model::Account ada = member("ada");
    model::Account maya = stranger("maya", "south.example");
    model::Account lena = stranger("lena", "west.example");
};

TEST_F(OutboxReactions, a_boost_goes_to_followers_and_author_and_its_undo_embeds_it) {
    follows(lena, ada);
    const auto theirs = remote_post(maya, "https://south.example/notes/1");
    auto here = context();
    const auto boost = domain::reblog(here, ada.id, theirs.id, std::nullopt);
    ASSERT_TRUE(boost);
    auto deliveries = sent();
    EXPECT_EQ(inboxes_of(deliveries), (Inboxes{"https://west.example/inbox", "https://south.example/inbox"}));
    const auto announce = deliveries.front().activity;
    EXPECT_EQ(announce["type"].string(), "Announce");
    EXPECT_EQ(announce["id"].string(), boost->uri);
    EXPECT_EQ(announce["object"].string(), theirs.uri);
    EXPECT_EQ(json::dump(announce["to"]), R"(["https://www.w3.org/ns/activitystreams#Public"])");
    EXPECT_EQ(json::dump(announce["cc"]), "[\"" + ada.followers_uri + "\",\"" + maya.uri + "\"]");

    ASSERT_TRUE(domain::unreblog(here, ada.id, theirs.id));
    deliveries = sent();
    ASSERT_EQ(deliveries.size(), 2u);
    const auto& undo = deliveries.front().activity;
    EXPECT_EQ(undo["type"].string(), "Undo");
    EXPECT_EQ(undo["object"]["id"].string(), boost->uri);
    EXPECT_EQ(undo["object"]["type"].string(), "Announce");
    EXPECT_EQ(undo["object"]["object"].string(), theirs.uri);
    EXPECT_EQ(undo["object"]["published"].string(), announce["published"].string());
    EXPECT_EQ(undo["to"], announce["to"]);
}

TEST_F(OutboxReactions, a_favourite_goes_to_the_author_alone_and_its_undo_embeds_it) {
    follows(lena, ada);
    const auto theirs = remote_post(maya, "https://south.example/notes/1");
    auto here = context();
    ASSERT_TRUE(domain::favourite(here, ada.id, theirs.id));
    auto deliveries = sent();
    ASSERT_EQ(inboxes_of(deliveries), Inboxes{maya.inbox});
    const auto like = deliveries.front().activity;
    EXPECT_EQ(like["type"].string(), "Like");
    EXPECT_EQ(like["object"].string(), theirs.uri);
    EXPECT_EQ(json::dump(like["to"]), "[\"" + maya.uri + "\"]");
    ASSERT_TRUE(domain::unfavourite(here, ada.id, theirs.id));
    deliveries = sent();
    ASSERT_EQ(inboxes_of(deliveries), Inboxes{maya.inbox});
    EXPECT_EQ(deliveries.front().object()["id"].string(), like["id"].string());
    EXPECT_EQ(deliveries.front().object()["type"].string(), "Like");
}

TEST_F(OutboxReactions, what_others_do_to_our_posts_is_not_sent_back) {
    follows(lena, ada);
    const auto ours = post(ada, "Hello");
    sent();
    auto here = context();
    ASSERT_TRUE(domain::remote_favourite(here, maya.id, ours.id, "https://south.example/likes/1"));
    ASSERT_TRUE(domain::remote_reblog(here, maya.id, ours.id, "https://south.example/announces/1",
                                      model::Visibility::public_, now_));
    EXPECT_TRUE(sent().empty());
}

TEST_F(OutboxReactions, following_and_unfollowing_name_the_same_follow) {
    auto here = context();
    ASSERT_TRUE(domain::follow(here, ada.id, maya.id, {}));
    const auto first = sent();
    ASSERT_EQ(inboxes_of(first), Inboxes{maya.inbox});
    const auto& follow = first.front().activity;
    EXPECT_EQ(follow["type"].string(), "Follow");
    EXPECT_EQ(follow["id"].string(), repo::find_follow(*db_, ada.id, maya.id)->uri);
    EXPECT_EQ(follow["object"].string(), maya.uri);
    ASSERT_TRUE(domain::unfollow(here, ada.id, maya.id));
    const auto second = sent();
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second.front().type(), "Undo");
    EXPECT_EQ(second.front().object()["id"].string(), follow["id"].string());
    EXPECT_EQ(second.front().object()["actor"].string(), ada.uri);
}

TEST_F(OutboxReactions, a_follow_of_ours_is_answered_with_the_whole_follow) {
    auto here = context();
    ASSERT_TRUE(domain::remote_follow(here, maya.id, ada.id, "https://south.example/follows/9"));
    const auto deliveries = sent();
    ASSERT_EQ(inboxes_of(deliveries), Inboxes{maya.inbox});
    const auto& accept = deliveries.front().activity;
    EXPECT_EQ(accept["type"].string(), "Accept");
    EXPECT_EQ(accept["actor"].string(), ada.uri);
    EXPECT_EQ(accept["object"]["id"].string(), "https://south.example/follows/9");
    EXPECT_EQ(accept["object"]["type"].string(), "Follow");
    EXPECT_EQ(accept["object"]["actor"].string(), maya.uri);
    EXPECT_EQ(accept["object"]["object"].string(), ada.uri);
    EXPECT_EQ(json::dump(accept["cc"]), "[]");
}

TEST_F(OutboxReactions, a_locked_account_answers_only_when_its_owner_does) {
    auto here = context();
    domain::ProfileChange lock;
    lock.locked = true;
    ASSERT_TRUE(domain::update_profile(here, ada.id, lock));
    sent();
    ASSERT_TRUE(domain::remote_follow(here, maya.id, ada.id, "https://south.example/follows/9"));
    EXPECT_TRUE(sent().empty());
    ASSERT_TRUE(domain::reject_follow_request(here, ada.id, maya.id));
    const auto deliveries = sent();
    ASSERT_EQ(deliveries.size(), 1u);
    EXPECT_EQ(deliveries.front().type(), "Reject");
    EXPECT_EQ(deliveries.front().object()["id"].string(), "https://south.example/follows/9");
}

TEST_F(OutboxReactions, a_changed_profile_goes_to_all_who_know_it) {
    follows(maya, ada);
    follows(ada, lena);
    auto here = context();
    domain::ProfileChange change;
    change.display_name = "Ada Field";
    ASSERT_TRUE(domain::update_profile(here, ada.id, change));
    const auto deliveries = sent();
    ASSERT_EQ(deliveries.size(), 2u);
    const auto& update = deliveries.front().activity;
    EXPECT_EQ(update["type"].string(), "Update");
    EXPECT_EQ(update["object"]["type"].string(), "Person");
    EXPECT_EQ(update["object"]["id"].string(), ada.uri);
    EXPECT_EQ(update["object"]["name"].string(), "Ada Field");
    EXPECT_EQ(update["object"]["publicKey"]["owner"].string(), ada.uri);
}

}  // namespace
}  // namespace collegium::federation::test
