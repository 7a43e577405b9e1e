#include "domain/media.hpp"
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
using ::testing::Not;

class TimelineRoutes : public test::Api {
  protected:
    TimelineRoutes() : maya_(member("maya")), daniel_(member("daniel")), key_(token(maya_)) {
        for (const char* text : {"1 #lab", "2 #lab", "3 #lab", "4 #lab", "5 #lab"})
            posts_.push_back(post(maya_, text).id.text());
        pump();
    }
    using Api::post;
    using World::post;
    std::string id(int number) const { return posts_.at(static_cast<std::size_t>(number - 1)); }
    model::Account maya_, daniel_;
    std::string key_;
    std::vector<std::string> posts_;
};
COLLEGIUM_ON_BOTH_ENGINES(TimelineRoutes);

TEST_P(TimelineRoutes, cursors_mean_what_mastodon_means) {
    const std::string home = "/api/v1/timelines/home";
    EXPECT_THAT(ids(get(home, key_)), ElementsAre(id(5), id(4), id(3), id(2), id(1)));
    EXPECT_THAT(ids(get(home + "?limit=2", key_)), ElementsAre(id(5), id(4)));
    EXPECT_THAT(ids(get(home + "?limit=2&max_id=" + id(4), key_)), ElementsAre(id(3), id(2)));
    EXPECT_THAT(ids(get(home + "?limit=2&since_id=" + id(1), key_)), ElementsAre(id(5), id(4)))
        << "newest first, a gap";
    EXPECT_THAT(ids(get(home + "?limit=2&min_id=" + id(1), key_)), ElementsAre(id(3), id(2))) << "directly after";
    EXPECT_THAT(ids(get(home + "?min_id=" + id(1) + "&max_id=" + id(4), key_)), ElementsAre(id(3), id(2)));
    EXPECT_THAT(ids(get(home + "?min_id=" + id(3) + "&since_id=" + id(1), key_)), ElementsAre(id(5), id(4)));
}

TEST_P(TimelineRoutes, limits_are_clamped_never_refused) {
    const std::string home = "/api/v1/timelines/home";
    EXPECT_EQ(get(home + "?limit=0", key_).items().size(), 1u);
    EXPECT_EQ(get(home + "?limit=-2", key_).items().size(), 2u);
    for (const char* limit : {"100000", "abc", "", "99999999999999999999", "1e3", "-9223372036854775808"})
        EXPECT_EQ(get(home + "?limit=" + limit, key_).status, 200) << limit;
    for (const char* cursor : {"abc", "-1", "0", "99999999999999999999", "", "1.5"})
        EXPECT_EQ(get(home + "?max_id=" + cursor, key_).items().size(), 5u) << cursor;
}

TEST_P(TimelineRoutes, link_is_exact_for_every_timeline) {
    for (const std::string path : {"/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/lab"}) {
        const auto base = "<https://north.example" + path + "?limit=2&local=true&";
        EXPECT_EQ(get(path + "?limit=2&local=true", key_).header("Link"),
                  base + "max_id=" + id(4) + ">; rel=\"next\", " + base + "min_id=" + id(5) + ">; rel=\"prev\"");
        const auto short_page = get(path + "?max_id=" + id(2), key_);
        EXPECT_THAT(short_page.header("Link"), HasSubstr("max_id=" + id(1) + ">; rel=\"next\"")) << "not empty: go on";
        EXPECT_EQ(get(path + "?max_id=" + id(1), key_).header("Link"), "") << "empty: stop";
    }
}

TEST_P(TimelineRoutes, link_keeps_parameters_encoded_and_drops_cursors) {
    const auto link =
        get("/api/v1/timelines/public?max_id=" + id(5) + "&any[]=a%2Cb%3B&limit=1&min_id=&access_token=x", key_)
            .header("Link");
    EXPECT_THAT(link, Not(HasSubstr("access_token")));
    EXPECT_THAT(link, HasSubstr("any%5B%5D=a%2Cb%3B&limit=1&max_id=" + id(4) + ">"));
    EXPECT_EQ(std::count(link.begin(), link.end(), ','), 1) << "clients split it on commas";
}

TEST_P(TimelineRoutes, filtered_page_still_goes_on) {
    must(domain::mute, daniel_.id, maya_.id, true, std::optional<Timestamp>());
    const auto page = get("/api/v1/timelines/public?limit=2", token(daniel_));
    EXPECT_THAT(page.items(), IsEmpty());
    EXPECT_THAT(page.header("Link"), HasSubstr("max_id=" + id(4)));
}

TEST_P(TimelineRoutes, anyone_reads_public_and_tags_only) {
    EXPECT_EQ(get("/api/v1/timelines/public").items().size(), 5u);
    EXPECT_EQ(get("/api/v1/timelines/tag/LAB").items().size(), 5u);
    EXPECT_EQ(get("/api/v1/timelines/home").status, 401);
    EXPECT_THAT(get("/api/v1/timelines/public?remote=true").items(), IsEmpty());
    const auto page = get("/api/v1/timelines/public");
    for (const auto& status : page.items()) EXPECT_ENTITY(status, "Status");
}

TEST_P(TimelineRoutes, public_and_tags_are_filtered) {
    domain::PostDraft draft;
    draft.author = daniel_.id;
    draft.text = "A picture #lab #carts";
    draft.media = {must(domain::store_media, domain::NewMedia{daniel_.id, "a.gif", "", "GIF89a", ""}).id};
    const auto picture = must(domain::create_post, draft).id.text();
    const auto ramps = post(daniel_, "#ramps").id.text();
    for (const std::string path : {"/api/v1/timelines/public", "/api/v1/timelines/tag/lab"})
        EXPECT_THAT(ids(get(path + "?only_media=true")), ElementsAre(picture)) << path;
    const std::string lab = "/api/v1/timelines/tag/lab?";
    EXPECT_THAT(ids(get(lab + "any[]=%23Ramps&any[]=carts&limit=3")), ElementsAre(ramps, picture, id(5)));
    EXPECT_THAT(ids(get(lab + "all[]=CARTS")), ElementsAre(picture));
    EXPECT_THAT(ids(get(lab + "none[]=carts&limit=2")), ElementsAre(id(5), id(4)));
}

TEST_P(TimelineRoutes, profile_timeline_pages_when_full) {
    const auto path = "/api/v1/accounts/" + maya_.id.text() + "/statuses";
    EXPECT_THAT(get(path + "?limit=5").header("Link"), HasSubstr("rel=\"next\""));
    EXPECT_THAT(get(path + "?limit=6").header("Link"), Not(HasSubstr("rel=\"next\"")));
    EXPECT_THAT(ids(get(path + "?pinned=true")), IsEmpty());
    EXPECT_EQ(get("/api/v1/accounts/7/statuses").status, 404);
}

TEST_P(TimelineRoutes, favourites_and_bookmarks_page_by_their_rows) {
    for (int number : {3, 1, 5}) {
        post("/api/v1/statuses/" + id(number) + "/favourite", key_);
        post("/api/v1/statuses/" + id(number) + "/bookmark", key_);
    }
    for (const std::string path : {"/api/v1/favourites", "/api/v1/bookmarks"}) {
        const auto first = get(path + "?limit=2", key_);
        EXPECT_THAT(ids(first), ElementsAre(id(5), id(1)));
        const auto link = first.header("Link");
        const auto next = link.substr(link.find("/api"), link.find('>') - link.find("/api"));
        EXPECT_THAT(ids(get(next, key_)), ElementsAre(id(3)));
    }
}

TEST_P(TimelineRoutes, lists_are_made_filled_and_read) {
    const auto list = post("/api/v1/lists", object({{"title", "Coaches"}}), key_);
    ASSERT_EQ(list.status, 200);
    EXPECT_ENTITY(list.body, "List");
    EXPECT_EQ(list["replies_policy"].string(), "list");
    const auto path = "/api/v1/lists/" + list["id"].string();
    EXPECT_EQ(post(path + "/accounts", object({{"account_ids", json::Array{daniel_.id.text()}}}), key_).status, 404)
        << "only people one follows";
    follows(maya_, daniel_);
    EXPECT_EQ(form(http::Method::post, path + "/accounts", "account_ids[]=" + daniel_.id.text(), key_).status, 200);
    EXPECT_THAT(ids(get(path + "/accounts", key_)), ElementsAre(daniel_.id.text()));
    EXPECT_THAT(ids(get("/api/v1/accounts/" + daniel_.id.text() + "/lists", key_)), ElementsAre(list["id"].string()));
    const auto theirs = post(daniel_, "from daniel");
    pump();
    EXPECT_THAT(ids(get("/api/v1/timelines/list/" + list["id"].string(), key_)), ElementsAre(theirs.id.text()));
    EXPECT_EQ(get("/api/v1/timelines/list/" + list["id"].string(), token(daniel_)).status, 404);
    EXPECT_EQ(get(path, token(daniel_)).status, 404);
    const auto changed = send(http::Method::put, path, object({{"title", "Mentors"}, {"exclusive", true}}), key_);
    EXPECT_EQ(changed["title"].string(), "Mentors");
    EXPECT_EQ(changed["exclusive"].boolean(), true);
    EXPECT_EQ(send(http::Method::put, path, object({{"replies_policy", "all"}}), key_).status, 422);
    EXPECT_EQ(form(http::Method::delete_, path + "/accounts", "account_ids[]=" + daniel_.id.text(), key_).status, 200);
    EXPECT_THAT(get(path + "/accounts", key_).items(), IsEmpty());
    EXPECT_EQ(ask(request(http::Method::delete_, path), key_).status, 200);
    EXPECT_THAT(get("/api/v1/lists", key_).items(), IsEmpty());
    EXPECT_EQ(post("/api/v1/lists", object({{"title", " "}}), key_).status, 422);
}

}  // namespace
}  // namespace collegium::api
