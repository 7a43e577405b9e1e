#include <gmock/gmock.h>

#include "domain/posts.hpp"
#include "domain/remote_posts.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RemotePosts : public test::World {
  protected:
    RemotePosts() : maya_(member("maya")), lin_(stranger("lin")), tom_(stranger("tom", "west.example")) {}
    std::optional<model::Post> delivered(const RemotePost& post) { return must(import_post, post, Arrival::delivered); }
    void follow_lin() { follows(maya_, lin_); }
    model::Post stored(PostId id) { return repo::find_post(db_, id).value(); }
    model::Account maya_, lin_, tom_;
};
COLLEGIUM_ON_BOTH_ENGINES(RemotePosts);

TEST_P(RemotePosts, unsolicited_post_is_dropped) {
    EXPECT_FALSE(delivered(remote(lin_, "1")));
    EXPECT_FALSE(repo::find_post_by_uri(db_, remote(lin_, "1").uri));
    EXPECT_THAT(pump(), IsEmpty());
}

TEST_P(RemotePosts, post_is_kept_for_a_follower_a_known_thread_or_a_mention) {
    const auto own = post(maya_, "question");
    auto answer = remote(lin_, "answer");
    answer.in_reply_to_uri = own.uri;
    ASSERT_TRUE(delivered(answer));
    EXPECT_EQ(stored(own.id).replies_count, 1);

    auto naming = remote(lin_, "naming");
    naming.mentions = {{maya_.id}};
    EXPECT_TRUE(delivered(naming));
    auto elsewhere = remote(lin_, "elsewhere");
    elsewhere.mentions = {{tom_.id}};
    EXPECT_FALSE(delivered(elsewhere));
    follow_lin();
    EXPECT_TRUE(delivered(elsewhere));
}

TEST_P(RemotePosts, import_stores_what_was_said) {
    follow_lin();
    auto said = remote(lin_, "1");
    said.visibility = Visibility::unlisted;
    said.spoiler_text = "careful";
    said.sensitive = true;
    said.tags = {"Physics", "physics", "Labs"};
    said.media = {{"https://south.example/a.png", "image/png", "A cart", "", 640, 480},
                  {"https://south.example/b.pdf", "application/pdf", "", "", 0, 0}};
    said.mentions = {{maya_.id}, {tom_.id, true}};
    said.published = now_ - std::chrono::hours(5);
    const auto made = delivered(said).value();
    EXPECT_FALSE(made.local);
    EXPECT_EQ(time_of_id(made.id.value), said.published) << "ids sort by when it was written";
    const auto found = stored(made.id);
    EXPECT_EQ(found.visibility, Visibility::unlisted);
    EXPECT_TRUE(found.sensitive);
    EXPECT_EQ(found.created_at, said.published);
    const auto media = repo::media_of(db_, {made.id});
    ASSERT_EQ(media.size(), 2u);
    EXPECT_EQ(media[0].kind, model::MediaKind::image);
    EXPECT_EQ(media[0].remote_url, "https://south.example/a.png");
    EXPECT_EQ(media[0].width, 640);
    EXPECT_EQ(media[1].kind, model::MediaKind::unknown);
    EXPECT_EQ(repo::tags_of(db_, {made.id}).size(), 2u);
    EXPECT_EQ(repo::mentions_of(db_, {made.id}).size(), 2u);
    EXPECT_EQ(again(lin_).statuses_count, 1);
}

TEST_P(RemotePosts, post_from_the_future_is_dated_now) {
    follow_lin();
    auto said = remote(lin_, "1");
    said.published = now_ + std::chrono::hours(24 * 365);
    EXPECT_EQ(delivered(said)->created_at, now_);
    EXPECT_LE(time_of_id(delivered(said)->id.value), current_time());
}

TEST_P(RemotePosts, import_again_answers_the_known_post) {
    follow_lin();
    const auto first = delivered(remote(lin_, "1")).value();
    auto twice = remote(lin_, "1");
    twice.content = "<p>other</p>";
    EXPECT_EQ(delivered(twice)->id, first.id);
    EXPECT_EQ(stored(first.id).content, "<p>1</p>");
    EXPECT_EQ(again(lin_).statuses_count, 1);
    EXPECT_EQ(pump().size(), 1u);
}

TEST_P(RemotePosts, nobody_claims_anothers_post_or_ours) {
    follow_lin();
    follows(maya_, tom_);
    delivered(remote(lin_, "1"));
    auto stolen = remote(lin_, "1");
    stolen.author = tom_.id;
    EXPECT_EQ(failure(import_post, stolen, Arrival::delivered).code(), Errc::forbidden);
    auto ours = remote(lin_, "2");
    ours.uri = "https://north.example/ap/notes/77";
    EXPECT_EQ(failure(import_post, ours, Arrival::delivered).code(), Errc::forbidden);
}

TEST_P(RemotePosts, update_changes_text_and_keeps_history) {
    follow_lin();
    const auto made = delivered(remote(lin_, "1")).value();
    pump();
    advance(std::chrono::minutes(5));
    auto newer = remote(lin_, "1");
    newer.content = "<p>two</p>";
    newer.updated = now_;
    newer.tags = {"new"};
    must(update_remote_post, newer, Arrival::delivered);
    EXPECT_EQ(stored(made.id).content, "<p>two</p>");
    EXPECT_EQ(stored(made.id).edited_at, now_);
    ASSERT_EQ(repo::edits_of(db_, made.id).size(), 1u);
    EXPECT_EQ(repo::edits_of(db_, made.id)[0].content, "<p>1</p>");
    EXPECT_EQ(repo::tags_of(db_, {made.id}).size(), 1u);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated));
    must(update_remote_post, newer, Arrival::delivered);
    EXPECT_EQ(repo::edits_of(db_, made.id).size(), 1u) << "told twice";
    EXPECT_THAT(pump(), IsEmpty());
}

TEST_P(RemotePosts, older_update_that_comes_late_is_ignored) {
    follow_lin();
    const auto made = delivered(remote(lin_, "1")).value();
    const auto start = now_;
    advance(std::chrono::hours(1));
    auto second = remote(lin_, "1");
    second.content = "<p>second</p>";
    second.updated = start + std::chrono::minutes(20);
    must(update_remote_post, second, Arrival::delivered);
    auto first = second;
    first.content = "<p>first</p>";
    first.updated = start + std::chrono::minutes(10);
    must(update_remote_post, first, Arrival::delivered);
    EXPECT_EQ(stored(made.id).content, "<p>second</p>");
    auto ancient = second;
    ancient.content = "<p>ancient</p>";
    ancient.updated = start - std::chrono::hours(1);
    must(update_remote_post, ancient, Arrival::delivered);
    EXPECT_EQ(stored(made.id).content, "<p>second</p>");
}

TEST_P(RemotePosts, update_by_another_author_or_of_ours_is_refused) {
    follow_lin();
    delivered(remote(lin_, "1"));
    auto stolen = remote(lin_, "1");
    stolen.author = tom_.id;
    EXPECT_EQ(failure(update_remote_post, stolen, Arrival::delivered).code(), Errc::forbidden);
    const auto own = post(maya_, "mine");
    auto ours = remote(lin_, "1");
    ours.uri = own.uri;
    EXPECT_EQ(failure(update_remote_post, ours, Arrival::delivered).code(), Errc::forbidden);
    EXPECT_EQ(stored(own.id).content, "<p>mine</p>");
}

TEST_P(RemotePosts, update_before_its_create_imports_unless_it_is_old) {
    follow_lin();
    auto said = remote(lin_, "1");
    said.updated = now_;
    must(update_remote_post, said, Arrival::delivered);
    EXPECT_TRUE(repo::find_post_by_uri(db_, said.uri));
    auto old = remote(lin_, "2");
    old.published = now_ - std::chrono::hours(25);
    must(update_remote_post, old, Arrival::delivered);
    EXPECT_FALSE(repo::find_post_by_uri(db_, old.uri));
}

TEST_P(RemotePosts, delete_leaves_a_tombstone_also_before_the_create) {
    follow_lin();
    auto remove = [this](const model::Account& by, const std::string& uri) {
        return run(delete_remote_post, by.id, std::string_view(by.uri), std::string_view(uri));
    };
    const auto made = delivered(remote(lin_, "1")).value();
    pump();
    EXPECT_EQ(remove(tom_, made.uri).error().code(), Errc::forbidden);
    EXPECT_TRUE(remove(lin_, made.uri));
    EXPECT_FALSE(repo::find_post(db_, made.id));
    EXPECT_THAT(home(maya_), IsEmpty());
    EXPECT_EQ(again(lin_).statuses_count, 0);
    EXPECT_FALSE(delivered(remote(lin_, "1"))) << "it cannot come back";
    must(update_remote_post, remote(lin_, "1"), Arrival::delivered);
    EXPECT_FALSE(repo::find_post_by_uri(db_, made.uri));
    EXPECT_TRUE(remove(lin_, made.uri)) << "told twice";

    const auto unseen = remote(lin_, "2");
    EXPECT_EQ(remove(tom_, unseen.uri).error().code(), Errc::forbidden);
    EXPECT_TRUE(remove(lin_, unseen.uri));
    EXPECT_FALSE(delivered(unseen));
}

TEST_P(RemotePosts, delete_of_ours_is_refused) {
    const auto own = post(maya_, "mine");
    EXPECT_EQ(failure(delete_remote_post, lin_.id, std::string_view(lin_.uri), std::string_view(own.uri)).code(),
              Errc::forbidden);
    EXPECT_EQ(failure(delete_remote_post, lin_.id, std::string_view(lin_.uri),
                      std::string_view("https://north.example/ap/notes/99"))
                  .code(),
              Errc::forbidden);
    EXPECT_TRUE(repo::find_post(db_, own.id));
}

TEST_P(RemotePosts, waiting_reply_is_adopted_when_its_parent_comes) {
    follow_lin();
    auto answer = remote(lin_, "answer");
    answer.in_reply_to_uri = remote(tom_, "question").uri;
    const auto early = delivered(answer).value();
    EXPECT_FALSE(early.in_reply_to_id);
    const auto parent = fetched(remote(tom_, "question"));
    const auto adopted = stored(early.id);
    EXPECT_EQ(adopted.in_reply_to_id, parent.id);
    EXPECT_EQ(adopted.in_reply_to_account_id, tom_.id);
    EXPECT_EQ(adopted.thread_id, parent.thread_id);
    EXPECT_EQ(stored(parent.id).replies_count, 1);
}

TEST_P(RemotePosts, remote_like_counts_once_and_comes_off) {
    const auto own = post(maya_, "mine");
    must(remote_favourite, lin_.id, own.id, std::string_view("https://south.example/likes/1"));
    must(remote_favourite, lin_.id, own.id, std::string_view("https://south.example/likes/2"));
    EXPECT_EQ(stored(own.id).favourites_count, 1);
    pump();
    EXPECT_EQ(notices(maya_).size(), 1u);
    must(remote_unfavourite, lin_.id, own.id);
    must(remote_unfavourite, lin_.id, own.id);
    EXPECT_EQ(stored(own.id).favourites_count, 0);
    const auto secret = post(maya_, "secret", Visibility::followers);
    EXPECT_EQ(failure(remote_favourite, lin_.id, secret.id, std::string_view("https://south.example/likes/3")).code(),
              Errc::not_found);
}

TEST_P(RemotePosts, remote_announce_counts_once_and_comes_off) {
    const auto own = post(maya_, "mine");
    auto announce = [this](const model::Account& by, const model::Post& of, const char* uri, Visibility visibility) {
        return run(remote_reblog, by.id, of.id, std::string_view(uri), visibility, now_);
    };
    EXPECT_TRUE(announce(lin_, own, "https://south.example/a/1", Visibility::public_));
    EXPECT_TRUE(announce(lin_, own, "https://south.example/a/2", Visibility::public_));
    EXPECT_EQ(stored(own.id).reblogs_count, 1);
    EXPECT_EQ(again(lin_).statuses_count, 1);
    pump();
    EXPECT_THAT(notices(maya_), ElementsAre(test::Notice{model::NotificationKind::reblog, lin_.id, own.id}));
    must(remote_unreblog, lin_.id, own.id);
    must(remote_unreblog, lin_.id, own.id);
    EXPECT_EQ(stored(own.id).reblogs_count, 0);
    const auto hidden = post(maya_, "for followers", Visibility::followers);
    follows(lin_, maya_);
    EXPECT_EQ(announce(lin_, hidden, "https://south.example/a/3", Visibility::public_).error().code(), Errc::forbidden);
    const auto quiet = post(maya_, "quiet", Visibility::unlisted);
    announce(lin_, quiet, "https://south.example/a/4", Visibility::public_);
    EXPECT_EQ(repo::find_reblog(db_, lin_.id, quiet.id)->visibility, Visibility::unlisted);
}

}  // namespace
}  // namespace collegium::domain
