#include <gmock/gmock.h>

#include "domain/media.hpp"
#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/relations.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
constexpr std::optional<Visibility> as_original;

class Timelines : public test::World {
  protected:
    Timelines() : maya_(member("maya")), daniel_(member("daniel")), lin_(stranger("lin")) {}
    static std::vector<PostId> ids(const std::vector<PostView>& views) {
        std::vector<PostId> found;
        for (const auto& view : views) found.push_back(view.post.id);
        return found;
    }
    std::vector<PostId> of_maya(AccountId viewer, const AccountTimelineOptions& options = {}) {
        auto here = context();
        return ids(account_timeline(here, viewer, maya_.id, options, {}).posts);
    }
    std::vector<PostId> everyones(AccountId viewer, repo::Origin origin = repo::Origin::all) {
        auto here = context();
        return ids(public_timeline(here, viewer, origin, {}).posts);
    }
    model::Account maya_, daniel_, lin_;
};
COLLEGIUM_ON_BOTH_ENGINES(Timelines);

TEST_P(Timelines, profile_shows_what_the_viewer_may_see) {
    const auto open = post(maya_, "open");
    const auto quiet = post(maya_, "quiet", Visibility::unlisted);
    const auto closed = post(maya_, "closed", Visibility::followers);
    const auto secret = post(maya_, "@daniel secret", Visibility::direct);
    EXPECT_THAT(of_maya(AccountId()), ElementsAre(quiet.id, open.id));
    EXPECT_THAT(of_maya(maya_.id), ElementsAre(secret.id, closed.id, quiet.id, open.id));
    EXPECT_THAT(of_maya(daniel_.id), ElementsAre(secret.id, quiet.id, open.id));
    follows(daniel_, maya_);
    EXPECT_THAT(of_maya(daniel_.id), ElementsAre(secret.id, closed.id, quiet.id, open.id));
    must(block, maya_.id, daniel_.id);
    EXPECT_THAT(of_maya(daniel_.id), IsEmpty());
}

TEST_P(Timelines, profile_filters) {
    NewMedia upload{maya_.id, "a.gif", "", "GIF89a", ""};
    auto wanted = draft(maya_, "picture");
    wanted.media = {must(store_media, upload).id};
    const auto picture = must(create_post, wanted);
    const auto tagged = post(maya_, "#Physics here");
    const auto other = post(daniel_, "question");
    const auto answer = reply(maya_, other, "answer");
    const auto more = reply(maya_, tagged, "more of mine");
    const auto boost = must(reblog, maya_.id, other.id, as_original);
    EXPECT_THAT(of_maya(AccountId()), ElementsAre(boost.id, more.id, answer.id, tagged.id, picture.id));
    AccountTimelineOptions options;
    options.only_media = true;
    EXPECT_THAT(of_maya(AccountId(), options), ElementsAre(picture.id));
    options = {};
    options.exclude_reblogs = true;
    options.exclude_replies = true;
    EXPECT_THAT(of_maya(AccountId(), options), ElementsAre(more.id, tagged.id, picture.id))
        << "answers to oneself stay";
    options = {};
    options.tagged = "PHYSICS";
    EXPECT_THAT(of_maya(AccountId(), options), ElementsAre(tagged.id));
}

TEST_P(Timelines, public_timeline_is_of_public_posts_by_origin) {
    const auto open = post(maya_, "open");
    post(maya_, "quiet", Visibility::unlisted);
    post(maya_, "closed", Visibility::followers);
    must(reblog, daniel_.id, open.id, as_original);
    const auto far = fetched(remote(lin_, "far"));
    EXPECT_THAT(everyones(AccountId()), testing::UnorderedElementsAre(far.id, open.id));
    EXPECT_THAT(everyones(AccountId(), repo::Origin::local), ElementsAre(open.id));
    EXPECT_THAT(everyones(AccountId(), repo::Origin::remote), ElementsAre(far.id));
    must(mute, daniel_.id, maya_.id, true, std::optional<Timestamp>());
    EXPECT_THAT(everyones(daniel_.id), ElementsAre(far.id));
}

TEST_P(Timelines, tag_timeline_takes_any_case) {
    const auto tagged = post(maya_, "#Physik und #PHYSIK");
    auto here = context();
    EXPECT_THAT(ids(tag_timeline(here, AccountId(), "physiK", repo::Origin::all, {}).posts), ElementsAre(tagged.id));
    EXPECT_THAT(tag_timeline(here, AccountId(), "chemistry", repo::Origin::all, {}).posts, IsEmpty());
}

TEST_P(Timelines, list_is_its_owners_alone) {
    follows(maya_, daniel_);
    model::List list;
    list.account_id = maya_.id;
    list.title = "Coaches";
    const auto id = repo::insert_list(db_, list);
    repo::add_to_list(db_, id, {daniel_.id});
    const auto one = post(daniel_, "one");
    post(maya_, "not on it");
    pump();
    auto here = context();
    EXPECT_THAT(ids(list_timeline(here, maya_.id, id, {})->posts), ElementsAre(one.id));
    EXPECT_EQ(list_timeline(here, daniel_.id, id, {}).error().code(), Errc::not_found);
}

TEST_P(Timelines, thread_is_a_tree_with_the_authors_own_answers_first) {
    const auto root = post(maya_, "root");
    const auto a = reply(daniel_, root, "a");
    const auto own = reply(maya_, root, "own");
    const auto a1 = reply(maya_, a, "a1");
    const auto own1 = reply(daniel_, own, "own1");
    auto here = context();
    const auto thread = load_thread(here, root.id, AccountId()).value();
    EXPECT_THAT(thread.ancestors, IsEmpty());
    EXPECT_THAT(ids(thread.descendants), ElementsAre(own.id, own1.id, a.id, a1.id));
    const auto deep = load_thread(here, a1.id, AccountId()).value();
    EXPECT_THAT(ids(deep.ancestors), ElementsAre(root.id, a.id));
    EXPECT_THAT(deep.descendants, IsEmpty());
}

TEST_P(Timelines, thread_leaves_out_what_the_viewer_may_not_see) {
    const auto root = post(maya_, "root");
    auto hidden = draft(daniel_, "@maya hidden", Visibility::direct);
    hidden.in_reply_to = root.id;
    const auto secret = must(create_post, hidden);
    auto here = context();
    EXPECT_THAT(load_thread(here, root.id, AccountId())->descendants, IsEmpty());
    EXPECT_THAT(ids(load_thread(here, root.id, maya_.id)->descendants), ElementsAre(secret.id));
    EXPECT_EQ(load_thread(here, secret.id, lin_.id).error().code(), Errc::not_found);
}

TEST_P(Timelines, cursors_of_a_page_are_those_of_its_rows_before_hiding) {
    const auto one = post(daniel_, "one");
    const auto two = post(maya_, "two");
    const auto three = post(daniel_, "three");
    must(mute, lin_.id, daniel_.id, true, std::optional<Timestamp>());
    auto here = context();
    const auto page = public_timeline(here, lin_.id, repo::Origin::all, {});
    EXPECT_THAT(ids(page.posts), ElementsAre(two.id));
    EXPECT_EQ(page.newest, three.id.value);
    EXPECT_EQ(page.oldest, one.id.value);
    EXPECT_EQ(page.rows, 3u);
}

TEST_P(Timelines, reblog_shows_its_original_and_the_viewers_marks) {
    const auto original = post(maya_, "#lab with @daniel");
    const auto boost = must(reblog, daniel_.id, original.id, as_original);
    must(favourite, daniel_.id, original.id);
    auto here = context();
    const auto view = load_post(here, boost.id, daniel_.id).value();
    ASSERT_TRUE(view.reblog);
    EXPECT_EQ(view.reblog->post.id, original.id);
    EXPECT_EQ(view.reblog->author->id, maya_.id);
    EXPECT_EQ(view.author->id, daniel_.id);
    EXPECT_EQ(view.reblog->mentions.size(), 1u);
    EXPECT_EQ(view.reblog->tags.size(), 1u);
    EXPECT_TRUE(view.reblog->marks.favourited);
    EXPECT_TRUE(view.reblog->marks.reblogged);
    EXPECT_EQ(view.reblog->post.favourites_count, 1);
}

}  // namespace
}  // namespace collegium::domain
