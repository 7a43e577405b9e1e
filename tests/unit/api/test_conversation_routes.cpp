#include "domain/accounts.hpp"
#include "domain/distribution.hpp"
#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "domain/remote_posts.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using model::Visibility;
using test::ids;
using test::object;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ConversationRoutes : public test::Api {
  protected:
    ConversationRoutes()
        : maya_(member("maya")),
          daniel_(member("daniel")),
          rosa_(member("rosa")),
          key_(token(maya_)),
          other_key_(token(daniel_)) {}
    using Api::post;
    using World::post;
    model::Post direct(const model::Account& author, std::string_view text) {
        advance(std::chrono::seconds(1));
        auto made = post(author, text, Visibility::direct);
        pump();
        return made;
    }
    model::Post answer(const model::Account& author, const model::Post& parent, std::string_view text) {
        advance(std::chrono::seconds(1));
        auto made = reply(author, parent, text);
        pump();
        return made;
    }
    std::vector<std::string> last_ids(const std::string& key, const std::string& query = "") {
        std::vector<std::string> found;
        const auto page = get("/api/v1/conversations" + query, key);
        for (const auto& item : page.items()) found.push_back(item["last_status"]["id"].string());
        return found;
    }
    std::vector<std::string> people(const std::string& key) {
        std::vector<std::string> found;
        const auto page = get("/api/v1/conversations", key);
        for (const auto& person : page.items().at(0)["accounts"].items()) found.push_back(person["acct"].string());
        return found;
    }
    bool unread(const std::string& key) {
        const auto page = get("/api/v1/conversations", key);
        return page.items().at(0)["unread"].boolean().value();
    }
    model::Account maya_, daniel_, rosa_;
    std::string key_, other_key_;
};
COLLEGIUM_ON_BOTH_ENGINES(ConversationRoutes);

TEST_P(ConversationRoutes, direct_posts_of_a_thread_are_one_for_each_who_has_them) {
    const auto first = direct(daniel_, "@maya psst");
    EXPECT_ENTITY(get("/api/v1/conversations", key_).items().at(0), "Conversation");
    EXPECT_THAT(last_ids(key_), ElementsAre(first.id.text()));
    EXPECT_TRUE(unread(key_));
    EXPECT_FALSE(unread(other_key_)) << "one's own";
    EXPECT_THAT(people(key_), ElementsAre("daniel"));
    EXPECT_THAT(people(other_key_), ElementsAre("maya"));
    const auto second = answer(maya_, first, "@daniel yes?");
    EXPECT_THAT(last_ids(key_), ElementsAre(second.id.text()));
    EXPECT_THAT(last_ids(other_key_), ElementsAre(second.id.text()));
    EXPECT_FALSE(unread(key_));
    EXPECT_TRUE(unread(other_key_));
    EXPECT_THAT(last_ids(token(rosa_)), IsEmpty());
}

TEST_P(ConversationRoutes, posts_for_more_than_their_people_are_none) {
    post(daniel_, "@maya hello");
    post(daniel_, "@maya for followers", Visibility::followers);
    pump();
    EXPECT_THAT(last_ids(key_), IsEmpty());
}

TEST_P(ConversationRoutes, note_to_oneself_has_oneself_in_it) {
    direct(maya_, "remember");
    EXPECT_THAT(people(key_), ElementsAre("maya"));
}

TEST_P(ConversationRoutes, people_are_those_of_the_last_post) {
    direct(daniel_, "@maya @rosa psst");
    EXPECT_THAT(people(key_), UnorderedElementsAre("daniel", "rosa"));
}

TEST_P(ConversationRoutes, pages_go_by_the_last_post) {
    const auto one = direct(daniel_, "@maya one");
    const auto two = direct(daniel_, "@maya two");
    const auto three = direct(rosa_, "@maya three");
    const auto more = answer(daniel_, one, "@maya one more");
    EXPECT_THAT(last_ids(key_), ElementsAre(more.id.text(), three.id.text(), two.id.text()));
    const auto page = get("/api/v1/conversations?limit=2", key_);
    EXPECT_EQ(page.items().size(), 2u);
    const std::string base = "<https://north.example/api/v1/conversations?limit=2&";
    EXPECT_EQ(page.header("Link"), base + "max_id=" + three.id.text() + ">; rel=\"next\", " + base +
                                       "min_id=" + more.id.text() + ">; rel=\"prev\"");
    EXPECT_THAT(last_ids(key_, "?max_id=" + three.id.text()), ElementsAre(two.id.text()));
    EXPECT_THAT(last_ids(key_, "?limit=1&min_id=" + two.id.text()), ElementsAre(three.id.text()));
}

TEST_P(ConversationRoutes, is_marked_as_read_by_its_owner_alone) {
    direct(daniel_, "@maya psst");
    const auto id = ids(get("/api/v1/conversations", key_)).at(0);
    EXPECT_EQ(post("/api/v1/conversations/" + id + "/read", other_key_).status, 404);
    EXPECT_EQ(post("/api/v1/conversations/" + id + "/read", token(maya_, "read")).status, 403);
    const auto read = post("/api/v1/conversations/" + id + "/read", key_);
    EXPECT_ENTITY(read.body, "Conversation");
    EXPECT_EQ(read["unread"].boolean(), false);
    EXPECT_FALSE(unread(key_));
    EXPECT_EQ(post("/api/v1/conversations/" + id + "/unread", key_)["unread"].boolean(), true);
    EXPECT_EQ(post("/api/v1/conversations/999/read", key_).status, 404);
}

TEST_P(ConversationRoutes, removed_one_comes_back_with_the_next_post) {
    const auto first = direct(daniel_, "@maya psst");
    const auto id = ids(get("/api/v1/conversations", key_)).at(0);
    EXPECT_EQ(send(http::Method::delete_, "/api/v1/conversations/" + id, {}, other_key_).status, 404);
    EXPECT_EQ(send(http::Method::delete_, "/api/v1/conversations/" + id, {}, key_).status, 200);
    EXPECT_THAT(last_ids(key_), IsEmpty());
    EXPECT_THAT(last_ids(other_key_), ElementsAre(first.id.text())) << "theirs is their own";
    const auto next = answer(daniel_, first, "@maya again");
    EXPECT_THAT(last_ids(key_), ElementsAre(next.id.text()));
}

TEST_P(ConversationRoutes, deleted_post_gives_way_to_the_one_before_it) {
    const auto first = direct(daniel_, "@maya psst");
    const auto second = answer(daniel_, first, "@maya psst again");
    must(domain::delete_post, daniel_.id, second.id);
    EXPECT_THAT(last_ids(key_), ElementsAre(first.id.text()));
    must(domain::delete_post, daniel_.id, first.id);
    EXPECT_THAT(last_ids(key_), IsEmpty());
    EXPECT_EQ(count("conversation"), 0);
}

TEST_P(ConversationRoutes, blocked_and_muted_people_are_left_out) {
    direct(daniel_, "@maya psst");
    must(domain::block, maya_.id, daniel_.id);
    EXPECT_THAT(last_ids(key_), IsEmpty());
    direct(daniel_, "@maya hey");
    must(domain::unblock, maya_.id, daniel_.id);
    EXPECT_THAT(last_ids(key_).size(), 1u) << "what was said meanwhile was not heard";
}

TEST_P(ConversationRoutes, reply_from_elsewhere_and_its_late_parent_become_one) {
    const auto far = stranger("lin");
    auto said = remote(far, "second");
    said.visibility = Visibility::direct;
    said.in_reply_to_uri = remote(far, "first").uri;
    said.mentions = {{maya_.id, true}};
    const auto second = must(domain::import_post, said, domain::Arrival::delivered).value();
    pump();
    EXPECT_THAT(last_ids(key_), ElementsAre(second.id.text()));
    auto late = remote(far, "first");
    late.visibility = Visibility::direct;
    late.mentions = {{maya_.id, true}};
    late.published = now_ - std::chrono::hours(1);
    must(domain::import_post, late, domain::Arrival::delivered).value();
    pump();
    EXPECT_THAT(last_ids(key_), ElementsAre(second.id.text()));
    EXPECT_EQ(count("conversation"), 1);
}

TEST_P(ConversationRoutes, event_that_is_taken_twice_leaves_it_read) {
    const auto made = post(daniel_, "@maya psst", Visibility::direct);
    const auto events = pump();
    const auto id = ids(get("/api/v1/conversations", key_)).at(0);
    post("/api/v1/conversations/" + id + "/read", key_);
    auto here = context();
    domain::distribute(here, domain::News(here, events));
    EXPECT_FALSE(unread(key_));
    EXPECT_THAT(last_ids(key_), ElementsAre(made.id.text()));
}

TEST_P(ConversationRoutes, what_the_instance_tells_is_one_too) {
    auto here = context();
    domain::ensure_instance_actor(here, "private", "public").value();
    const auto proposal = post("/api/v1/pln/mentorships",
                               object({{"purpose", "offer"}, {"title", "Labs"}, {"topics", json::Array{"x"}}}), key_);
    ASSERT_EQ(post("/api/v1/pln/mentorships/" + proposal["id"].string() + "/ask", other_key_).status, 200);
    pump();
    EXPECT_THAT(people(key_), ElementsAre("north.example"));
    EXPECT_TRUE(unread(key_));
    const auto list = get("/api/v1/notifications?types[]=mention", key_);
    ASSERT_EQ(list.items().size(), 1u);
    EXPECT_ENTITY(list.items()[0], "Notification");
    EXPECT_EQ(list.items()[0]["account"]["bot"].boolean(), true);
}

}  // namespace
}  // namespace collegium::api
