#include <gmock/gmock.h>

#include "domain/media.hpp"
#include "domain/post_text.hpp"
#include "domain/timelines.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::Visibility;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Posts : public test::World {
  protected:
    Posts() : maya_(member("maya")), daniel_(member("daniel")) {}
    MediaId picture(const model::Account& owner) {
        NewMedia media{owner.id, "a.png", "image/png", std::string("\x89PNG\r\n\x1A\n") + owner.username, ""};
        return must(store_media, media).id;
    }
    std::vector<AccountId> mentioned(PostId id) {
        std::vector<AccountId> ids;
        for (const auto& mention : repo::mentions_of(db_, {id})) ids.push_back(mention.account_id);
        return ids;
    }
    std::vector<std::string> tags(PostId id) {
        std::vector<std::string> names;
        for (const auto& tag : repo::tags_of(db_, {id})) names.push_back(tag.tag.name);
        return names;
    }
    model::Account maya_;
    model::Account daniel_;
};
COLLEGIUM_ON_BOTH_ENGINES(Posts);

TEST_P(Posts, new_post_has_ids_content_counts_and_an_event) {
    const auto made = post(maya_, "Hello & welcome");
    EXPECT_EQ(made.uri, "https://north.example/ap/notes/" + made.id.text());
    EXPECT_EQ(made.url, "https://north.example/@maya/" + made.id.text());
    const auto found = repo::find_post(db_, made.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->content, "<p>Hello &amp; welcome</p>");
    EXPECT_EQ(found->source, "Hello & welcome");
    EXPECT_TRUE(found->local);
    EXPECT_EQ(found->thread_id, made.id.value);
    EXPECT_EQ(again(maya_).statuses_count, 1);
    EXPECT_EQ(again(maya_).last_status_at, now_);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_created));
}

TEST_P(Posts, content_has_mastodons_markup) {
    const auto lin = stranger("lin");
    const auto made = post(maya_,
                           "Hi @daniel and @lin@south.example\nsee https://www.example.org/"
                           "a/very/long/path/that/is/cut #Physics\n\nBye");
    EXPECT_EQ(made.content,
              "<p>Hi <span class=\"h-card\" translate=\"no\"><a href=\"" + daniel_.url +
                  "\" class=\"u-url mention\">@<span>daniel</span></a></span> and <span class=\"h-card\" "
                  "translate=\"no\"><a href=\"" +
                  lin.url +
                  "\" class=\"u-url mention\">@<span>lin</span></a></span>"
                  "<br />see <a href=\"https://www.example.org/a/very/long/path/that/is/cut\" target=\"_blank\" "
                  "rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://www.</span>"
                  "<span class=\"ellipsis\">example.org/a/very/long/path/t</span>"
                  "<span class=\"invisible\">hat/is/cut</span></a> "
                  "<a href=\"https://north.example/tags/physics\" class=\"mention hashtag\" rel=\"tag\">#"
                  "<span>Physics</span></a></p><p>Bye</p>");
    EXPECT_THAT(mentioned(made.id), UnorderedElementsAre(daniel_.id, lin.id));
    EXPECT_THAT(tags(made.id), ElementsAre("physics"));
}

TEST_P(Posts, script_in_the_text_stays_text) {
    const auto made = post(maya_, "<script>alert(1)</script> <a href=\"javascript:x\">y</a> javascript:alert(1)");
    EXPECT_THAT(made.content, Not(HasSubstr("<script")));
    EXPECT_THAT(made.content, Not(HasSubstr("<a ")));
}

TEST_P(Posts, unknown_people_are_told_apart_and_stay_plain) {
    stranger("lin");
    auto here = context();
    EXPECT_THAT(unknown_mentions(here,
                                 "@daniel @lin@south.example @tom@West.Example @tom@west.example "
                                 "@nobody @maya@north.example a@mail.example"),
                ElementsAre("tom@west.example"));
    const auto made = post(maya_, "Hi @tom@west.example and @nobody");
    EXPECT_THAT(mentioned(made.id), IsEmpty());
    EXPECT_EQ(made.content, "<p>Hi @tom@west.example and @nobody</p>");
}

TEST_P(Posts, person_mentioned_twice_and_tag_repeated_count_once) {
    const auto made = post(maya_, "@daniel @Daniel @daniel@north.example #Lab #lab #LAB");
    EXPECT_THAT(mentioned(made.id), ElementsAre(daniel_.id));
    EXPECT_THAT(tags(made.id), ElementsAre("lab"));
}

TEST_P(Posts, suspended_people_cannot_be_mentioned) {
    daniel_.suspended_at = now_;
    repo::update_account(db_, daniel_);
    EXPECT_THAT(mentioned(post(maya_, "@daniel").id), IsEmpty());
}

TEST_P(Posts, text_must_be_there_and_within_the_limit) {
    config_.limits.post_characters = 500;
    EXPECT_THAT(failure(create_post, draft(maya_, " \n\t ")).message(), HasSubstr("Text can't be blank"));
    EXPECT_EQ(failure(create_post, draft(maya_, "\xC3\x28")).code(), Errc::unprocessable);
    EXPECT_EQ(failure(create_post, draft(maya_, std::string(501, 'x'))).code(), Errc::unprocessable);
    EXPECT_TRUE(run(create_post, draft(maya_, std::string(500, 'x'))));
    // An address counts 23, a remote mention its local part.
    EXPECT_TRUE(
        run(create_post, draft(maya_, std::string(476, 'x') + " https://example.org/" + std::string(200, 'y'))));
    EXPECT_TRUE(run(create_post, draft(maya_, std::string(494, 'x') + " @lin@" + std::string(60, 'z') + ".example")));
    auto warned = draft(maya_, std::string(450, 'x'));
    warned.spoiler_text = std::string(51, 'y');
    EXPECT_EQ(failure(create_post, warned).code(), Errc::unprocessable);
    EXPECT_EQ(again(maya_).statuses_count, 3);
}

TEST_P(Posts, content_warning_makes_sensitive_and_replaces_a_blank_text) {
    auto wanted = draft(maya_, "text");
    wanted.spoiler_text = "careful";
    EXPECT_TRUE(must(create_post, wanted).sensitive);
    wanted.text = " ";
    const auto made = must(create_post, wanted);
    EXPECT_EQ(made.source, "careful");
    EXPECT_EQ(made.spoiler_text, "");
    EXPECT_TRUE(made.sensitive);
}

TEST_P(Posts, repeated_idempotency_key_answers_the_first_post_for_a_day) {
    auto wanted = draft(maya_, "once");
    wanted.idempotency_key = "abc";
    const auto first = must(create_post, wanted);
    wanted.text = "twice";
    EXPECT_EQ(must(create_post, wanted).id, first.id);
    auto other = draft(daniel_, "mine");
    other.idempotency_key = "abc";
    EXPECT_NE(must(create_post, other).id, first.id);
    EXPECT_EQ(kinds(pump()).size(), 2u);
    advance(std::chrono::hours(25));
    EXPECT_NE(must(create_post, wanted).id, first.id);
}

TEST_P(Posts, reply_inherits_the_thread_and_counts) {
    const auto first = post(daniel_, "first");
    const auto second = reply(maya_, first, "second");
    EXPECT_EQ(second.in_reply_to_id, first.id);
    EXPECT_EQ(second.in_reply_to_account_id, daniel_.id);
    EXPECT_EQ(second.in_reply_to_uri, first.uri);
    EXPECT_EQ(second.thread_id, first.thread_id);
    EXPECT_EQ(repo::find_post(db_, first.id)->replies_count, 1);
    must(delete_post, maya_.id, second.id);
    EXPECT_EQ(repo::find_post(db_, first.id)->replies_count, 0);
}

TEST_P(Posts, reply_to_what_one_cannot_see_is_not_found) {
    const auto secret = post(daniel_, "secret", Visibility::direct);
    auto wanted = draft(maya_, "hm");
    wanted.in_reply_to = secret.id;
    EXPECT_EQ(failure(create_post, wanted).code(), Errc::not_found);
    wanted.in_reply_to = PostId{12345};
    EXPECT_EQ(failure(create_post, wanted).code(), Errc::not_found);
}

TEST_P(Posts, reply_to_a_reblog_goes_to_the_original) {
    const auto original = post(daniel_, "original");
    const auto boost = must(reblog, maya_.id, original.id, std::optional<Visibility>());
    auto wanted = draft(maya_, "answer");
    wanted.in_reply_to = boost.id;
    EXPECT_EQ(must(create_post, wanted).in_reply_to_id, original.id);
}

TEST_P(Posts, media_must_be_ones_own_and_free) {
    auto wanted = draft(maya_, "");
    wanted.media = {picture(maya_), picture(maya_)};
    const auto made = must(create_post, wanted);
    EXPECT_EQ(repo::media_of(db_, {made.id}).size(), 2u);
    EXPECT_EQ(failure(create_post, wanted).code(), Errc::unprocessable) << "already attached";
    wanted.media = {picture(daniel_)};
    EXPECT_EQ(failure(create_post, wanted).code(), Errc::unprocessable) << "somebody else's";
    wanted.media.assign(5, MediaId{1});
    EXPECT_THAT(failure(create_post, wanted).message(), HasSubstr("more than 4"));
    EXPECT_EQ(again(maya_).statuses_count, 1);
}

TEST_P(Posts, delete_leaves_a_tombstone_and_nothing_else) {
    const auto made = post(maya_, "@daniel #lab");
    must(favourite, daniel_.id, made.id);
    must(reblog, daniel_.id, made.id, std::optional<Visibility>());
    pump();
    EXPECT_EQ(failure(delete_post, daniel_.id, made.id).code(), Errc::not_found);
    EXPECT_EQ(must(delete_post, maya_.id, made.id).source, "@daniel #lab");
    EXPECT_FALSE(repo::find_post(db_, made.id));
    const auto tombstone = repo::find_tombstone(db_, made.uri);
    ASSERT_TRUE(tombstone);
    EXPECT_EQ(tombstone->actor_uri, maya_.uri);
    EXPECT_EQ(again(maya_).statuses_count, 0);
    EXPECT_EQ(again(daniel_).statuses_count, 0);
    EXPECT_THAT(notices(daniel_), IsEmpty());
    EXPECT_THAT(notices(maya_), IsEmpty());
    EXPECT_THAT(home(maya_), IsEmpty());
    EXPECT_THAT(home(daniel_), IsEmpty());
    EXPECT_EQ(failure(delete_post, maya_.id, made.id).code(), Errc::not_found);
}

TEST_P(Posts, deleted_parent_keeps_the_thread) {
    const auto first = post(daniel_, "first");
    const auto second = reply(maya_, first, "second");
    must(delete_post, daniel_.id, first.id);
    auto here = context();
    EXPECT_EQ(load_thread(here, second.id, maya_.id)->ancestors.size(), 0u);
    EXPECT_TRUE(load_post(here, second.id, maya_.id));
}

}  // namespace
}  // namespace collegium::domain
