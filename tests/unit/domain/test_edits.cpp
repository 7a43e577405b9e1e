#include <gmock/gmock.h>

#include "domain/media.hpp"
#include "domain/posts.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Edits : public test::World {
  protected:
    Edits() : maya_(member("maya")), daniel_(member("daniel")) {}
    PostChange text(std::string_view words) {
        PostChange change;
        change.text = words;
        return change;
    }
    std::vector<std::string> history(PostId id) {
        std::vector<std::string> versions;
        for (const auto& edit : repo::edits_of(db_, id)) versions.push_back(edit.content);
        return versions;
    }
    model::Account maya_;
    model::Account daniel_;
};
COLLEGIUM_ON_BOTH_ENGINES(Edits);

TEST_P(Edits, edit_keeps_the_former_versions_with_their_times) {
    const auto made = post(maya_, "one");
    const auto written = now_;
    pump();
    advance(std::chrono::minutes(1));
    must(edit_post, maya_.id, made.id, text("two"));
    advance(std::chrono::minutes(1));
    must(edit_post, maya_.id, made.id, text("three"));
    const auto found = repo::find_post(db_, made.id).value();
    EXPECT_EQ(found.content, "<p>three</p>");
    EXPECT_EQ(found.source, "three");
    EXPECT_EQ(found.edited_at, now_);
    EXPECT_EQ(found.created_at, written);
    EXPECT_THAT(history(made.id), ElementsAre("<p>one</p>", "<p>two</p>"));
    EXPECT_EQ(repo::edits_of(db_, made.id)[0].created_at, written);
    EXPECT_EQ(repo::edits_of(db_, made.id)[1].created_at, written + std::chrono::minutes(1));
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated, EventKind::post_updated));
}

TEST_P(Edits, edit_that_changes_nothing_leaves_no_trace) {
    const auto made = post(maya_, "one #lab");
    pump();
    EXPECT_EQ(must(edit_post, maya_.id, made.id, text("one #lab")).edited_at, std::nullopt);
    EXPECT_THAT(history(made.id), IsEmpty());
    EXPECT_THAT(pump(), IsEmpty());
}

TEST_P(Edits, only_the_author_edits) {
    const auto made = post(maya_, "one");
    EXPECT_EQ(failure(edit_post, daniel_.id, made.id, text("two")).code(), Errc::not_found);
    const auto boost = must(reblog, daniel_.id, made.id, std::optional<model::Visibility>());
    EXPECT_EQ(failure(edit_post, daniel_.id, boost.id, text("two")).code(), Errc::not_found);
    EXPECT_EQ(failure(edit_post, maya_.id, PostId{5}, text("two")).code(), Errc::not_found);
}

TEST_P(Edits, blank_edit_is_refused) {
    const auto made = post(maya_, "one");
    EXPECT_EQ(failure(edit_post, maya_.id, made.id, text(" ")).code(), Errc::unprocessable);
    EXPECT_EQ(repo::find_post(db_, made.id)->content, "<p>one</p>");
}

TEST_P(Edits, people_and_tags_follow_the_text_and_tell_once) {
    const auto made = post(maya_, "@daniel #one");
    pump();
    must(edit_post, maya_.id, made.id, text("@daniel #two now"));
    pump();
    must(edit_post, maya_.id, made.id, text("nobody"));
    pump();
    for (const auto& former : repo::mentions_of(db_, {made.id})) EXPECT_TRUE(former.silent);
    EXPECT_THAT(repo::tags_of(db_, {made.id}), IsEmpty());
    EXPECT_EQ(notices(daniel_).size(), 1u) << "one notification for one post, however often it is edited";
}

TEST_P(Edits, edit_that_names_somebody_new_tells_them) {
    const auto made = post(maya_, "hello");
    pump();
    EXPECT_THAT(notices(daniel_), IsEmpty());
    must(edit_post, maya_.id, made.id, text("hello @daniel"));
    pump();
    EXPECT_THAT(notices(daniel_), ElementsAre(test::Notice{model::NotificationKind::mention, maya_.id, made.id}));
}

TEST_P(Edits, boosters_hear_of_an_edit_once) {
    const auto made = post(maya_, "one");
    must(reblog, daniel_.id, made.id, std::optional<model::Visibility>());
    pump();
    must(edit_post, maya_.id, made.id, text("two"));
    pump();
    must(edit_post, maya_.id, made.id, text("three"));
    pump();
    EXPECT_THAT(notices(daniel_), ElementsAre(test::Notice{model::NotificationKind::update, maya_.id, made.id}));
}

TEST_P(Edits, whom_an_earlier_version_named_is_told_of_the_end) {
    const auto made = post(maya_, "Hello @daniel");
    must(edit_post, maya_.id, made.id, text("Hello nobody"));
    auto rows = repo::mentions_of(db_, {made.id});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].account_id, daniel_.id);
    EXPECT_TRUE(rows[0].silent);
    must(edit_post, maya_.id, made.id, text("Hello again, @daniel"));
    rows = repo::mentions_of(db_, {made.id});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_FALSE(rows[0].silent);
}

TEST_P(Edits, what_a_picture_shows_can_be_said_later) {
    NewMedia picture{maya_.id, "a.gif", "image/gif", "GIF89a-one", ""};
    PostDraft wanted = draft(maya_, "look");
    wanted.media = {must(store_media, picture).id};
    const auto made = must(create_post, wanted);
    pump();
    auto change = text("look");
    change.media = wanted.media;
    change.media_words = {{wanted.media.front(), "A cart on a ramp"}, {MediaId{5}, "nobody's"}};
    must(edit_post, maya_.id, made.id, change);
    EXPECT_EQ(repo::find_media(db_, wanted.media.front())->description, "A cart on a ramp");
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated)) << "others are told";
    must(edit_post, maya_.id, made.id, change);
    EXPECT_THAT(pump(), IsEmpty());
}

TEST_P(Edits, media_left_out_is_removed_and_order_follows) {
    auto upload = [this](const char* bytes) {
        NewMedia media{maya_.id, "a.gif", "image/gif", std::string("GIF89a") + bytes, ""};
        return must(store_media, media).id;
    };
    auto wanted = draft(maya_, "pictures");
    const auto one = upload("1"), two = upload("2");
    wanted.media = {one, two};
    const auto made = must(create_post, wanted);
    auto change = text("pictures");
    change.media = {two, one};
    must(edit_post, maya_.id, made.id, change);
    auto ids = [this, &made] {
        std::vector<MediaId> found;
        for (const auto& media : repo::media_of(db_, {made.id})) found.push_back(media.id);
        return found;
    };
    EXPECT_THAT(ids(), ElementsAre(two, one));
    change.media = {};
    must(edit_post, maya_.id, made.id, change);
    EXPECT_THAT(ids(), IsEmpty());
    EXPECT_TRUE(repo::find_media(db_, one)) << "kept for the next post";
}

TEST_P(Edits, language_left_out_stays) {
    const auto made = post(maya_, "one");
    auto change = text("two");
    must(edit_post, maya_.id, made.id, change);
    EXPECT_EQ(repo::find_post(db_, made.id)->language, "en");
    change.language = "de";
    must(edit_post, maya_.id, made.id, change);
    EXPECT_EQ(repo::find_post(db_, made.id)->language, "de");
}

}  // namespace
}  // namespace collegium::domain
