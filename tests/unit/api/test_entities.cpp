#include "domain/media.hpp"
#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "storage/repo/accounts.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using model::Visibility;
using test::object;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Entities : public test::Api {
  protected:
    Entities() : maya_(member("maya")), daniel_(member("daniel")), lin_(stranger("lin")), key_(token(maya_)) {}
    std::string path(const model::Post& post, const char* tail = "") {
        return "/api/v1/statuses/" + post.id.text() + tail;
    }
    test::Answer boosted(const model::Post& made) { return post(path(made, "/reblog"), key_); }
    using Api::post;
    using World::post;
    model::Account maya_, daniel_, lin_;
    std::string key_;
};
COLLEGIUM_ON_BOTH_ENGINES(Entities);

TEST_P(Entities, account_of_ours_and_of_another_server) {
    const auto ours = get("/api/v1/accounts/" + maya_.id.text());
    ASSERT_EQ(ours.status, 200);
    EXPECT_ENTITY(ours.body, "Account");
    EXPECT_EQ(ours["acct"].string(), "maya");
    EXPECT_TRUE(ours.body.contains("roles"));
    EXPECT_TRUE(ours["last_status_at"].is_null());
    EXPECT_FALSE(ours.body.contains("suspended"));
    EXPECT_FALSE(ours.body.contains("source"));
    EXPECT_THAT(ours["avatar"].string(), testing::EndsWith("missing.png"));
    const auto theirs = get("/api/v1/accounts/" + lin_.id.text());
    EXPECT_ENTITY(theirs.body, "Account");
    EXPECT_EQ(theirs["acct"].string(), "lin@south.example");
    EXPECT_EQ(theirs["url"].string(), "https://south.example/@lin");
    EXPECT_FALSE(theirs.body.contains("roles"));
    EXPECT_FALSE(theirs.body.contains("noindex"));
}

TEST_P(Entities, emojis_of_a_remote_post_follow_its_updates) {
    auto said = remote(lin_, "1");
    said.content = "<p>:cart:</p>";
    said.emojis = {{"cart", "https://south.example/cart.png"}};
    const auto made = fetched(said);
    const auto before = get(path(made));
    EXPECT_ENTITY(before.body, "Status");
    ASSERT_EQ(before["emojis"].items().size(), 1u);
    EXPECT_ENTITY(before["emojis"].items()[0], "CustomEmoji");
    EXPECT_EQ(before["emojis"].items()[0]["shortcode"].string(), "cart");
    EXPECT_EQ(before["emojis"].items()[0]["url"].string(), "https://south.example/cart.png");
    EXPECT_EQ(boosted(made)["reblog"]["emojis"].items().size(), 1u);

    said.content = "<p>Without</p>";
    said.emojis.clear();
    said.updated = now_;
    ASSERT_TRUE(run(domain::update_remote_post, said, domain::Arrival::fetched));
    EXPECT_THAT(get(path(made))["emojis"].items(), IsEmpty());
}

TEST_P(Entities, suspended_account_is_bare) {
    daniel_.display_name = "Daniel";
    daniel_.note = "<p>bio</p>";
    daniel_.fields = R"([{"name":"Site","value":"x","source":"x"}])";
    daniel_.suspended_at = now_;
    repo::update_account(db_, daniel_);
    const auto answer = get("/api/v1/accounts/" + daniel_.id.text());
    ASSERT_EQ(answer.status, 200);
    EXPECT_ENTITY(answer.body, "Account");
    EXPECT_EQ(answer["suspended"].boolean(), true);
    EXPECT_EQ(answer["display_name"].string(), "");
    EXPECT_EQ(answer["note"].string(), "");
    EXPECT_THAT(answer["fields"].items(), IsEmpty());
}

TEST_P(Entities, credentials_carry_source_and_role) {
    const auto answer = get("/api/v1/accounts/verify_credentials", key_);
    ASSERT_EQ(answer.status, 200);
    EXPECT_ENTITY(answer.body, "Account");
    EXPECT_TRUE(answer.body.contains("source"));
    EXPECT_TRUE(answer.body.contains("role"));
    EXPECT_EQ(answer["source"]["privacy"].string(), "public");
    EXPECT_EQ(answer["source"]["language"].string(), "en");
}

TEST_P(Entities, status_with_everything_on_it) {
    domain::NewMedia upload{maya_.id, "a.png", "", "\x89PNG\r\n\x1A\n and so on", "A cart"};
    const auto media = must(domain::store_media, upload);
    const auto parent = post(daniel_, "question");
    auto wanted = draft(maya_, "@daniel @lin@south.example see #Labs at https://example.org/");
    wanted.media = {media.id};
    wanted.spoiler_text = "careful";
    wanted.in_reply_to = parent.id;
    const auto made = must(domain::create_post, wanted);
    const auto answer = get(path(made), key_);
    ASSERT_EQ(answer.status, 200);
    EXPECT_ENTITY(answer.body, "Status");
    EXPECT_EQ(answer["in_reply_to_id"].string(), parent.id.text());
    EXPECT_EQ(answer["in_reply_to_account_id"].string(), daniel_.id.text());
    EXPECT_EQ(answer["mentions"].items().size(), 2u);
    EXPECT_EQ(answer["sensitive"].boolean(), true);
    EXPECT_EQ(answer["pinned"].boolean(), false);
    EXPECT_TRUE(answer["filtered"].is_array());
    ASSERT_EQ(answer["media_attachments"].items().size(), 1u);
    EXPECT_EQ(answer["media_attachments"].items()[0]["description"].string(), "A cart");
    // Clients find people and tags by these addresses in the text.
    for (const auto& mention : answer["mentions"].items())
        EXPECT_THAT(answer["content"].string(), HasSubstr("href=\"" + mention["url"].string() + "\""));
    for (const auto& tag : answer["tags"].items())
        EXPECT_THAT(answer["content"].string(), HasSubstr("href=\"" + tag["url"].string() + "\""));
}

TEST_P(Entities, status_without_a_token_has_no_marks) {
    const auto made = post(maya_, "hello");
    const auto anyone = get(path(made));
    EXPECT_ENTITY(anyone.body, "Status");
    for (const char* name : {"favourited", "reblogged", "bookmarked", "muted", "filtered", "pinned"})
        EXPECT_FALSE(anyone.body.contains(name)) << name;
    const auto other = get(path(made), token(daniel_));
    EXPECT_TRUE(other.body.contains("favourited"));
    EXPECT_FALSE(other.body.contains("pinned")) << "not one's own";
    const auto direct = get(path(post(maya_, "secret", Visibility::direct)), key_);
    EXPECT_FALSE(direct.body.contains("pinned"));
    EXPECT_EQ(direct["visibility"].string(), "direct");
}

TEST_P(Entities, reblog_repeats_its_original) {
    const auto made = post(daniel_, "#lab");
    const auto answer = boosted(made);
    ASSERT_EQ(answer.status, 200);
    EXPECT_ENTITY(answer.body, "Status");
    EXPECT_NE(answer["id"].string(), made.id.text());
    EXPECT_EQ(answer["reblog"]["id"].string(), made.id.text());
    EXPECT_EQ(answer["content"].string(), answer["reblog"]["content"].string());
    EXPECT_EQ(answer["reblog"]["reblogs_count"].integer(), 1);
    EXPECT_EQ(answer["reblogged"].boolean(), true);
    EXPECT_FALSE(answer.body.contains("pinned"));
}

TEST_P(Entities, relationship_has_every_flag) {
    must(domain::mute, maya_.id, daniel_.id, true, std::optional(now_ + std::chrono::hours(1)));
    const auto answer = get("/api/v1/accounts/relationships?id[]=" + daniel_.id.text(), key_);
    ASSERT_EQ(answer.items().size(), 1u);
    EXPECT_ENTITY(answer.items()[0], "Relationship");
    EXPECT_EQ(answer.items()[0]["muting_expires_at"].string(), format_rfc3339(now_ + std::chrono::hours(1)));
}

TEST_P(Entities, edits_and_source) {
    const auto made = post(maya_, "one");
    domain::PostChange change;
    change.text = "two";
    must(domain::edit_post, maya_.id, made.id, change);
    const auto history = get(path(made, "/history"), key_);
    ASSERT_EQ(history.items().size(), 2u) << "oldest first, the current one included";
    for (const auto& edit : history.items()) EXPECT_ENTITY(edit, "StatusEdit");
    EXPECT_EQ(history.items()[0]["content"].string(), "<p>one</p>");
    EXPECT_EQ(history.items()[1]["content"].string(), "<p>two</p>");
    EXPECT_EQ(get(path(post(maya_, "never edited"), "/history"), key_).items().size(), 1u);
    const auto source = get(path(made, "/source"), key_);
    EXPECT_ENTITY(source.body, "StatusSource");
    EXPECT_EQ(source["text"].string(), "two");
    EXPECT_EQ(get(path(made, "/source"), token(daniel_)).status, 404);
}

TEST_P(Entities, notifications_of_each_kind) {
    const auto made = post(maya_, "mine");
    must(domain::favourite, daniel_.id, made.id);
    must(domain::reblog, daniel_.id, made.id, std::optional<Visibility>());
    must(domain::follow, daniel_.id, maya_.id, domain::FollowOptions());
    post(daniel_, "@maya hello");
    pump();
    const auto answer = get("/api/v1/notifications", key_);
    ASSERT_EQ(answer.items().size(), 4u);
    for (const auto& notification : answer.items()) {
        EXPECT_ENTITY(notification, "Notification");
        EXPECT_EQ(notification.contains("status"), notification["type"].string() != "follow");
        EXPECT_LT(parse_decimal_id(notification["id"].string()).value(), std::int64_t{1} << 31);
    }
}

TEST_P(Entities, resource_and_proposal_point_back_from_their_status) {
    const auto share = post("/api/v1/pln/resources",
                            object({{"title", "Carts"},
                                    {"url", "https://files.example.org/a"},
                                    {"license", "https://creativecommons.org/licenses/by/4.0/"}}),
                            key_);
    ASSERT_EQ(share.status, 200) << share.error();
    const auto status = get("/api/v1/statuses/" + share["status"]["id"].string(), key_);
    EXPECT_ENTITY(status.body, "Status");
    EXPECT_EQ(status["pln"]["kind"].string(), "resource");
    EXPECT_EQ(status["pln"]["id"].string(), share["id"].string());
}

}  // namespace
}  // namespace collegium::api
