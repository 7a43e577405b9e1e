#include <gmock/gmock.h>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "domain/media.hpp"
#include "domain/posts.hpp"
#include "domain/resources.hpp"
#include "storage/repo/posts.hpp"
#include "support/world/world.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::Visibility;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* cc_by = "https://creativecommons.org/licenses/by/4.0/";

class Resources : public test::World {
  protected:
    Resources() : maya_(member("maya")), daniel_(member("daniel")) {}
    ResourceDraft carts(const model::Account& author) {
        ResourceDraft draft;
        draft.author = author.id;
        draft.language = "en";
        draft.record.title = "Momentum carts: station lab";
        draft.record.work_url = "https://files.example.org/carts.pdf";
        draft.record.license = cc_by;
        draft.record.description = "Four stations, **90 minutes**.";
        draft.record.kinds = {"lessonPlan"};
        draft.record.subjects = {{"", "Physics", ""}};
        draft.record.levels = {{"", "Grades 9-12", ""}};
        draft.record.keywords = {"momentum", "lab"};
        return draft;
    }
    ResourceView load(ResourceId id, AccountId viewer = AccountId()) { return must(load_resource, id, viewer); }
    std::vector<ResourceId> library(const repo::LibraryQuery& query, AccountId viewer = AccountId()) {
        auto here = context();
        std::vector<ResourceId> ids;
        for (const auto& view : load_library(here, query, viewer, model::Page())) ids.push_back(view.resource.id);
        return ids;
    }
    std::string refused(ResourceDraft draft) {
        const auto error = failure(create_resource, draft);
        EXPECT_EQ(error.code(), Errc::unprocessable) << error.message();
        return error.message();
    }
    model::Account maya_, daniel_;
};
COLLEGIUM_ON_BOTH_ENGINES(Resources);

TEST_P(Resources, licence_may_be_named_as_people_name_it) {
    for (const char* name : {"CC BY 4.0", "cc-by-4.0", "CC BY", cc_by}) {
        auto draft = carts(maya_);
        draft.record.license = name;
        EXPECT_EQ(must(create_resource, draft).license, cc_by) << name;
    }
    auto draft = carts(maya_);
    draft.record.license = "pln:licence-at-source";
    EXPECT_EQ(must(create_resource, draft).license, "https://w3id.org/collegium/ns#licence-at-source");
    for (const char* nonsense : {"nonsense", "pln:nonsense", "C", "4.0"}) {
        draft.record.license = nonsense;
        EXPECT_THAT(refused(draft), HasSubstr("License")) << nonsense;
    }
}

TEST_P(Resources, description_sent_back_as_it_was_shown_stays) {
    auto draft = carts(maya_);
    const auto made = must(create_resource, draft);
    const auto shown = load(made.id).record.description;
    draft.record.description = shown;
    must(update_resource, maya_.id, made.id, draft);
    const auto view = load(made.id);
    EXPECT_EQ(view.record.description, shown);
    EXPECT_EQ(view.post.post.source, "Four stations, **90 minutes**.");
}

TEST_P(Resources, new_resource_is_carried_by_a_complete_post) {
    const auto made = must(create_resource, carts(maya_));
    const auto view = load(made.id);
    EXPECT_EQ(view.resource.uri, "https://north.example/resources/" + made.id.text());
    EXPECT_EQ(view.resource.version, "1");
    EXPECT_EQ(view.record.title, "Momentum carts: station lab");
    EXPECT_EQ(view.record.license, cc_by);
    EXPECT_THAT(view.record.description, HasSubstr("<strong>90 minutes</strong>"));
    ASSERT_EQ(view.record.creators.size(), 1u);
    EXPECT_EQ(view.record.creators[0].id, maya_.uri);
    EXPECT_THAT(view.record.languages, ElementsAre("en"));
    EXPECT_EQ(view.record.published, now_);

    const auto& post = view.post.post;
    EXPECT_EQ(post.kind, model::PostKind::resource);
    EXPECT_EQ(post.url, view.resource.uri);
    EXPECT_EQ(view.post.resource_id, made.id);
    for (const char* part :
         {"Momentum carts: station lab", "CC BY 4.0", "https://files.example.org/carts.pdf", "Four stations"})
        EXPECT_THAT(post.content, HasSubstr(part));
    EXPECT_THAT(view.post.tags, testing::Not(IsEmpty()));
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_created));
    EXPECT_THAT(home(maya_), ElementsAre(post.id));
}

TEST_P(Resources, what_is_missing_is_named) {
    auto draft = carts(maya_);
    draft.record.title = " ";
    EXPECT_THAT(refused(draft), HasSubstr("Title can't be blank"));
    draft = carts(maya_);
    draft.record.title = std::string(201, 'x');
    EXPECT_THAT(refused(draft), HasSubstr("Title is too long"));
    draft = carts(maya_);
    draft.record.license.clear();
    EXPECT_THAT(refused(draft), HasSubstr("License"));
    draft = carts(maya_);
    draft.record.work_url.clear();
    EXPECT_THAT(refused(draft), HasSubstr("A link or a file is needed"));
    for (const char* url : {"carts.pdf", "javascript:alert(1)", "ftp://files.example.org/x", "https://"}) {
        draft.record.work_url = url;
        EXPECT_THAT(refused(draft), HasSubstr("not a valid URL")) << url;
    }
    draft = carts(maya_);
    draft.record.description = std::string(10'001, 'x');
    EXPECT_THAT(refused(draft), HasSubstr("Description is too long"));
    EXPECT_EQ(count("resource"), 0);
    EXPECT_EQ(count("post"), 0);
}

TEST_P(Resources, script_in_a_description_does_not_survive) {
    auto draft = carts(maya_);
    draft.record.title = "<script>alert(1)</script>";
    draft.record.description = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>";
    const auto view = load(must(create_resource, draft).id);
    for (const auto* text : {&view.record.description, &view.post.post.content}) {
        EXPECT_THAT(*text, testing::Not(HasSubstr("<script")));
        EXPECT_THAT(*text, testing::Not(HasSubstr("href=\"javascript")));
        EXPECT_THAT(*text, testing::Not(HasSubstr("<img")));
    }
}

TEST_P(Resources, files_are_described_by_what_was_stored) {
    NewMedia upload{maya_.id, "plan.pdf", "text/html", "%PDF-1.7 carts", "The plan"};
    const auto media = must(store_media, upload);
    auto draft = carts(maya_);
    draft.record.work_url.clear();
    draft.files = {media.id};
    const auto view = load(must(create_resource, draft).id);
    ASSERT_EQ(view.record.files.size(), 1u);
    EXPECT_EQ(view.record.files[0].media_type, "application/pdf");
    EXPECT_EQ(view.record.files[0].name, "plan.pdf");
    EXPECT_EQ(view.record.files[0].sha256, hex_encode(sha256("%PDF-1.7 carts")));
    EXPECT_EQ(view.record.files[0].size, 14);
    EXPECT_THAT(view.record.files[0].url, testing::StartsWith("https://north.example/media/"));

    draft.author = daniel_.id;
    EXPECT_EQ(failure(create_resource, draft).code(), Errc::not_found) << "another person's file";
}

TEST_P(Resources, update_replaces_all_and_keeps_former_versions) {
    const auto made = must(create_resource, carts(maya_));
    pump();
    advance(std::chrono::hours(1));
    auto draft = carts(maya_);
    draft.record.title = "Momentum carts, revised";
    draft.record.version = "2";
    draft.record.keywords.clear();
    must(update_resource, maya_.id, made.id, draft);
    const auto view = load(made.id);
    EXPECT_EQ(view.resource.title, "Momentum carts, revised");
    EXPECT_EQ(view.resource.version, "2");
    EXPECT_EQ(view.record.published, made.created_at);
    EXPECT_EQ(view.record.modified, now_);
    EXPECT_THAT(view.record.keywords, IsEmpty());
    EXPECT_THAT(view.post.post.content, HasSubstr("Momentum carts, revised"));
    EXPECT_EQ(view.post.post.edited_at, now_);
    const auto versions = repo::versions_of(db_, made.id);
    ASSERT_EQ(versions.size(), 1u);
    EXPECT_EQ(versions[0].version, "1");
    EXPECT_THAT(versions[0].record, HasSubstr("station lab"));
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated));
}

TEST_P(Resources, update_of_a_record_alone_is_told_too) {
    const auto made = must(create_resource, carts(maya_));
    pump();
    auto draft = carts(maya_);
    draft.record.accessibility_note = "Transcripts for every station";
    must(update_resource, maya_.id, made.id, draft);
    EXPECT_THAT(kinds(pump()), ElementsAre(EventKind::post_updated));
    EXPECT_THAT(repo::versions_of(db_, made.id), IsEmpty());
}

TEST_P(Resources, only_the_author_changes_or_deletes) {
    const auto made = must(create_resource, carts(maya_));
    EXPECT_EQ(failure(update_resource, daniel_.id, made.id, carts(daniel_)).code(), Errc::not_found);
    EXPECT_EQ(failure(delete_resource, daniel_.id, made.id).code(), Errc::not_found);
    EXPECT_EQ(failure(update_resource, maya_.id, ResourceId{5}, carts(maya_)).code(), Errc::not_found);
    EXPECT_EQ(load(made.id).resource.title, "Momentum carts: station lab");
}

TEST_P(Resources, deleted_resource_is_gone_with_its_post) {
    const auto made = must(create_resource, carts(maya_));
    const auto carrier = load(made.id).post.post;
    must(delete_resource, maya_.id, made.id);
    EXPECT_EQ(failure(load_resource, made.id, maya_.id).code(), Errc::gone);
    EXPECT_FALSE(repo::find_post(db_, carrier.id));
    EXPECT_TRUE(repo::find_tombstone(db_, carrier.uri));
    EXPECT_THAT(library({}), IsEmpty());
    EXPECT_EQ(failure(delete_resource, maya_.id, made.id).code(), Errc::not_found);
    EXPECT_EQ(failure(update_resource, maya_.id, made.id, carts(maya_)).code(), Errc::not_found);

    const auto other = must(create_resource, carts(maya_));
    must(delete_post, maya_.id, load(other.id).post.post.id);
    EXPECT_EQ(failure(load_resource, other.id, maya_.id).code(), Errc::gone) << "deleted as a post";
}

TEST_P(Resources, repeated_idempotency_key_answers_the_first_resource) {
    auto draft = carts(maya_);
    draft.idempotency_key = "share-1";
    const auto first = must(create_resource, draft);
    EXPECT_EQ(must(create_resource, draft).id, first.id);
    EXPECT_EQ(count("resource"), 1);
    auto plain = test::World::draft(maya_, "a post");
    plain.idempotency_key = "post-1";
    must(create_post, plain);
    draft.idempotency_key = "post-1";
    EXPECT_EQ(failure(create_resource, draft).code(), Errc::conflict);
    EXPECT_EQ(count("resource"), 1);
}

TEST_P(Resources, library_finds_by_words_facets_author_and_origin) {
    const auto physics = must(create_resource, carts(maya_));
    auto draft = carts(daniel_);
    draft.record.title = "Fraction strips";
    draft.record.subjects = {{"", "Mathematics", ""}};
    draft.record.kinds = {"worksheet"};
    draft.record.keywords = {"fractions"};
    draft.record.description = "Paper strips";
    const auto fractions = must(create_resource, draft);
    auto query = [](std::vector<std::string> words, std::vector<model::Facet> facets = {}) {
        repo::LibraryQuery made;
        made.words = std::move(words);
        made.facets = std::move(facets);
        return made;
    };
    EXPECT_THAT(library({}), ElementsAre(fractions.id, physics.id));
    EXPECT_THAT(library(query({"cart"})), ElementsAre(physics.id));
    EXPECT_THAT(library(query({"momentum", "lab"})), ElementsAre(physics.id));
    EXPECT_THAT(library(query({"momentum", "strips"})), IsEmpty());
    EXPECT_THAT(library(query({"90"})), ElementsAre(physics.id)) << "in the description";
    EXPECT_THAT(library(query({"%"})), IsEmpty()) << "no wildcard";
    EXPECT_THAT(library(query({}, {{"subject", "mathematics", ""}})), ElementsAre(fractions.id));
    EXPECT_THAT(library(query({}, {{"subject", "mathematics", ""}, {"kind", "lessonplan", ""}})), IsEmpty());
    auto by = query({});
    by.author = maya_.id;
    EXPECT_THAT(library(by), ElementsAre(physics.id));
    const auto counts = repo::library_facets(db_, {}, 10);
    EXPECT_THAT(counts, Contains(testing::AllOf(testing::Field(&model::FacetCount::facet, "license"),
                                                testing::Field(&model::FacetCount::count, 2))));
}

TEST_P(Resources, library_shows_what_is_public_and_not_hidden) {
    auto draft = carts(maya_);
    draft.visibility = Visibility::followers;
    const auto hidden = must(create_resource, draft);
    draft.visibility = Visibility::unlisted;
    const auto quiet = must(create_resource, draft);
    EXPECT_THAT(library({}, maya_.id), ElementsAre(quiet.id));
    EXPECT_EQ(failure(load_resource, hidden.id, daniel_.id).code(), Errc::not_found);
    follows(daniel_, maya_);
    EXPECT_TRUE(run(load_resource, hidden.id, daniel_.id));
}

}  // namespace
}  // namespace collegium::domain
