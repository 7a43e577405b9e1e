#include <gmock/gmock.h>

#include "domain/notifications.hpp"
#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "storage/repo/accounts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::NotificationKind;
using ::testing::ElementsAre;

class Notifications : public test::World {
  protected:
    Notifications() : maya_(member("maya")), daniel_(member("daniel")), rosa_(member("rosa")) {}
    NotificationPage load(const repo::NotificationFilter& filter = {}, const model::Page& page = {}) {
        auto here = context();
        return load_notifications(here, maya_.id, filter, page);
    }
    std::vector<NotificationKind> shown(const repo::NotificationFilter& filter = {}) {
        std::vector<NotificationKind> found;
        for (const auto& view : load(filter).notifications) found.push_back(view.notification.kind);
        return found;
    }
    // A mention by daniel, then a follow by rosa.
    void two_causes() {
        post(daniel_, "@maya hello");
        must(follow, rosa_.id, maya_.id, FollowOptions());
        pump();
    }
    model::Account maya_, daniel_, rosa_;
};
COLLEGIUM_ON_BOTH_ENGINES(Notifications);

TEST_P(Notifications, view_carries_who_and_what) {
    two_causes();
    const auto page = load();
    ASSERT_EQ(page.notifications.size(), 2u);
    EXPECT_EQ(page.notifications[0].from->id, rosa_.id);
    EXPECT_FALSE(page.notifications[0].post);
    EXPECT_EQ(page.notifications[1].from->id, daniel_.id);
    EXPECT_EQ(page.notifications[1].post->post.source, "@maya hello");
    EXPECT_EQ(page.newest, page.notifications[0].notification.id.value);
    EXPECT_LT(page.newest, std::int64_t{1} << 40) << "small ids, as clients read them as numbers";
}

TEST_P(Notifications, filters_by_kind_and_person) {
    two_causes();
    EXPECT_THAT(shown({{NotificationKind::mention}, {}}), ElementsAre(NotificationKind::mention));
    EXPECT_THAT(shown({{}, rosa_.id}), ElementsAre(NotificationKind::follow));
}

TEST_P(Notifications, people_that_became_hidden_disappear) {
    two_causes();
    must(block, maya_.id, daniel_.id);
    EXPECT_THAT(shown(), ElementsAre(NotificationKind::follow));
    must(mute, maya_.id, rosa_.id, false, std::optional<Timestamp>());
    EXPECT_THAT(shown(), ElementsAre(NotificationKind::follow)) << "muted, but not their notifications";
    must(mute, maya_.id, rosa_.id, true, std::optional<Timestamp>());
    EXPECT_TRUE(shown().empty());
}

TEST_P(Notifications, suspended_people_disappear) {
    two_causes();
    daniel_.suspended_at = now_;
    repo::update_account(db_, daniel_);
    EXPECT_THAT(shown(), ElementsAre(NotificationKind::follow));
}

TEST_P(Notifications, one_is_found_by_its_owner_alone) {
    two_causes();
    const auto id = load().notifications[1].notification.id;
    EXPECT_TRUE(run(load_notification, maya_.id, id));
    EXPECT_EQ(failure(load_notification, daniel_.id, id).code(), Errc::not_found);
    EXPECT_EQ(failure(load_notification, maya_.id, NotificationId{999'999}).code(), Errc::not_found);
}

TEST_P(Notifications, page_goes_on_where_the_last_one_ended) {
    two_causes();
    model::Page page;
    page.limit = 1;
    const auto first = load({}, page);
    ASSERT_EQ(first.notifications.size(), 1u);
    page.max_id = first.oldest;
    const auto second = load({}, page);
    ASSERT_EQ(second.notifications.size(), 1u);
    EXPECT_EQ(second.notifications[0].notification.kind, NotificationKind::mention);
    page.max_id = second.oldest;
    EXPECT_EQ(load({}, page).newest, 0);
}

TEST_P(Notifications, follow_told_again_and_again_is_one) {
    for (int i = 0; i < 3; ++i) {
        must(follow, rosa_.id, maya_.id, FollowOptions());
        pump();
        must(unfollow, rosa_.id, maya_.id);
        pump();
    }
    EXPECT_LE(load().notifications.size(), 1u);
}

}  // namespace
}  // namespace collegium::domain
