#include "domain/relations.hpp"
#include "storage/repo/accounts.hpp"
#include "unit/api/client.hpp"
#include "unit/api/entity_check.hpp"

namespace collegium::api {
namespace {

using test::ids;
using test::object;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RelationRoutes : public test::Api {
  protected:
    RelationRoutes()
        : maya_(member("maya")),
          daniel_(member("daniel")),
          locked_(locked_member("locked")),
          lin_(stranger("lin")),
          key_(token(maya_)) {}
    using Api::post;
    using World::post;
    test::Answer act(const model::Account& target, const char* act) {
        return post("/api/v1/accounts/" + target.id.text() + "/" + act, key_);
    }
    model::Account maya_, daniel_, locked_, lin_;
    std::string key_;
};
COLLEGIUM_ON_BOTH_ENGINES(RelationRoutes);

TEST_P(RelationRoutes, acts_answer_the_relationship) {
    const auto followed = act(daniel_, "follow");
    EXPECT_ENTITY(followed.body, "Relationship");
    EXPECT_EQ(followed["following"].boolean(), true);
    EXPECT_EQ(followed["showing_reblogs"].boolean(), true);
    EXPECT_EQ(act(locked_, "follow")["requested"].boolean(), true);
    EXPECT_EQ(act(lin_, "follow")["requested"].boolean(), true);
    EXPECT_EQ(act(daniel_, "unfollow")["following"].boolean(), false);
    EXPECT_EQ(act(daniel_, "mute")["muting_notifications"].boolean(), true);
    EXPECT_EQ(act(daniel_, "unmute")["muting"].boolean(), false);
    EXPECT_EQ(act(daniel_, "block")["blocking"].boolean(), true);
    EXPECT_EQ(act(daniel_, "follow").status, 403);
    EXPECT_EQ(act(daniel_, "unblock")["blocking"].boolean(), false);
    EXPECT_EQ(act(maya_, "follow").status, 403);
}

TEST_P(RelationRoutes, follow_takes_its_options_in_any_form) {
    const auto path = "/api/v1/accounts/" + daniel_.id.text() + "/follow";
    EXPECT_EQ(form(http::Method::post, path, "reblogs=false&notify=1", key_)["showing_reblogs"].boolean(), false);
    const auto again = post(path, object({{"reblogs", true}, {"notify", "0"}}), key_);
    EXPECT_EQ(again["showing_reblogs"].boolean(), true);
    EXPECT_EQ(again["notifying"].boolean(), false);
}

TEST_P(RelationRoutes, requests_are_listed_and_answered) {
    const auto owner = token(locked_);
    act(locked_, "follow");
    EXPECT_THAT(ids(get("/api/v1/follow_requests", owner)), ElementsAre(maya_.id.text()));
    EXPECT_EQ(get("/api/v1/accounts/verify_credentials", owner)["source"]["follow_requests_count"].integer(), 1);
    const auto answer = post("/api/v1/follow_requests/" + maya_.id.text() + "/authorize", owner);
    EXPECT_EQ(answer["followed_by"].boolean(), true);
    EXPECT_THAT(ids(get("/api/v1/follow_requests", owner)), IsEmpty());
    EXPECT_EQ(post("/api/v1/follow_requests/" + maya_.id.text() + "/reject", owner).status, 404);
    EXPECT_EQ(post("/api/v1/accounts/" + maya_.id.text() + "/remove_from_followers", owner)["followed_by"].boolean(),
              false);
}

TEST_P(RelationRoutes, followers_page_by_their_own_cursor_with_since_id) {
    for (const char* name : {"a", "b", "c"}) follows(member(name), maya_);
    const auto path = "/api/v1/accounts/" + maya_.id.text() + "/followers";
    const auto first = get(path + "?limit=2");
    ASSERT_EQ(first.items().size(), 2u);
    for (const auto& account : first.items()) EXPECT_ENTITY(account, "Account");
    const auto link = first.header("Link");
    EXPECT_THAT(link, testing::MatchesRegex("<https://north.example/api/v1/accounts/[0-9]+/followers\\?limit=2&max_id="
                                            "[0-9]+>; rel=\"next\", <https://north.example/api/v1/accounts/[0-9]+/"
                                            "followers\\?limit=2&since_id=[0-9]+>; rel=\"prev\""));
    const auto next = link.substr(link.find('/', 9), link.find('>') - link.find('/', 9));
    const auto second = get(next);
    EXPECT_EQ(second.items().size(), 1u);
    EXPECT_THAT(second.header("Link"), testing::Not(HasSubstr("rel=\"next\""))) << "the page is not full";
    EXPECT_THAT(get(path + "?max_id=1").header("Link"), "");
}

TEST_P(RelationRoutes, relationships_of_unknown_ids_are_left_out) {
    const auto answer = get("/api/v1/accounts/relationships?id[]=" + daniel_.id.text() + "&id[]=7&id[]=x", key_);
    EXPECT_EQ(ids(answer), std::vector<std::string>{daniel_.id.text()});
    EXPECT_EQ(get("/api/v1/accounts/relationships", key_).status, 200);
}

TEST_P(RelationRoutes, blocks_and_mutes_are_listed) {
    act(daniel_, "block");
    act(lin_, "mute");
    EXPECT_THAT(ids(get("/api/v1/blocks", key_)), ElementsAre(daniel_.id.text()));
    EXPECT_THAT(ids(get("/api/v1/mutes", key_)), ElementsAre(lin_.id.text()));
    EXPECT_THAT(ids(get("/api/v1/blocks", token(daniel_))), IsEmpty());
}

TEST_P(RelationRoutes, accounts_are_found_by_name_and_search) {
    EXPECT_EQ(get("/api/v1/accounts/lookup?acct=maya")["id"].string(), maya_.id.text());
    EXPECT_EQ(get("/api/v1/accounts/lookup?acct=@lin@south.example")["id"].string(), lin_.id.text());
    EXPECT_EQ(get("/api/v1/accounts/lookup?acct=nobody").status, 404);
    EXPECT_EQ(get("/api/v1/accounts/lookup").status, 404);
    EXPECT_THAT(ids(get("/api/v1/accounts/search?q=dan", key_)), ElementsAre(daniel_.id.text()));
    EXPECT_THAT(ids(get("/api/v1/accounts/search?q=nobody", key_)), IsEmpty());
    EXPECT_EQ(get("/api/v1/accounts/search?q=dan").status, 401);
    on_needs_ = [this] { stranger("ann", "west.example"); };
    EXPECT_EQ(get("/api/v1/accounts/search?resolve=true&q=ann@west.example", key_).items().size(), 1u);
    EXPECT_THAT(needs_.handles, ElementsAre("ann@west.example"));
}

TEST_P(RelationRoutes, profile_is_changed_in_every_spelling) {
    const char* path = "/api/v1/accounts/update_credentials";
    auto answer = form(http::Method::patch, path,
                       "display_name=Maya+Okafor&note=Physics&locked=1&bot=&fields_attributes[0][name]=Site&"
                       "fields_attributes[0][value]=https%3A%2F%2Fexample.org&fields_attributes[1][name]=Room&"
                       "fields_attributes[1][value]=12",
                       key_);
    ASSERT_EQ(answer.status, 200) << answer.error();
    EXPECT_ENTITY(answer.body, "Account");
    EXPECT_EQ(answer["display_name"].string(), "Maya Okafor");
    EXPECT_EQ(answer["locked"].boolean(), true);
    EXPECT_EQ(answer["bot"].boolean(), false) << "empty is not given";
    EXPECT_EQ(answer["fields"].items().size(), 2u);
    EXPECT_EQ(answer["source"]["fields"].items().at(0)["value"].string(), "https://example.org");
    EXPECT_EQ(answer["source"]["note"].string(), "Physics");
    answer = send(http::Method::patch, path,
                  object({{"fields_attributes", json::Array{object({{"name", "A"}, {"value", "b"}})}},
                          {"source", object({{"privacy", "private"}, {"sensitive", true}})}}),
                  key_);
    EXPECT_EQ(answer["fields"].items().size(), 1u);
    EXPECT_EQ(answer["display_name"].string(), "Maya Okafor") << "left out: unchanged";
    EXPECT_EQ(answer["source"]["privacy"].string(), "private");
    EXPECT_EQ(get("/api/v1/preferences", key_)["posting:default:visibility"].string(), "private");
    EXPECT_EQ(send(http::Method::patch, path, object({{"display_name", std::string(51, 'x')}}), key_).status, 422);
    EXPECT_EQ(form(http::Method::patch, path, "source[privacy]=secret", key_).status, 422);
}

}  // namespace
}  // namespace collegium::api
