#include <gmock/gmock.h>

#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::Visibility;

// Everyone's relation to maya, who writes.
class Visible : public test::World {
  protected:
    Visible()
        : maya_(member("maya")),
          follower_(member("follower")),
          mentioned_(member("mentioned")),
          blocked_(member("blocked")),
          blocker_(member("blocker")),
          stranger_(member("stranger")),
          asking_(member("asking")),
          far_follower_(stranger("far")) {
        maya_.locked = true;
        repo::update_account(db_, maya_);
        follows(follower_, maya_);
        follows(far_follower_, maya_);
        must(follow, asking_.id, maya_.id, FollowOptions());
        must(block, maya_.id, blocked_.id);
        must(block, blocker_.id, maya_.id);
    }
    bool sees(AccountId viewer, const model::Post& post) {
        auto here = context();
        return can_see(here, post, viewer);
    }
    model::Account maya_, follower_, mentioned_, blocked_, blocker_, stranger_, asking_, far_follower_;
};
COLLEGIUM_ON_BOTH_ENGINES(Visible);

TEST_P(Visible, matrix_of_visibility_and_viewer) {
    struct Row {
        Visibility visibility;
        bool anyone, stranger, asking, follower, far_follower, mentioned, blocked, blocker;
    };
    for (const auto& row : {
             Row{Visibility::public_, true, true, true, true, true, true, false, true},
             Row{Visibility::unlisted, true, true, true, true, true, true, false, true},
             Row{Visibility::followers, false, false, false, true, true, true, false, false},
             Row{Visibility::direct, false, false, false, false, false, true, false, false},
         }) {
        const auto made = post(maya_, "to @mentioned and @blocked", row.visibility);
        const auto name = static_cast<int>(row.visibility);
        EXPECT_TRUE(sees(maya_.id, made)) << name;
        EXPECT_EQ(sees(AccountId(), made), row.anyone) << name;
        EXPECT_EQ(sees(stranger_.id, made), row.stranger) << name;
        EXPECT_EQ(sees(asking_.id, made), row.asking) << name;
        EXPECT_EQ(sees(follower_.id, made), row.follower) << name;
        EXPECT_EQ(sees(far_follower_.id, made), row.far_follower) << name;
        EXPECT_EQ(sees(mentioned_.id, made), row.mentioned) << name;
        EXPECT_EQ(sees(blocked_.id, made), row.blocked) << name;
        EXPECT_EQ(sees(blocker_.id, made), row.blocker) << name;
    }
}

TEST_P(Visible, reblog_needs_its_original_to_be_visible) {
    const auto original = post(maya_, "public");
    const auto boost = must(reblog, follower_.id, original.id, std::optional<Visibility>());
    EXPECT_TRUE(sees(AccountId(), boost));
    EXPECT_TRUE(sees(stranger_.id, boost));
    EXPECT_FALSE(sees(blocked_.id, boost)) << "the author of the original blocked them";
    const auto own = post(maya_, "for followers", Visibility::followers);
    const auto own_boost = must(reblog, maya_.id, own.id, std::optional<Visibility>());
    EXPECT_EQ(own_boost.visibility, Visibility::followers);
    EXPECT_TRUE(sees(follower_.id, own_boost));
    EXPECT_FALSE(sees(stranger_.id, own_boost));
}

TEST_P(Visible, posts_of_suspended_and_deleted_people_are_nobodys) {
    const auto made = post(stranger_, "public");
    stranger_.suspended_at = now_;
    repo::update_account(db_, stranger_);
    EXPECT_FALSE(sees(AccountId(), made));
    EXPECT_FALSE(sees(maya_.id, made));
    stranger_.suspended_at.reset();
    stranger_.deleted_at = now_;
    repo::update_account(db_, stranger_);
    EXPECT_FALSE(sees(maya_.id, made));
}

TEST_P(Visible, page_keeps_its_order_and_drops_the_rest) {
    const auto one = post(maya_, "one");
    const auto two = post(maya_, "two", Visibility::direct);
    const auto three = post(maya_, "three", Visibility::followers);
    const auto four = post(maya_, "four", Visibility::unlisted);
    auto here = context();
    std::vector<PostId> left;
    for (const auto& visible : visible_only(here, {four, three, two, one}, stranger_.id)) left.push_back(visible.id);
    EXPECT_THAT(left, testing::ElementsAre(four.id, one.id));
}

TEST_P(Visible, what_may_be_reblogged) {
    auto of = [this](Visibility visibility) { return post(maya_, "x", visibility); };
    EXPECT_TRUE(can_reblog(of(Visibility::public_), stranger_.id));
    EXPECT_TRUE(can_reblog(of(Visibility::unlisted), stranger_.id));
    EXPECT_FALSE(can_reblog(of(Visibility::followers), follower_.id));
    EXPECT_TRUE(can_reblog(of(Visibility::followers), maya_.id));
    EXPECT_FALSE(can_reblog(of(Visibility::direct), maya_.id));
}

TEST_P(Visible, hidden_posts_are_not_found_for_any_act) {
    const auto secret = post(maya_, "secret", Visibility::direct);
    EXPECT_EQ(failure(favourite, stranger_.id, secret.id).code(), Errc::not_found);
    EXPECT_EQ(failure(unfavourite, stranger_.id, secret.id).code(), Errc::not_found);
    EXPECT_EQ(failure(bookmark, stranger_.id, secret.id).code(), Errc::not_found);
    EXPECT_EQ(failure(reblog, stranger_.id, secret.id, std::optional<Visibility>()).code(), Errc::not_found);
    EXPECT_EQ(failure(require_visible, secret.id, AccountId()).code(), Errc::not_found);
}

}  // namespace
}  // namespace collegium::domain
