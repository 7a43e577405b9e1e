#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "storage/repo/posts.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using http::Method;
using model::Visibility;
using test::ids;
using test::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Statuses : public test::Api {
  protected:
    Statuses() : maya_(member("maya")), daniel_(member("daniel")), key_(token(maya_)), other_key_(token(daniel_)) {}
    using Api::post;
    using World::post;
    static std::string path(const std::string& id, const char* tail = "") { return "/api/v1/statuses/" + id + tail; }
    test::Answer write(std::initializer_list<json::Member> members) {
        return post("/api/v1/statuses", object(members), key_);
    }
    model::Account maya_, daniel_;
    std::string key_, other_key_;
};
COLLEGIUM_ON_BOTH_ENGINES(Statuses);

TEST_P(Statuses, written_status_is_read_back) {
    const auto made = write({{"status", "Hello #lab"}, {"visibility", "private"}, {"language", "de"}});
    ASSERT_EQ(made.status, 200) << made.error();
    EXPECT_ENTITY(made.body, "Status");
    EXPECT_EQ(made["visibility"].string(), "private");
    EXPECT_EQ(made["language"].string(), "de");
    EXPECT_EQ(made["application"]["name"].string(), "Collegium");
    EXPECT_EQ(get(path(made["id"].string()), key_)["content"].string(), made["content"].string());
    EXPECT_EQ(get(path(made["id"].string())).status, 404);
    EXPECT_EQ(get(path(made["id"].string()), other_key_).error(), "Record not found");
}

TEST_P(Statuses, defaults_are_the_persons_own) {
    ASSERT_EQ(form(Method::patch, "/api/v1/accounts/update_credentials",
                   "source[privacy]=unlisted&source[sensitive]=true&source[language]=de", key_)
                  .status,
              200);
    const auto made = write({{"status", "Hello"}});
    EXPECT_EQ(made["visibility"].string(), "unlisted");
    EXPECT_EQ(made["sensitive"].boolean(), true);
    EXPECT_EQ(made["language"].string(), "de");
}

TEST_P(Statuses, what_cannot_be_written_says_why) {
    EXPECT_EQ(write({{"status", ""}}).error(), "Validation failed: Text can't be blank");
    EXPECT_EQ(write({}).status, 422);
    EXPECT_EQ(write({{"status", "x"}, {"visibility", "secret"}}).status, 422);
    EXPECT_EQ(write({{"status", "x"}, {"in_reply_to_id", "7"}}).status, 404);
    EXPECT_EQ(write({{"status", "x"}, {"in_reply_to_id", "abc"}}).status, 404);
    EXPECT_EQ(write({{"status", "x"}, {"media_ids", json::Array{"7"}}}).status, 422);
    EXPECT_EQ(write({{"status", "x"}, {"poll", object({{"options", json::Array{"a", "b"}}})}}).status, 422);
    EXPECT_EQ(write({{"status", "x"}, {"scheduled_at", "2030-01-01T00:00:00Z"}}).status, 422);
    EXPECT_EQ(write({{"status", "x"}, {"scheduled_at", nullptr}, {"poll", nullptr}}).status, 200)
        << "null is not given";
    EXPECT_EQ(count("post"), 1);
}

TEST_P(Statuses, unknown_people_are_looked_for_once) {
    const auto made = write({{"status", "Hi @tom@west.example"}});
    ASSERT_EQ(made.status, 200);
    EXPECT_THAT(needs_.handles, ElementsAre("tom@west.example"));
    EXPECT_THAT(made["mentions"].items(), IsEmpty()) << "who cannot be found stays plain text";
    on_needs_ = [this] { stranger("ann", "west.example"); };
    EXPECT_EQ(write({{"status", "Hi @ann@west.example"}})["mentions"].items().size(), 1u);
}

TEST_P(Statuses, edit_replaces_everything_but_the_language) {
    const auto made = write({{"status", "one"}, {"spoiler_text", "careful"}, {"language", "de"}});
    const auto id = made["id"].string();
    const auto edited = send(Method::put, path(id), object({{"status", "two"}}), key_);
    ASSERT_EQ(edited.status, 200) << edited.error();
    EXPECT_ENTITY(edited.body, "Status");
    EXPECT_EQ(edited["content"].string(), "<p>two</p>");
    EXPECT_EQ(edited["spoiler_text"].string(), "");
    EXPECT_EQ(edited["sensitive"].boolean(), false);
    EXPECT_EQ(edited["language"].string(), "de");
    EXPECT_FALSE(edited["edited_at"].is_null());
    EXPECT_EQ(send(Method::patch, path(id), object({{"status", "three"}}), key_).status, 200) << "PATCH as PUT";
    EXPECT_EQ(send(Method::put, path(id), object({{"status", "mine"}}), other_key_).status, 404);
    EXPECT_EQ(send(Method::put, path(id), object({{"status", " "}}), key_).status, 422);
}

TEST_P(Statuses, delete_answers_the_source) {
    const auto id = write({{"status", "draft & all"}})["id"].string();
    EXPECT_EQ(send(Method::delete_, path(id), object({}), other_key_).status, 404);
    const auto gone = ask(request(Method::delete_, path(id)), key_);
    ASSERT_EQ(gone.status, 200);
    EXPECT_ENTITY(gone.body, "Status");
    EXPECT_EQ(gone["text"].string(), "draft & all");
    EXPECT_FALSE(gone.body.contains("content"));
    EXPECT_EQ(get(path(id), key_).status, 404);
    EXPECT_EQ(ask(request(Method::delete_, path(id)), key_).status, 404);
}

TEST_P(Statuses, acts_answer_the_new_counts) {
    const auto id = post(daniel_, "worth it").id.text();
    EXPECT_EQ(post(path(id, "/favourite"), key_)["favourites_count"].integer(), 1);
    EXPECT_EQ(post(path(id, "/favourite"), key_)["favourited"].boolean(), true);
    EXPECT_EQ(post(path(id, "/bookmark"), key_)["bookmarked"].boolean(), true);
    const auto boost = post(path(id, "/reblog"), key_);
    EXPECT_EQ(boost["reblog"]["id"].string(), id);
    EXPECT_EQ(post(path(boost["id"].string(), "/favourite"), key_)["id"].string(), id) << "of the original";
    EXPECT_THAT(ids(get(path(id, "/favourited_by"))), ElementsAre(maya_.id.text()));
    EXPECT_THAT(ids(get(path(id, "/reblogged_by"))), ElementsAre(maya_.id.text()));
    const auto plain = post(path(id, "/unreblog"), key_);
    EXPECT_EQ(plain["id"].string(), id);
    EXPECT_EQ(plain["reblogs_count"].integer(), 0);
    EXPECT_EQ(plain["reblogged"].boolean(), false);
    EXPECT_EQ(post(path(id, "/unfavourite"), key_)["favourites_count"].integer(), 0);
    EXPECT_EQ(post(path(id, "/unbookmark"), key_)["bookmarked"].boolean(), false);
}

TEST_P(Statuses, acts_are_undone_on_what_is_hidden_by_now_without_showing_it) {
    const auto id = post(daniel_, "worth it").id.text();
    for (const auto* act : {"/favourite", "/bookmark", "/reblog"}) ASSERT_EQ(post(path(id, act), key_).status, 200);
    must(domain::block, daniel_.id, maya_.id);
    for (const auto* act : {"/unfavourite", "/unbookmark", "/unreblog"}) {
        const auto undone = post(path(id, act), key_);
        EXPECT_EQ(undone.status, 200) << act;
        EXPECT_EQ(undone["id"].string(), id);
        EXPECT_EQ(undone["content"].string(), "");
        EXPECT_ENTITY(undone.body, "Status");
        EXPECT_EQ(post(path(id, act), key_).status, 404) << "there is nothing to undo";
    }
    EXPECT_EQ(post(path(id, "/favourite"), key_).status, 404);
}

TEST_P(Statuses, reblog_of_what_is_not_for_all_is_refused) {
    follows(maya_, daniel_);
    const auto hidden = post(daniel_, "followers", Visibility::followers).id.text();
    EXPECT_EQ(post(path(hidden, "/reblog"), key_).status, 403);
    EXPECT_EQ(post(path(hidden, "/reblog"), key_).error(), "This action is not allowed");
    const auto open = post(daniel_, "open").id.text();
    EXPECT_EQ(post(path(open, "/reblog"), object({{"visibility", "private"}}), key_)["visibility"].string(), "private");
    EXPECT_EQ(post(path(open, "/reblog"), object({{"visibility", "nonsense"}}), key_).status, 422);
}

TEST_P(Statuses, context_has_both_directions) {
    const auto root = post(maya_, "root");
    const auto middle = reply(daniel_, root, "middle");
    const auto last = reply(maya_, middle, "last");
    const auto answer = get(path(middle.id.text(), "/context"));
    EXPECT_ENTITY(answer.body, "Context");
    EXPECT_EQ(answer["ancestors"].items().at(0)["id"].string(), root.id.text());
    EXPECT_EQ(answer["descendants"].items().at(0)["id"].string(), last.id.text());
    EXPECT_EQ(get(path("7", "/context")).status, 404);
}

TEST_P(Statuses, several_at_once_leave_out_what_is_hidden) {
    const auto one = post(maya_, "one").id.text();
    const auto secret = post(maya_, "secret", Visibility::direct).id.text();
    const auto two = post(maya_, "two").id.text();
    EXPECT_THAT(ids(get("/api/v1/statuses?id[]=" + two + "&id[]=" + secret + "&id[]=" + one + "&id[]=x")),
                ElementsAre(two, one));
}

TEST_P(Statuses, idempotency_key_that_is_no_text_is_no_fault_of_ours) {
    for (const std::string& key :
         {std::string("\xFF\xFE"), std::string(300, 'k'), std::string(255, 'k') + "\xC3\xA4"}) {
        auto asked = request(Method::post, "/api/v1/statuses");
        asked.headers.emplace_back("idempotency-key", key);
        asked.headers.emplace_back("content-type", "application/json");
        asked.body = R"({"status":"x"})";
        EXPECT_LT(ask(asked, key_).status, 500);
    }
}

TEST_P(Statuses, carrier_is_edited_on_its_own_page) {
    const auto share = post("/api/v1/pln/resources",
                            object({{"title", "Carts"},
                                    {"url", "https://files.example.org/a"},
                                    {"license", "https://creativecommons.org/licenses/by/4.0/"}}),
                            key_);
    const auto id = share["status"]["id"].string();
    const auto answer = send(Method::put, path(id), object({{"status", "other"}}), key_);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.error(), HasSubstr("https://north.example/resources/"));
    EXPECT_EQ(ask(request(Method::delete_, path(id)), key_).status, 200);
    EXPECT_EQ(get("/api/v1/pln/resources/" + share["id"].string()).status, 410);
}

}  // namespace
}  // namespace collegium::api
