#include <gmock/gmock.h>

#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::NotificationKind;
using model::Visibility;
using ::testing::ElementsAre;
constexpr std::optional<Visibility> as_original;

class Reactions : public test::World {
  protected:
    Reactions() : maya_(member("maya")), daniel_(member("daniel")), post_(post(maya_, "worth it")) { pump(); }
    model::Post now() { return repo::find_post(db_, post_.id).value(); }
    repo::Marks marks(const model::Account& viewer) { return repo::marks_of(db_, viewer.id, {post_.id})[post_.id]; }
    model::Account maya_, daniel_;
    model::Post post_;
};
COLLEGIUM_ON_BOTH_ENGINES(Reactions);

TEST_P(Reactions, favourite_counts_once_and_comes_off) {
    EXPECT_EQ(must(favourite, daniel_.id, post_.id).favourites_count, 1);
    EXPECT_EQ(must(favourite, daniel_.id, post_.id).favourites_count, 1);
    EXPECT_TRUE(marks(daniel_).favourited);
    EXPECT_FALSE(marks(maya_).favourited);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_favourited));
    EXPECT_THAT(notices(maya_), ElementsAre(test::Notice{NotificationKind::favourite, daniel_.id, post_.id}));
    EXPECT_EQ(must(unfavourite, daniel_.id, post_.id).favourites_count, 0);
    EXPECT_EQ(must(unfavourite, daniel_.id, post_.id).favourites_count, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::favourite_undone));
    EXPECT_FALSE(marks(daniel_).favourited);
}

TEST_P(Reactions, liking_ones_own_post_tells_nobody) {
    must(favourite, maya_.id, post_.id);
    pump();
    EXPECT_TRUE(notices(maya_).empty());
}

TEST_P(Reactions, bookmark_is_private_and_repeats) {
    must(bookmark, daniel_.id, post_.id);
    must(bookmark, daniel_.id, post_.id);
    EXPECT_TRUE(marks(daniel_).bookmarked);
    EXPECT_TRUE(pump().empty());
    auto here = context();
    EXPECT_EQ(bookmarks_timeline(here, daniel_.id, {}).posts.size(), 1u);
    EXPECT_EQ(bookmarks_timeline(here, maya_.id, {}).posts.size(), 0u);
    must(unbookmark, daniel_.id, post_.id);
    EXPECT_EQ(bookmarks_timeline(here, daniel_.id, {}).posts.size(), 0u);
}

TEST_P(Reactions, reblog_is_made_once_and_undone) {
    const auto first = must(reblog, daniel_.id, post_.id, as_original);
    EXPECT_EQ(first.reblog_of_id, post_.id);
    EXPECT_EQ(first.uri, "https://north.example/ap/announces/" + first.id.text());
    EXPECT_EQ(must(reblog, daniel_.id, post_.id, as_original).id, first.id);
    EXPECT_EQ(must(reblog, daniel_.id, first.id, as_original).id, first.id) << "a reblog of the reblog";
    EXPECT_EQ(now().reblogs_count, 1);
    EXPECT_TRUE(marks(daniel_).reblogged);
    EXPECT_EQ(again(daniel_).statuses_count, 1);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_reblogged));
    EXPECT_THAT(notices(maya_), ElementsAre(test::Notice{NotificationKind::reblog, daniel_.id, post_.id}));
    EXPECT_THAT(home(daniel_), ElementsAre(first.id));

    EXPECT_EQ(must(unreblog, daniel_.id, post_.id).id, post_.id);
    EXPECT_EQ(must(unreblog, daniel_.id, post_.id).id, post_.id);
    EXPECT_EQ(now().reblogs_count, 0);
    EXPECT_EQ(again(daniel_).statuses_count, 0);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::reblog_undone));
    EXPECT_TRUE(home(daniel_).empty());
    EXPECT_NE(must(reblog, daniel_.id, post_.id, as_original).id, first.id) << "and again";
}

TEST_P(Reactions, what_was_done_is_undone_also_on_a_post_that_was_hidden_since) {
    must(favourite, daniel_.id, post_.id);
    must(bookmark, daniel_.id, post_.id);
    must(reblog, daniel_.id, post_.id, as_original);
    pump();
    must(block, maya_.id, daniel_.id);
    pump();
    ASSERT_EQ(failure(favourite, daniel_.id, post_.id).code(), Errc::not_found);
    must(unfavourite, daniel_.id, post_.id);
    must(unbookmark, daniel_.id, post_.id);
    must(unreblog, daniel_.id, post_.id);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::favourite_undone, EventKind::reblog_undone));
    EXPECT_EQ(now().favourites_count, 0);
    EXPECT_EQ(now().reblogs_count, 0);
    EXPECT_FALSE(marks(daniel_).bookmarked);
    for (auto undo : {unfavourite, unbookmark, unreblog})
        EXPECT_EQ(failure(undo, daniel_.id, post_.id).code(), Errc::not_found) << "with nothing to undo";
}

TEST_P(Reactions, reblog_is_never_wider_than_its_original) {
    const auto quiet = post(maya_, "quiet", Visibility::unlisted);
    EXPECT_EQ(must(reblog, daniel_.id, quiet.id, std::optional(Visibility::public_)).visibility, Visibility::unlisted);
    EXPECT_EQ(must(reblog, daniel_.id, post_.id, std::optional(Visibility::followers)).visibility,
              Visibility::followers);
    const auto other = post(maya_, "other");
    EXPECT_EQ(failure(reblog, daniel_.id, other.id, std::optional(Visibility::direct)).code(), Errc::unprocessable);
}

TEST_P(Reactions, followers_only_posts_of_others_are_not_reblogged) {
    follows(daniel_, maya_);
    const auto hidden = post(maya_, "for followers", Visibility::followers);
    EXPECT_EQ(failure(reblog, daniel_.id, hidden.id, as_original).code(), Errc::forbidden);
    const auto direct = post(maya_, "@daniel", Visibility::direct);
    EXPECT_EQ(failure(reblog, daniel_.id, direct.id, as_original).code(), Errc::forbidden);
}

TEST_P(Reactions, deleting_a_reblog_by_its_id_undoes_it) {
    const auto boost = must(reblog, daniel_.id, post_.id, as_original);
    must(delete_post, daniel_.id, boost.id);
    EXPECT_EQ(now().reblogs_count, 0);
    EXPECT_TRUE(repo::find_post(db_, post_.id)) << "the original stays";
}

TEST_P(Reactions, favourites_page_by_when_they_were_given) {
    const auto older = post_;
    const auto newer = post(maya_, "newer");
    must(favourite, daniel_.id, newer.id);
    must(favourite, daniel_.id, older.id);
    auto here = context();
    const auto timeline = favourites_timeline(here, daniel_.id, {});
    ASSERT_EQ(timeline.posts.size(), 2u);
    EXPECT_EQ(timeline.posts[0].post.id, older.id);
    model::Page page;
    page.max_id = timeline.newest;
    EXPECT_EQ(favourites_timeline(here, daniel_.id, page).posts.front().post.id, newer.id);
}

}  // namespace
}  // namespace collegium::domain
