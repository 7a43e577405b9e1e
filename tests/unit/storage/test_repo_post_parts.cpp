#include "repo_fixture.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::repo::test {
namespace {

class PostParts : public RepoTest {};
COLLEGIUM_ON_BOTH_ENGINES(PostParts);

model::Media media_of_owner(std::int64_t id, const model::Account& owner, const std::string& store_key) {
    model::Media media;
    media.id = MediaId{id};
    media.account_id = owner.id;
    media.kind = model::MediaKind::image;
    media.mime_type = "image/png";
    media.store_key = store_key;
    media.token = store_key.empty() ? "" : "token" + std::to_string(id);
    media.created_at = noon;
    return media;
}

std::vector<std::int64_t> ids_of(const std::vector<model::Media>& rows) {
    std::vector<std::int64_t> ids;
    for (const auto& row : rows) ids.push_back(row.id.value);
    return ids;
}

TEST_P(PostParts, mentions_are_replaced_and_carry_their_people) {
    const auto author = account("author");
    const auto named = account("named", "a.example");
    const auto silent = account("silent");
    const auto first = post(author);
    const auto second = post(author);
    model::Mention one;
    one.account_id = named.id;
    model::Mention two;
    two.account_id = silent.id;
    two.silent = true;
    set_mentions(db_, first.id, {one, two, one});
    set_mentions(db_, second.id, {two});
    const auto mentions = mentions_of(db_, {first.id, second.id});
    ASSERT_EQ(mentions.size(), 3u);
    EXPECT_EQ(mentions[0].domain, "a.example");
    EXPECT_EQ(mentions[0].username, "named");
    EXPECT_EQ(mentions[0].uri, named.uri);
    EXPECT_TRUE(mentions[1].silent);
    EXPECT_TRUE(is_mentioned(db_, first.id, named.id));
    set_mentions(db_, first.id, {});
    EXPECT_FALSE(is_mentioned(db_, first.id, named.id));
    EXPECT_TRUE(mentions_of(db_, {}).empty());
}

TEST_P(PostParts, tags_are_one_whatever_their_case) {
    const auto author = account("author");
    const auto first = post(author);
    const auto second = post(author);
    set_tags(db_, first.id, {"Algebra", "ALGEBRA", "Übung"});
    set_tags(db_, second.id, {"algebra"});
    EXPECT_EQ(count("tag"), 2);
    const auto tags = tags_of(db_, {first.id, second.id});
    ASSERT_EQ(tags.size(), 3u);
    EXPECT_EQ(tags[0].post_id, first.id);
    EXPECT_EQ(tags[0].tag.name, "algebra");
    EXPECT_EQ(tags[0].tag.display_name, "Algebra");
    EXPECT_EQ(tags[2].tag.id, tags[0].tag.id);
    EXPECT_EQ(find_tag(db_, "übung")->display_name, "Übung");
    set_tags(db_, first.id, {});
    EXPECT_EQ(tags_of(db_, {first.id}).size(), 0u);
}

TEST_P(PostParts, tag_search_takes_prefixes_literally) {
    set_tags(db_, post(account("author")).id, {"maths", "math", "music", "ma_x"});
    const auto found = search_tags(db_, "mat", 10, 0);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].name, "math");
    EXPECT_EQ(search_tags(db_, "mat", 10, 1).size(), 1u);
    EXPECT_EQ(search_tags(db_, "ma_", 10, 0).size(), 1u);
    EXPECT_TRUE(search_tags(db_, "%", 10, 0).empty());
    EXPECT_TRUE(search_tags(db_, "m", -1, 0).empty());
}

TEST_P(PostParts, media_hangs_on_one_post_of_its_owner_in_the_order_given) {
    const auto author = account("author");
    const auto other = account("other");
    for (std::int64_t id : {1, 2, 3}) insert_media(db_, media_of_owner(id, author, "k"));
    insert_media(db_, media_of_owner(4, other, "k"));
    const auto first = post(author);
    const auto second = post(author);
    EXPECT_EQ(attach_media(db_, first.id, author.id, {MediaId{3}, MediaId{1}, MediaId{4}}), 2);
    EXPECT_EQ(ids_of(media_of(db_, {first.id})), (std::vector<std::int64_t>{3, 1}));
    EXPECT_EQ(attach_media(db_, second.id, author.id, {MediaId{1}, MediaId{2}}), 1);
    EXPECT_EQ(ids_of(media_of(db_, {second.id})), (std::vector<std::int64_t>{2}));
    EXPECT_EQ(attach_media(db_, first.id, author.id, {MediaId{1}}), 1);  // 3 is left out, and free again
    EXPECT_FALSE(find_media(db_, MediaId{3})->post_id);
    EXPECT_EQ(attach_media(db_, second.id, author.id, {MediaId{3}, MediaId{2}}), 2);
    EXPECT_EQ(ids_of(media_of(db_, {first.id, second.id})), (std::vector<std::int64_t>{1, 3, 2}));
}

TEST_P(PostParts, media_can_change_and_is_found_by_its_token) {
    auto media = media_of_owner(1, account("author"), "k");
    insert_media(db_, media);
    media.description = "a lathe";
    media.width = 640;
    media.kind = model::MediaKind::video;
    update_media(db_, media);
    const auto found = find_media_by_token(db_, "token1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->description, "a lathe");
    EXPECT_EQ(found->width, 640);
    EXPECT_EQ(found->kind, model::MediaKind::video);
    EXPECT_FALSE(find_media_by_token(db_, ""));
}

TEST_P(PostParts, files_of_a_deleted_post_can_be_attached_to_the_next) {
    const auto author = account("author");
    const auto draft = post(author);
    insert_media(db_, media_of_owner(1, author, "k"));
    auto far = media_of_owner(2, author, "");
    far.post_id = draft.id;
    attach_media(db_, draft.id, author.id, {MediaId{1}});
    insert_media(db_, far);
    delete_post(db_, draft.id, noon);
    EXPECT_FALSE(find_media(db_, MediaId{2}));
    EXPECT_EQ(attach_media(db_, post(author).id, author.id, {MediaId{1}}), 1);
}

TEST_P(PostParts, marks_are_the_viewers_own) {
    const auto author = account("author");
    const auto viewer = account("viewer");
    const auto liked = post(author);
    const auto boosted = post(author);
    const auto kept = post(author);
    const auto plain = post(author);
    EXPECT_TRUE(insert_favourite(db_, viewer.id, liked.id, "https://x.example/like", noon));
    EXPECT_FALSE(insert_favourite(db_, viewer.id, liked.id, "https://x.example/again", noon));
    EXPECT_TRUE(insert_bookmark(db_, viewer.id, kept.id, noon));
    EXPECT_FALSE(insert_bookmark(db_, viewer.id, kept.id, noon));
    reblog(viewer, boosted);
    insert_favourite(db_, author.id, plain.id, "", noon);
    auto marks = marks_of(db_, viewer.id, {liked.id, boosted.id, kept.id, plain.id});
    EXPECT_TRUE(marks[liked.id].favourited);
    EXPECT_FALSE(marks[liked.id].reblogged);
    EXPECT_TRUE(marks[boosted.id].reblogged);
    EXPECT_TRUE(marks[kept.id].bookmarked);
    EXPECT_FALSE(marks[plain.id].favourited);
    EXPECT_EQ(delete_favourite(db_, viewer.id, liked.id), "https://x.example/like");
    EXPECT_FALSE(delete_favourite(db_, viewer.id, liked.id));
    EXPECT_TRUE(delete_bookmark(db_, viewer.id, kept.id));
    EXPECT_FALSE(delete_bookmark(db_, viewer.id, kept.id));
}

TEST_P(PostParts, favourites_page_by_their_own_cursor) {
    const auto author = account("author");
    const auto viewer = account("viewer");
    const auto older = post(author);
    const auto newer = post(author);
    insert_favourite(db_, viewer.id, newer.id, "", noon);
    insert_favourite(db_, viewer.id, older.id, "", noon);
    const auto rows = favourites_page(db_, viewer.id, page_of(1));
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].id, older.id);
    const auto next = favourites_page(db_, viewer.id, older_than(rows[0].cursor, 10));
    ASSERT_EQ(next.size(), 1u);
    EXPECT_EQ(next[0].id, newer.id);
    EXPECT_EQ(favourited_by_page(db_, older.id, page_of(10)).at(0).id, viewer.id);
    EXPECT_TRUE(bookmarks_page(db_, viewer.id, page_of(10)).empty());
}

TEST_P(PostParts, reblogged_by_names_public_reblogs) {
    const auto author = account("author");
    const auto original = post(author);
    const auto boost = reblog(account("fan"), original);
    post(account("shy"), [&original](model::Post& row) {
        row.reblog_of_id = original.id;
        row.visibility = model::Visibility::followers;
    });
    const auto rows = reblogged_by_page(db_, original.id, page_of(10));
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].cursor, boost.id.value);
    EXPECT_EQ(rows[0].id, boost.account_id);
}

}  // namespace
}  // namespace collegium::repo::test
