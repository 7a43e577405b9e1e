#include "repo_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/resources.hpp"

namespace collegium::repo::test {
namespace {

using Numbers = std::vector<std::int64_t>;

class Library : public RepoTest {
  protected:
    template <class Change>
    model::Resource resource(const model::Account& author, const model::Post& carrier, Change change) {
        model::Resource row;
        row.id = ResourceId{carrier.id.value};
        row.post_id = carrier.id;
        row.account_id = author.id;
        row.uri = carrier.uri + "/resource";
        row.title = "Fractions";
        row.license = "https://creativecommons.org/licenses/by/4.0/";
        row.record = "{}";
        row.search_text = "fractions for year six";
        row.local = author.local();
        row.created_at = noon;
        row.updated_at = noon;
        change(row);
        EXPECT_TRUE(insert_resource(db_, row));
        return row;
    }
    model::Resource resource(const model::Account& author) {
        return resource(author, post(author), [](model::Resource&) {});
    }
    Numbers page(const LibraryQuery& query, const model::Page& page = page_of(10)) {
        Numbers ids;
        for (const auto& row : library_page(db_, query, page)) ids.push_back(row.id.value);
        return ids;
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Library);

TEST_P(Library, resource_comes_back_and_is_withdrawn) {
    auto row = resource(account("author"));
    EXPECT_FALSE(insert_resource(db_, row));
    row.title = "Fractions, again";
    row.version = "2";
    update_resource(db_, row);
    EXPECT_EQ(find_resource(db_, row.id)->version, "2");
    EXPECT_EQ(find_resource_by_post(db_, row.post_id)->title, "Fractions, again");
    EXPECT_EQ(find_resource_by_uri(db_, row.uri)->id, row.id);
    EXPECT_EQ(find_resources_by_posts(db_, {row.post_id, PostId{3}}).size(), 1u);
    insert_version(db_, row.id, {"1", "{}", noon});
    insert_version(db_, row.id, {"2", "{}", noon});
    EXPECT_EQ(versions_of(db_, row.id).at(0).version, "2");
    set_facets(db_, row.id, {{"subject", "math", "Mathematics"}});
    delete_resource(db_, row.id, noon);
    EXPECT_TRUE(find_resource(db_, row.id)->deleted_at);
    EXPECT_TRUE(facets_of(db_, row.id).empty());
    EXPECT_TRUE(page({}).empty());
}

TEST_P(Library, shows_public_and_unlisted_resources_only) {
    const auto author = account("author");
    const auto keep = [](model::Resource&) {};
    const auto open = resource(author);
    const auto unlisted =
        resource(author, post(author, [](model::Post& row) { row.visibility = model::Visibility::unlisted; }), keep);
    resource(author, post(author, [](model::Post& row) { row.visibility = model::Visibility::followers; }), keep);
    const auto deleted = resource(author);
    delete_post(db_, deleted.post_id, noon);
    auto suspended = account("suspended", "a.example");
    resource(suspended);
    suspended.suspended_at = noon;
    update_account(db_, suspended);
    EXPECT_EQ(page({}), (Numbers{unlisted.id.value, open.id.value}));
    EXPECT_EQ(page({}, after(open.id.value, 10)), (Numbers{unlisted.id.value}));
    EXPECT_EQ(page({}, older_than(unlisted.id.value, 10)), (Numbers{open.id.value}));
}

TEST_P(Library, words_match_literally_and_all_must_occur) {
    const auto author = account("author");
    const auto far = account("far", "a.example");
    const auto one = resource(author, post(author), [](model::Resource& row) { row.search_text = "100% fractions"; });
    const auto two = resource(far, post(far), [](model::Resource& row) { row.search_text = "fractions_and decimals"; });
    LibraryQuery query;
    query.words = {"fractions"};
    EXPECT_EQ(page(query), (Numbers{two.id.value, one.id.value}));
    query.words = {"fractions", "100%"};
    EXPECT_EQ(page(query), (Numbers{one.id.value}));
    query.words = {"s_a"};
    EXPECT_EQ(page(query), (Numbers{two.id.value}));
    query.words = {"1_0"};
    EXPECT_TRUE(page(query).empty());
    LibraryQuery local;
    local.local_only = true;
    EXPECT_EQ(page(local), (Numbers{one.id.value}));
    LibraryQuery by_author;
    by_author.author = far.id;
    EXPECT_EQ(page(by_author), (Numbers{two.id.value}));
}

TEST_P(Library, facets_narrow_and_are_counted_under_the_query) {
    const auto author = account("author");
    const auto one = resource(author);
    const auto two = resource(author);
    const auto three = resource(author);
    set_facets(db_, one.id, {{"subject", "math", "Mathematics"}, {"level", "6", ""}});
    set_facets(db_, two.id, {{"subject", "math", "Mathematics"}, {"subject", "art", "Art"}, {"level", "7", ""}});
    set_facets(db_, three.id, {{"subject", "art", "Art"}, {"subject", "bio", "Biology"}});
    set_facets(db_, three.id, {{"subject", "bio", "Biology"}});
    const auto hidden =
        resource(author, post(author, [](model::Post& row) { row.visibility = model::Visibility::direct; }),
                 [](model::Resource&) {});
    set_facets(db_, hidden.id, {{"subject", "math", "Mathematics"}});

    LibraryQuery query;
    query.facets = {{"subject", "math", ""}};
    EXPECT_EQ(page(query), (Numbers{two.id.value, one.id.value}));
    query.facets.push_back({"level", "7", ""});
    EXPECT_EQ(page(query), (Numbers{two.id.value}));

    const auto counts = library_facets(db_, {}, 2);
    ASSERT_EQ(counts.size(), 4u);  // level 6, level 7, math, art: at most two of each
    EXPECT_EQ(counts[0].facet, "level");
    EXPECT_EQ(counts[2].value, "math");
    EXPECT_EQ(counts[2].label, "Mathematics");
    EXPECT_EQ(counts[2].count, 2);
    EXPECT_EQ(counts[3].value, "art");
    const auto narrowed = library_facets(db_, query, 10);
    ASSERT_EQ(narrowed.size(), 3u);
    EXPECT_EQ(narrowed[1].value, "art");
    EXPECT_EQ(narrowed[1].count, 1);
    EXPECT_EQ(library_size(db_, {}).resources, 3);
    EXPECT_EQ(library_size(db_, {}).institutions, 1);
    EXPECT_EQ(library_size(db_, query).resources, 1);
}

}  // namespace
}  // namespace collegium::repo::test
