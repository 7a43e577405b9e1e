#include <gmock/gmock.h>

#include "domain/relations.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/relations.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::NotificationKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Relations : public test::World {
  protected:
    Relations()
        : maya_(member("maya")), daniel_(member("daniel")), locked_(locked_member("locked")), lin_(stranger("lin")) {}
    model::Relationship between(const model::Account& who, const model::Account& target) {
        auto here = context();
        return relationship(here, who.id, target.id);
    }
    model::Relationship asks(const model::Account& who, const model::Account& target) {
        return must(follow, who.id, target.id, FollowOptions());
    }
    void expect_counts(const model::Account& account, int followers, int following) {
        EXPECT_EQ(again(account).followers_count, followers) << account.username;
        EXPECT_EQ(again(account).following_count, following) << account.username;
    }
    model::Account maya_, daniel_, locked_, lin_;
};
COLLEGIUM_ON_BOTH_ENGINES(Relations);

TEST_P(Relations, open_local_account_is_followed_at_once) {
    EXPECT_TRUE(asks(maya_, daniel_).following);
    EXPECT_TRUE(between(daniel_, maya_).followed_by);
    EXPECT_FALSE(between(daniel_, maya_).following);
    expect_counts(maya_, 0, 1);
    expect_counts(daniel_, 1, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_accepted));
    EXPECT_THAT(notices(daniel_), ElementsAre(test::Notice{NotificationKind::follow, maya_.id, PostId()}));
    asks(maya_, daniel_);
    EXPECT_THAT(pump(), IsEmpty()) << "following again changes nothing";
    expect_counts(daniel_, 1, 0);
}

TEST_P(Relations, options_of_a_follow_can_be_changed) {
    EXPECT_TRUE(asks(maya_, daniel_).showing_reblogs);
    auto changed = must(follow, maya_.id, daniel_.id, FollowOptions{false, true});
    EXPECT_FALSE(changed.showing_reblogs);
    EXPECT_TRUE(changed.notifying);
    EXPECT_TRUE(changed.following);
    changed = must(follow, maya_.id, daniel_.id, FollowOptions());
    EXPECT_FALSE(changed.showing_reblogs) << "left out: unchanged";
    EXPECT_TRUE(changed.notifying);
}

TEST_P(Relations, nobody_follows_themselves_or_what_is_not_there) {
    EXPECT_EQ(failure(follow, maya_.id, maya_.id, FollowOptions()).code(), Errc::forbidden);
    EXPECT_EQ(failure(follow, maya_.id, AccountId{5}, FollowOptions()).code(), Errc::not_found);
    daniel_.suspended_at = now_;
    repo::update_account(db_, daniel_);
    EXPECT_EQ(failure(follow, maya_.id, daniel_.id, FollowOptions()).code(), Errc::forbidden);
}

TEST_P(Relations, locked_account_answers_requests) {
    EXPECT_TRUE(asks(maya_, locked_).requested);
    EXPECT_FALSE(between(maya_, locked_).following);
    EXPECT_TRUE(between(locked_, maya_).requested_by);
    expect_counts(locked_, 0, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_requested));
    EXPECT_THAT(notices(locked_), ElementsAre(test::Notice{NotificationKind::follow_request, maya_.id, PostId()}));

    EXPECT_TRUE(must(accept_follow_request, locked_.id, maya_.id).followed_by);
    EXPECT_TRUE(between(maya_, locked_).following);
    expect_counts(locked_, 1, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_accepted));
    EXPECT_THAT(notices(locked_), ElementsAre(test::Notice{NotificationKind::follow, maya_.id, PostId()}));
    EXPECT_EQ(failure(accept_follow_request, locked_.id, maya_.id).code(), Errc::not_found) << "answered already";
}

TEST_P(Relations, refused_request_leaves_nothing) {
    asks(maya_, locked_);
    must(reject_follow_request, locked_.id, maya_.id);
    EXPECT_FALSE(between(maya_, locked_).requested);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_requested, EventKind::follow_rejected));
    EXPECT_EQ(failure(reject_follow_request, locked_.id, maya_.id).code(), Errc::not_found);
}

TEST_P(Relations, unfollow_and_taking_a_request_back) {
    asks(maya_, daniel_);
    asks(maya_, locked_);
    pump();
    must(unfollow, maya_.id, daniel_.id);
    must(unfollow, maya_.id, locked_.id);
    must(unfollow, maya_.id, lin_.id);
    expect_counts(maya_, 0, 0);
    EXPECT_THAT(notices(locked_), IsEmpty()) << "a request that is gone is no news";
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_undone, EventKind::follow_undone));
}

TEST_P(Relations, follower_can_be_taken_off) {
    asks(maya_, daniel_);
    must(remove_follower, daniel_.id, maya_.id);
    EXPECT_FALSE(between(maya_, daniel_).following);
    expect_counts(daniel_, 0, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_accepted, EventKind::follow_rejected));
}

TEST_P(Relations, remote_account_is_asked_and_its_accept_counts) {
    EXPECT_TRUE(asks(maya_, lin_).requested);
    const auto events = pump();
    ASSERT_THAT(kinds(events), ElementsAre(EventKind::follow_requested));
    EXPECT_EQ(events[0].account_id, maya_.id);
    EXPECT_EQ(events[0].other_id, lin_.id.value);
    EXPECT_FALSE(events[0].data.empty());
    must(remote_accepted, maya_.id, lin_.id);
    EXPECT_TRUE(between(maya_, lin_).following);
    expect_counts(maya_, 0, 1);
    must(remote_accepted, maya_.id, lin_.id);
    EXPECT_THAT(pump(), IsEmpty());
}

TEST_P(Relations, accept_that_nobody_asked_for_changes_nothing) {
    must(remote_accepted, maya_.id, lin_.id);
    EXPECT_FALSE(between(maya_, lin_).following);
    must(remote_rejected, maya_.id, lin_.id);
    expect_counts(maya_, 0, 0);
}

TEST_P(Relations, remote_reject_ends_a_request_and_a_follow) {
    asks(maya_, lin_);
    must(remote_rejected, maya_.id, lin_.id);
    EXPECT_FALSE(between(maya_, lin_).requested);
    asks(maya_, lin_);
    must(remote_accepted, maya_.id, lin_.id);
    must(remote_rejected, maya_.id, lin_.id);
    EXPECT_FALSE(between(maya_, lin_).following);
    expect_counts(maya_, 0, 0);
}

TEST_P(Relations, remote_follow_is_accepted_each_time_it_is_told) {
    must(remote_follow, lin_.id, maya_.id, std::string_view("https://south.example/f/1"));
    EXPECT_TRUE(between(maya_, lin_).followed_by);
    expect_counts(maya_, 1, 0);
    auto events = pump();
    ASSERT_THAT(kinds(events), ElementsAre(EventKind::follow_accepted));
    EXPECT_EQ(events[0].data, "https://south.example/f/1");
    must(remote_follow, lin_.id, maya_.id, std::string_view("https://south.example/f/2"));
    events = pump();
    ASSERT_THAT(kinds(events), ElementsAre(EventKind::follow_accepted));
    EXPECT_EQ(events[0].data, "https://south.example/f/2") << "the answer names the latest Follow";
    expect_counts(maya_, 1, 0);
    EXPECT_EQ(notices(maya_).size(), 1u);
    must(remote_unfollow, lin_.id, maya_.id);
    expect_counts(maya_, 0, 0);
    EXPECT_THAT(pump(), IsEmpty());
}

TEST_P(Relations, remote_follow_of_a_locked_account_waits) {
    must(remote_follow, lin_.id, locked_.id, std::string_view("https://south.example/f/1"));
    EXPECT_TRUE(between(locked_, lin_).requested_by);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_requested));
    must(remote_follow, lin_.id, locked_.id, std::string_view("https://south.example/f/1"));
    EXPECT_THAT(pump(), IsEmpty());
    must(accept_follow_request, locked_.id, lin_.id);
    EXPECT_EQ(pump().at(0).data, "https://south.example/f/1");
}

TEST_P(Relations, remote_follow_by_a_blocked_one_is_rejected) {
    must(block, maya_.id, lin_.id);
    pump();
    must(remote_follow, lin_.id, maya_.id, std::string_view("https://south.example/f/1"));
    const auto events = pump();
    ASSERT_THAT(kinds(events), ElementsAre(EventKind::follow_rejected));
    EXPECT_EQ(events[0].data, "https://south.example/f/1");
    EXPECT_FALSE(between(maya_, lin_).followed_by);
}

TEST_P(Relations, block_ends_follows_both_ways) {
    asks(maya_, daniel_);
    asks(daniel_, maya_);
    pump();
    const auto after = must(block, maya_.id, daniel_.id);
    EXPECT_TRUE(after.blocking);
    EXPECT_FALSE(after.following);
    EXPECT_FALSE(after.followed_by);
    EXPECT_TRUE(between(daniel_, maya_).blocked_by);
    expect_counts(maya_, 0, 0);
    expect_counts(daniel_, 0, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::follow_undone, EventKind::follow_rejected));
    EXPECT_EQ(failure(follow, daniel_.id, maya_.id, FollowOptions()).code(), Errc::forbidden);
    EXPECT_EQ(failure(follow, maya_.id, daniel_.id, FollowOptions()).code(), Errc::forbidden);
    EXPECT_EQ(failure(block, maya_.id, maya_.id).code(), Errc::forbidden);
    must(unblock, maya_.id, daniel_.id);
    EXPECT_TRUE(asks(daniel_, maya_).following);
}

TEST_P(Relations, remote_block_hides_and_unhides) {
    asks(maya_, lin_);
    must(remote_accepted, maya_.id, lin_.id);
    must(remote_block, lin_.id, maya_.id, std::string_view("https://south.example/b/1"));
    EXPECT_TRUE(between(maya_, lin_).blocked_by);
    EXPECT_FALSE(between(maya_, lin_).following);
    must(remote_unblock, lin_.id, maya_.id);
    EXPECT_FALSE(between(maya_, lin_).blocked_by);
}

TEST_P(Relations, mute_expires_and_can_spare_notifications) {
    auto muted = must(mute, maya_.id, daniel_.id, false, std::optional(now_ + std::chrono::hours(1)));
    EXPECT_TRUE(muted.muting);
    EXPECT_FALSE(muted.muting_notifications);
    EXPECT_EQ(muted.muting_expires_at, now_ + std::chrono::hours(1));
    muted = must(mute, maya_.id, daniel_.id, true, std::optional<Timestamp>());
    EXPECT_TRUE(muted.muting_notifications);
    EXPECT_EQ(muted.muting_expires_at, std::nullopt);
    must(mute, maya_.id, daniel_.id, true, std::optional(now_ + std::chrono::hours(1)));
    advance(std::chrono::hours(2));
    EXPECT_FALSE(between(maya_, daniel_).muting);
    EXPECT_EQ(failure(mute, maya_.id, maya_.id, true, std::optional<Timestamp>()).code(), Errc::forbidden);
    must(mute, maya_.id, daniel_.id, true, std::optional<Timestamp>());
    EXPECT_FALSE(must(unmute, maya_.id, daniel_.id).muting);
}

}  // namespace
}  // namespace collegium::domain
