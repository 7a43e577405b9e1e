#include <gmock/gmock.h>

#include "domain/remote_posts.hpp"
#include "domain/resources.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RemoteResources : public test::World {
  protected:
    RemoteResources() : maya_(member("maya")), lin_(stranger("lin")), tom_(stranger("tom", "west.example")) {
        follows(maya_, lin_);
    }
    RemotePost carrier(const model::Account& author, std::string_view name, const std::string& id) {
        auto said = remote(author, name);
        said.resource.emplace();
        said.resource->id = id;
        said.resource->page = id;
        said.resource->title = "Wave tank";
        said.resource->license = "https://creativecommons.org/publicdomain/zero/1.0/";
        said.resource->work_url = "https://files.south.example/tank";
        said.resource->description = "<p>Fine</p><script>alert(1)</script>";
        said.resource->subjects = {{"", "Physics", ""}};
        return said;
    }
    model::Post delivered(const RemotePost& said) { return must(import_post, said, Arrival::delivered).value(); }
    std::vector<std::string> library() {
        auto here = context();
        std::vector<std::string> uris;
        for (const auto& view : load_library(here, {}, AccountId(), model::Page())) uris.push_back(view.resource.uri);
        return uris;
    }
    static constexpr const char* tank = "https://south.example/resources/1";
    model::Account maya_, lin_, tom_;
};
COLLEGIUM_ON_BOTH_ENGINES(RemoteResources);

TEST_P(RemoteResources, delivered_share_enters_library_and_home_with_its_fields) {
    const auto post = delivered(carrier(lin_, "1", tank));
    pump();
    EXPECT_EQ(post.kind, model::PostKind::resource);
    EXPECT_THAT(home(maya_), ElementsAre(post.id));
    EXPECT_THAT(library(), ElementsAre(tank));
    const auto row = repo::find_resource_by_post(db_, post.id).value();
    const auto view = must(load_resource, row.id, AccountId());
    EXPECT_FALSE(view.resource.local);
    EXPECT_EQ(view.record.subjects.at(0).label, "Physics");
    EXPECT_THAT(view.record.description, Not(HasSubstr("script")));
    EXPECT_EQ(view.post.resource_id, row.id);
}

TEST_P(RemoteResources, record_that_claims_another_servers_address_gets_its_carriers) {
    const auto post = delivered(carrier(lin_, "1", "https://west.example/resources/1"));
    EXPECT_EQ(repo::find_resource_by_post(db_, post.id)->uri, post.url);
    const auto ours = delivered(carrier(lin_, "2", "https://north.example/resources/7"));
    EXPECT_EQ(repo::find_resource_by_post(db_, ours.id)->uri, ours.url);
}

TEST_P(RemoteResources, second_post_cannot_take_a_resource_over) {
    const auto first = delivered(carrier(lin_, "1", tank));
    auto again = carrier(lin_, "2", tank);
    again.resource->title = "Other";
    const auto second = delivered(again);
    EXPECT_FALSE(repo::find_resource_by_post(db_, second.id));
    EXPECT_EQ(repo::find_resource_by_uri(db_, tank)->post_id, first.id);
    EXPECT_EQ(repo::find_resource_by_uri(db_, tank)->title, "Wave tank");
}

TEST_P(RemoteResources, update_replaces_the_record_and_keeps_versions) {
    const auto post = delivered(carrier(lin_, "1", tank));
    pump();
    advance(std::chrono::minutes(1));
    auto newer = carrier(lin_, "1", tank);
    newer.resource->title = "Wave tank 2";
    newer.resource->version = "2";
    newer.resource->subjects = {{"", "Oceanography", ""}};
    newer.updated = now_;
    must(update_remote_post, newer, Arrival::delivered);
    const auto row = repo::find_resource_by_post(db_, post.id).value();
    EXPECT_EQ(row.title, "Wave tank 2");
    EXPECT_EQ(row.uri, tank);
    EXPECT_EQ(repo::versions_of(db_, row.id).size(), 1u);
    repo::LibraryQuery query;
    query.facets = {{"subject", "physics", ""}};
    EXPECT_THAT(repo::library_page(db_, query, model::Page()), IsEmpty());
}

TEST_P(RemoteResources, late_older_update_does_not_touch_the_record) {
    const auto post = delivered(carrier(lin_, "1", tank));
    auto older = carrier(lin_, "1", tank);
    older.resource->title = "Older";
    older.updated = now_ - std::chrono::hours(1);
    must(update_remote_post, older, Arrival::delivered);
    EXPECT_EQ(repo::find_resource_by_post(db_, post.id)->title, "Wave tank");
}

TEST_P(RemoteResources, deleted_carrier_takes_the_resource_along) {
    const auto post = delivered(carrier(lin_, "1", tank));
    const auto id = repo::find_resource_by_post(db_, post.id)->id;
    must(delete_remote_post, lin_.id, std::string_view(lin_.uri), std::string_view(post.uri));
    EXPECT_THAT(library(), IsEmpty());
    EXPECT_EQ(failure(load_resource, id, maya_.id).code(), Errc::gone);
}

TEST_P(RemoteResources, overlong_hostile_record_is_bounded) {
    auto said = carrier(lin_, "1", tank);
    said.resource->title = std::string(5000, 'x');
    said.resource->keywords.assign(1000, "\xC3\xA4\xC3\xB6\xC3\xBC sound waves");
    said.resource->subjects.assign(300, {"", std::string(400, 'y'), ""});
    const auto post = delivered(said);
    const auto row = repo::find_resource_by_post(db_, post.id).value();
    EXPECT_LE(row.title.size(), 210u);
    EXPECT_LE(row.search_text.size(), 8u * 1024);
    EXPECT_TRUE(run(load_resource, row.id, AccountId()));
}

}  // namespace
}  // namespace collegium::domain
