#include <gmock/gmock.h>

#include "domain/distribution.hpp"
#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::NotificationKind;
using model::Visibility;
using test::Notice;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
constexpr std::optional<Visibility> as_original;

// reader follows writer; nobody follows other.
class Distribution : public test::World {
  protected:
    Distribution()
        : reader_(member("reader")), writer_(member("writer")), other_(member("other")), far_(stranger("far")) {
        follows(reader_, writer_);
        follows(reader_, far_);
    }
    domain::RemotePost said(std::string_view name) { return remote(far_, name); }
    model::Post delivered(const RemotePost& post) { return must(import_post, post, Arrival::delivered).value(); }
    model::Account reader_, writer_, other_, far_;
};
COLLEGIUM_ON_BOTH_ENGINES(Distribution);

TEST_P(Distribution, post_reaches_its_author_and_local_followers) {
    const auto one = post(writer_, "one");
    const auto two = post(writer_, "two", Visibility::unlisted);
    const auto three = post(writer_, "three", Visibility::followers);
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(three.id, two.id, one.id));
    EXPECT_THAT(home(writer_), ElementsAre(three.id, two.id, one.id));
    EXPECT_THAT(home(other_), IsEmpty());
}

TEST_P(Distribution, remote_post_reaches_its_local_followers) {
    const auto one = delivered(said("one"));
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(one.id));
    EXPECT_THAT(home(writer_), IsEmpty());
}

TEST_P(Distribution, what_was_looked_up_is_nobodys_news) {
    fetched(said("one"));
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
}

TEST_P(Distribution, direct_post_is_told_to_the_mentioned_alone) {
    const auto direct = post(writer_, "@other psst", Visibility::direct);
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
    EXPECT_THAT(home(other_), IsEmpty());
    EXPECT_THAT(home(writer_), ElementsAre(direct.id));
    EXPECT_THAT(notices(other_), ElementsAre(Notice{NotificationKind::mention, writer_.id, direct.id}));
    EXPECT_THAT(notices(reader_), IsEmpty());
}

TEST_P(Distribution, reply_reaches_only_those_who_follow_both) {
    const auto question = post(other_, "question");
    const auto first = reply(writer_, question, "to one they do not follow");
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
    EXPECT_THAT(home(writer_), ElementsAre(first.id)) << "one's own";
    EXPECT_THAT(home(other_), ElementsAre(question.id)) << "the one replied to does not follow the writer";
    must(follow, reader_.id, other_.id, FollowOptions());
    pump();
    const auto second = reply(writer_, question, "to one they follow");
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(second.id, question.id));
}

TEST_P(Distribution, reply_to_what_nobody_here_knows_is_shown_to_no_follower) {
    auto said_back = said("one");
    said_back.in_reply_to_uri = "https://elsewhere.example/notes/1";
    delivered(said_back);
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
}

TEST_P(Distribution, reply_to_the_reader_or_to_oneself_is_shown) {
    const auto own = post(reader_, "mine");
    const auto answer = reply(writer_, own, "to you");
    const auto thread = post(writer_, "1/2");
    const auto more = reply(writer_, thread, "2/2");
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(more.id, thread.id, answer.id, own.id));
}

TEST_P(Distribution, reblog_reaches_followers_unless_they_hide_reblogs) {
    const auto original = post(other_, "original");
    const auto boost = must(reblog, writer_.id, original.id, as_original);
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(boost.id));
    must(unreblog, writer_.id, original.id);
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
    must(follow, reader_.id, writer_.id, FollowOptions{false, {}});
    must(reblog, writer_.id, original.id, as_original);
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
}

TEST_P(Distribution, muted_and_blocked_people_are_hidden_also_as_originals) {
    const auto original = post(other_, "original");
    const auto one = post(writer_, "one");
    const auto boost = must(reblog, writer_.id, original.id, as_original);
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(boost.id, one.id));
    must(mute, reader_.id, other_.id, true, std::optional(now_ + std::chrono::hours(1)));
    EXPECT_THAT(home(reader_), ElementsAre(one.id));
    must(mute, reader_.id, writer_.id, true, std::optional(now_ + std::chrono::hours(1)));
    EXPECT_THAT(home(reader_), IsEmpty());
    advance(std::chrono::hours(2));
    EXPECT_THAT(home(reader_), ElementsAre(boost.id, one.id));
    must(block, reader_.id, writer_.id);
    EXPECT_THAT(home(reader_), IsEmpty());
}

TEST_P(Distribution, following_fills_home_and_unfollowing_empties_it) {
    const auto before = post(other_, "before");
    const auto direct = post(other_, "@writer", Visibility::direct);
    pump();
    must(follow, reader_.id, other_.id, FollowOptions());
    pump();
    EXPECT_THAT(home(reader_), ElementsAre(before.id));
    must(unfollow, reader_.id, other_.id);
    EXPECT_THAT(home(reader_), IsEmpty());
}

TEST_P(Distribution, mention_tells_once_whatever_happens_after) {
    const auto made = post(writer_, "@other @writer hello");
    pump();
    EXPECT_THAT(notices(other_), ElementsAre(Notice{NotificationKind::mention, writer_.id, made.id}));
    EXPECT_THAT(notices(writer_), IsEmpty()) << "oneself";
}

TEST_P(Distribution, silent_mention_tells_nobody) {
    auto quiet = said("quiet");
    quiet.visibility = Visibility::direct;
    quiet.mentions = {{other_.id, true}};
    const auto made = delivered(quiet);
    pump();
    EXPECT_THAT(notices(other_), IsEmpty());
    auto here = context();
    EXPECT_TRUE(load_post(here, made.id, other_.id)) << "but they may read it";
}

TEST_P(Distribution, muted_person_tells_nothing_unless_notifications_are_spared) {
    must(mute, other_.id, writer_.id, true, std::optional<Timestamp>());
    post(writer_, "@other one");
    pump();
    EXPECT_THAT(notices(other_), IsEmpty());
    must(mute, other_.id, writer_.id, false, std::optional<Timestamp>());
    post(writer_, "@other two");
    pump();
    EXPECT_EQ(notices(other_).size(), 1u);
}

TEST_P(Distribution, blocked_person_tells_nothing) {
    must(block, other_.id, writer_.id);
    post(writer_, "@other one");
    pump();
    EXPECT_THAT(notices(other_), IsEmpty());
}

TEST_P(Distribution, follower_who_asked_hears_of_each_post) {
    must(follow, reader_.id, writer_.id, FollowOptions{{}, true});
    const auto made = post(writer_, "news");
    post(writer_, "@other not for you", Visibility::direct);
    pump();
    EXPECT_THAT(notices(reader_), ElementsAre(Notice{NotificationKind::status, writer_.id, made.id}));
}

TEST_P(Distribution, mentioned_follower_who_asked_hears_once) {
    must(follow, reader_.id, writer_.id, FollowOptions{{}, true});
    const auto made = post(writer_, "@reader news");
    pump();
    EXPECT_THAT(notices(reader_), ElementsAre(Notice{NotificationKind::mention, writer_.id, made.id}));
}

TEST_P(Distribution, events_may_be_taken_twice_without_doubling) {
    post(writer_, "@other hello");
    const auto events = pump();
    auto here = context();
    distribute(here, News(here, events));
    EXPECT_EQ(home(reader_).size(), 1u);
    EXPECT_EQ(notices(other_).size(), 1u);
}

TEST_P(Distribution, event_of_a_post_that_is_gone_is_passed_over) {
    const auto made = post(writer_, "@other hello");
    must(delete_post, writer_.id, made.id);
    pump();
    EXPECT_THAT(home(reader_), IsEmpty());
    EXPECT_THAT(notices(other_), IsEmpty());
}

}  // namespace
}  // namespace collegium::domain
