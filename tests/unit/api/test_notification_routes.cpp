#include "domain/posts.hpp"
#include "domain/relations.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using test::ids;
using test::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class NotificationRoutes : public test::Api {
  protected:
    NotificationRoutes() : maya_(member("maya")), daniel_(member("daniel")), key_(token(maya_)) {
        must(domain::favourite, daniel_.id, post(maya_, "mine").id);
        must(domain::follow, daniel_.id, maya_.id, domain::FollowOptions());
        post(daniel_, "@maya hello");
        pump();
    }
    using Api::post;
    using World::post;
    std::vector<std::string> types(const std::string& query) {
        std::vector<std::string> found;
        const auto answer = get("/api/v1/notifications" + query, key_);
        for (const auto& item : answer.items()) found.push_back(item["type"].string());
        return found;
    }
    model::Account maya_, daniel_;
    std::string key_;
};
COLLEGIUM_ON_BOTH_ENGINES(NotificationRoutes);

TEST_P(NotificationRoutes, types_are_chosen_and_left_out) {
    EXPECT_THAT(types(""), ElementsAre("mention", "follow", "favourite"));
    EXPECT_THAT(types("?types[]=follow&types[]=mention"), ElementsAre("mention", "follow"));
    EXPECT_THAT(types("?types=follow"), ElementsAre("follow"));
    EXPECT_THAT(types("?exclude_types[]=mention&exclude_types[]=follow"), ElementsAre("favourite"));
    EXPECT_THAT(types("?types[]=poll"), IsEmpty());
    EXPECT_THAT(types("?account_id=" + daniel_.id.text()).size(), 3u);
    EXPECT_THAT(types("?account_id=" + maya_.id.text()), IsEmpty());
}

TEST_P(NotificationRoutes, mentorship_steps_are_kept_from_apps_that_do_not_know_them) {
    const auto proposal = post("/api/v1/pln/mentorships",
                               object({{"purpose", "offer"}, {"title", "Labs"}, {"topics", json::Array{"x"}}}), key_);
    ASSERT_EQ(proposal.status, 200) << proposal.error();
    ASSERT_EQ(post("/api/v1/pln/mentorships/" + proposal["id"].string() + "/ask", token(daniel_)).status, 200);
    pump();
    EXPECT_EQ(notices(maya_).size(), 4u);
    EXPECT_EQ(types("").size(), 3u);
    EXPECT_THAT(types("?types[]=mentorship"), IsEmpty());
    EXPECT_EQ(get("/api/v1/notifications/unread_count", key_)["count"].integer(), 3);
}

TEST_P(NotificationRoutes, pages_until_prev_disappears) {
    const auto first = get("/api/v1/notifications?limit=2", key_);
    const auto all = ids(first);
    const std::string base = "<https://north.example/api/v1/notifications?limit=2&";
    EXPECT_EQ(first.header("Link"),
              base + "max_id=" + all[1] + ">; rel=\"next\", " + base + "min_id=" + all[0] + ">; rel=\"prev\"");
    EXPECT_EQ(get("/api/v1/notifications?min_id=" + all[0], key_).header("Link"), "")
        << "a link here would keep a client asking for ever";
}

TEST_P(NotificationRoutes, one_is_shown_and_dismissed_and_all_cleared) {
    const auto id = ids(get("/api/v1/notifications", key_)).at(0);
    EXPECT_ENTITY(get("/api/v1/notifications/" + id, key_).body, "Notification");
    EXPECT_EQ(get("/api/v1/notifications/" + id, token(daniel_)).status, 404);
    EXPECT_EQ(post("/api/v1/notifications/" + id + "/dismiss", token(daniel_)).status, 404);
    EXPECT_EQ(post("/api/v1/notifications/" + id + "/dismiss", key_).status, 200);
    EXPECT_EQ(post("/api/v1/notifications/" + id + "/dismiss", key_).status, 404);
    EXPECT_EQ(post("/api/v1/notifications/clear", key_).status, 200);
    EXPECT_THAT(types(""), IsEmpty());
}

TEST_P(NotificationRoutes, markers_are_kept_and_count_what_is_unread) {
    const auto all = ids(get("/api/v1/notifications", key_));
    const auto put = post("/api/v1/markers",
                          object({{"notifications", object({{"last_read_id", all[1]}})},
                                  {"home", object({{"last_read_id", "7"}})},
                                  {"nonsense", object({{"last_read_id", "8"}})}}),
                          key_);
    ASSERT_EQ(put.status, 200);
    EXPECT_ENTITY(put["home"], "Marker");
    EXPECT_ENTITY(put["notifications"], "Marker");
    EXPECT_FALSE(put.body.contains("nonsense"));
    EXPECT_EQ(get("/api/v1/notifications/unread_count", key_)["count"].integer(), 1);
    const auto read = get("/api/v1/markers?timeline[]=home&timeline[]=notifications", key_);
    EXPECT_EQ(read["notifications"]["last_read_id"].string(), all[1]);
    EXPECT_TRUE(get("/api/v1/markers?timeline=notifications", key_).body.contains("notifications"));
    EXPECT_FALSE(get("/api/v1/markers?timeline=notifications", key_).body.contains("home"));
    const auto version = put["home"]["version"].integer().value();
    EXPECT_GT(
        form(http::Method::post, "/api/v1/markers", "home[last_read_id]=9", key_)["home"]["version"].integer().value(),
        version);
    EXPECT_EQ(get("/api/v1/markers?timeline=home", token(daniel_)).body.members().size(), 0u);
    EXPECT_LT(form(http::Method::post, "/api/v1/markers", "home[last_read_id]=abc", key_).status, 500);
}

class SearchRoutes : public test::Api {
  protected:
    SearchRoutes() : maya_(member("maya")), lin_(stranger("lin")), key_(token(maya_)) {}
    using Api::post;
    using World::post;
    test::Answer search(const std::string& query, const std::string& key) {
        return get("/api/v2/search?" + query, key);
    }
    model::Account maya_, lin_;
    std::string key_;
};
COLLEGIUM_ON_BOTH_ENGINES(SearchRoutes);

TEST_P(SearchRoutes, finds_people_tags_and_addresses) {
    const auto made = post(maya_, "#Momentum");
    const auto people = search("q=lin", key_);
    EXPECT_ENTITY(people.body, "Search");
    EXPECT_EQ(people["accounts"].items().size(), 1u);
    EXPECT_EQ(search("q=mom", key_)["hashtags"].items().at(0)["name"].string(), "momentum");
    EXPECT_THAT(search("q=mom&type=accounts", key_)["hashtags"].items(), IsEmpty());
    for (const auto& address : {made.uri, made.url})
        EXPECT_EQ(search("q=" + address, key_)["statuses"].items().at(0)["id"].string(), made.id.text()) << address;
    EXPECT_EQ(search("q=" + lin_.url, key_)["accounts"].items().at(0)["id"].string(), lin_.id.text());
    EXPECT_EQ(search("q=@maya@north.example", key_)["accounts"].items().size(), 1u);
}

TEST_P(SearchRoutes, strangers_are_told_what_takes_an_account) {
    EXPECT_EQ(search("q=lin&resolve=true", "").status, 401);
    EXPECT_THAT(search("q=lin&resolve=true", "").error(), HasSubstr("resolve remote resources"));
    EXPECT_EQ(search("q=lin&offset=5", "").status, 401);
    EXPECT_THAT(search("q=lin&offset=5", "").error(), HasSubstr("pagination"));
}

TEST_P(SearchRoutes, resolving_asks_the_network_once_and_only_for_members) {
    const std::string address = "https://south.example/users/lin/posts/1";
    EXPECT_THAT(search("q=" + address, key_)["statuses"].items(), IsEmpty());
    EXPECT_TRUE(needs_.uris.empty());
    on_needs_ = [this] { fetched(remote(lin_, "1")); };
    EXPECT_EQ(search("resolve=true&q=" + address, key_)["statuses"].items().size(), 1u);
    EXPECT_THAT(needs_.uris, ElementsAre(address));
    EXPECT_EQ(search("resolve=true&q=" + address, "").status, 401);
    needs_ = {};
    search("resolve=true&q=https://north.example/@nobody", key_);
    EXPECT_TRUE(needs_.uris.empty()) << "ours are looked up here";
    on_needs_ = [] {};
    EXPECT_THAT(search("resolve=true&q=@nobody@west.example", key_)["accounts"].items(), IsEmpty());
    EXPECT_THAT(needs_.handles, ElementsAre("nobody@west.example"));
}

TEST_P(SearchRoutes, hidden_posts_are_not_found_by_address) {
    const auto secret = post(maya_, "secret", model::Visibility::direct);
    const auto other = token(member("daniel"));
    EXPECT_THAT(search("q=" + secret.uri, other)["statuses"].items(), IsEmpty());
    EXPECT_EQ(search("q=" + secret.uri, key_)["statuses"].items().size(), 1u);
}

TEST_P(SearchRoutes, bad_questions_are_told) {
    EXPECT_EQ(search("q=", key_).status, 400);
    EXPECT_EQ(search("", key_).status, 400);
    EXPECT_EQ(search("q=x&limit=-1", key_).status, 400);
    EXPECT_EQ(search("q=x&offset=-1", key_).status, 400);
    EXPECT_EQ(search("q=" + std::string(3000, 'x'), key_).status, 400);
    EXPECT_EQ(search("q=%25_%5C", key_).status, 200);
    EXPECT_EQ(search("q=x&offset=5", "").status, 401);
}

}  // namespace
}  // namespace collegium::api
