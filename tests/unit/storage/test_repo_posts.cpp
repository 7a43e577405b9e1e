#include <algorithm>

#include "repo_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/timelines.hpp"

namespace collegium::repo::test {
namespace {

class Posts : public RepoTest {};
COLLEGIUM_ON_BOTH_ENGINES(Posts);

std::vector<std::int64_t> ids_of(const std::vector<model::Post>& posts) {
    std::vector<std::int64_t> ids;
    for (const auto& post : posts) ids.push_back(post.id.value);
    std::sort(ids.begin(), ids.end());
    return ids;
}

TEST_P(Posts, row_comes_back_as_written) {
    const auto author = account("amina");
    const auto written = post(author, [](model::Post& row) {
        row.source = "a 'quoted' ? text";
        row.spoiler_text = "spoiler";
        row.sensitive = true;
        row.language = "pt-BR";
        row.visibility = model::Visibility::followers;
        row.kind = model::PostKind::resource;
        row.extra = "{}";
        row.edited_at = noon;
    });
    const auto found = find_post(db_, written.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->source, written.source);
    EXPECT_EQ(found->spoiler_text, "spoiler");
    EXPECT_TRUE(found->sensitive);
    EXPECT_EQ(found->language, "pt-BR");
    EXPECT_EQ(found->visibility, model::Visibility::followers);
    EXPECT_EQ(found->kind, model::PostKind::resource);
    EXPECT_EQ(found->thread_id, written.id.value);
    EXPECT_EQ(found->edited_at, noon);
    EXPECT_FALSE(found->in_reply_to_id);
    EXPECT_FALSE(found->app_id);
    EXPECT_EQ(find_post_by_uri(db_, written.uri)->id, written.id);
    EXPECT_EQ(find_post_by_url(db_, written.url)->id, written.id);
    EXPECT_EQ(find_post_by_url(db_, written.uri)->id, written.id);
    EXPECT_FALSE(find_post_by_url(db_, ""));
}

TEST_P(Posts, taken_uri_is_refused) {
    const auto author = account("amina");
    auto row = post(author);
    row.id = PostId{5};
    EXPECT_FALSE(insert_post(db_, row));
    EXPECT_FALSE(find_post(db_, row.id));
}

TEST_P(Posts, one_reblog_per_account_until_it_is_undone) {
    const auto author = account("author");
    const auto fan = account("fan");
    const auto original = post(author);
    const auto first = reblog(fan, original);
    auto second = new_post(fan);
    second.reblog_of_id = original.id;
    EXPECT_FALSE(insert_post(db_, second));
    EXPECT_EQ(find_reblog(db_, fan.id, original.id)->id, first.id);
    delete_post(db_, first.id, noon);
    EXPECT_FALSE(find_reblog(db_, fan.id, original.id));
    EXPECT_TRUE(insert_post(db_, second));
}

TEST_P(Posts, replies_that_came_first_are_adopted_with_their_threads) {
    const auto ann = account("ann", "a.example");
    const auto ben = account("ben", "b.example");
    auto root = new_post(ann);
    auto parent = new_post(ann);
    parent.in_reply_to_uri = root.uri;
    const auto waiting = post(ben, [&parent](model::Post& row) { row.in_reply_to_uri = parent.uri; });
    const auto below = reply(ann, waiting);
    insert(parent);
    auto adopted = find_post(db_, waiting.id);
    EXPECT_EQ(adopted->in_reply_to_id, parent.id);
    EXPECT_EQ(adopted->in_reply_to_account_id, ann.id);
    EXPECT_EQ(adopted->thread_id, parent.id.value);
    EXPECT_EQ(find_post(db_, below.id)->thread_id, parent.id.value);
    EXPECT_EQ(find_post(db_, parent.id)->replies_count, 1);
    insert(root);
    EXPECT_EQ(find_post(db_, below.id)->thread_id, root.id.value);
    EXPECT_EQ(values(ancestors_of(db_, below.id, 10)),
              (std::vector<std::int64_t>{root.id.value, parent.id.value, waiting.id.value}));
    EXPECT_EQ(values(ancestors_of(db_, below.id, 1)), (std::vector<std::int64_t>{waiting.id.value}));
}

TEST_P(Posts, posts_that_answer_each_other_make_no_circle) {
    const auto mallory = account("mallory", "m.example");
    auto first = new_post(mallory);
    auto second = new_post(mallory);
    first.in_reply_to_uri = second.uri;
    insert(first);
    second.in_reply_to_id = first.id;
    second.in_reply_to_uri = first.uri;
    second.thread_id = first.thread_id;
    insert(second);
    EXPECT_FALSE(find_post(db_, first.id)->in_reply_to_id);
    EXPECT_EQ(values(ancestors_of(db_, second.id, 100)), (std::vector<std::int64_t>{first.id.value}));
    const auto self = post(mallory, [](model::Post& row) { row.in_reply_to_uri = row.uri; });
    EXPECT_FALSE(find_post(db_, self.id)->in_reply_to_id);
}

TEST_P(Posts, descendants_are_the_later_posts_of_the_thread) {
    const auto ann = account("ann");
    const auto root = post(ann);
    const auto other = post(ann);
    const auto answer = reply(ann, root);
    const auto deeper = reply(ann, answer);
    EXPECT_EQ(values(descendants_of(db_, root.id, 10)), (std::vector<std::int64_t>{answer.id.value, deeper.id.value}));
    EXPECT_EQ(values(descendants_of(db_, root.id, 1)), (std::vector<std::int64_t>{answer.id.value}));
    EXPECT_TRUE(descendants_of(db_, other.id, 10).empty());
}

TEST_P(Posts, deletion_empties_the_row_and_takes_what_hangs_on_it) {
    const auto author = account("author");
    const auto fan = account("fan");
    const auto fans_follower = account("follower");
    follow(fan, author);
    follow(fans_follower, fan);
    const auto original = post(author);
    const auto answer = reply(fan, original);
    const auto boost = reblog(fan, original);
    count_post(db_, fan.id, 2, noon);
    add_to_home(db_, {author.id, fan.id}, original.id);
    add_to_home(db_, {fan.id, fans_follower.id}, boost.id);
    insert_favourite(db_, fan.id, original.id, "https://f.example/1", noon);
    insert_bookmark(db_, fan.id, original.id, noon);
    set_tags(db_, original.id, {"Algebra"});
    insert_edit(db_, original.id, {"old", "", false, noon});
    insert_notification(db_, {{}, author.id, model::NotificationKind::favourite, fan.id, original.id, noon});
    delete_post(db_, original.id, noon);

    EXPECT_FALSE(find_post(db_, original.id));
    EXPECT_FALSE(find_post_by_uri(db_, original.uri));
    EXPECT_FALSE(find_post(db_, boost.id));
    EXPECT_EQ(ids_of(find_posts(db_, {original.id, boost.id, answer.id})),
              (std::vector<std::int64_t>{answer.id.value}));
    EXPECT_EQ(find_post(db_, answer.id)->in_reply_to_id, original.id);
    for (const std::string table : {"home_entry", "favourite", "bookmark", "post_tag", "post_edit", "notification"})
        EXPECT_EQ(count(table), 0) << table;
    EXPECT_EQ(count("post WHERE content = '' AND source = '' AND deleted_at IS NOT NULL"), 1);
    EXPECT_EQ(find_account(db_, fan.id)->statuses_count, 1);
    auto again = new_post(author);
    again.uri = original.uri;
    EXPECT_FALSE(insert_post(db_, again));  // its id does not come back
}

TEST_P(Posts, counts_are_recomputed_and_do_not_tell_of_private_replies) {
    const auto author = account("author");
    const auto fan = account("fan");
    const auto original = post(author);
    reply(fan, original);
    post(fan, [&original](model::Post& row) {
        row.in_reply_to_id = original.id;
        row.visibility = model::Visibility::direct;
    });
    const auto boost = reblog(fan, original);
    insert_favourite(db_, fan.id, original.id, "", noon);
    refresh_post_counts(db_, original.id);
    auto found = find_post(db_, original.id);
    EXPECT_EQ(found->replies_count, 1);
    EXPECT_EQ(found->reblogs_count, 1);
    EXPECT_EQ(found->favourites_count, 1);
    delete_post(db_, boost.id, noon);
    delete_favourite(db_, fan.id, original.id);
    refresh_post_counts(db_, original.id);
    found = find_post(db_, original.id);
    EXPECT_EQ(found->reblogs_count, 0);
    EXPECT_EQ(found->favourites_count, 0);
}

TEST_P(Posts, edits_come_oldest_first) {
    const auto row = post(account("author"));
    insert_edit(db_, row.id, {"one", "cw", true, noon});
    insert_edit(db_, row.id, {"two", "", false, noon + std::chrono::seconds(1)});
    const auto edits = edits_of(db_, row.id);
    ASSERT_EQ(edits.size(), 2u);
    EXPECT_EQ(edits[0].content, "one");
    EXPECT_TRUE(edits[0].sensitive);
    EXPECT_EQ(edits[1].content, "two");
}

TEST_P(Posts, involved_are_remote_people_only) {
    const auto author = account("author");
    const auto original = post(author);
    const auto liker = account("liker", "a.example");
    const auto booster = account("booster", "b.example");
    const auto replier = account("replier", "c.example");
    const auto named = account("named", "d.example");
    const auto ours = account("ours");
    for (const auto& fan : {liker, ours}) insert_favourite(db_, fan.id, original.id, "", noon);
    reblog(booster, original);
    reply(replier, original);
    model::Mention mention;
    mention.account_id = named.id;
    set_mentions(db_, original.id, {mention});
    auto involved = values(involved_accounts(db_, original.id));
    std::sort(involved.begin(), involved.end());
    EXPECT_EQ(involved, values(std::vector<AccountId>{liker.id, booster.id, replier.id, named.id}));
}

TEST_P(Posts, idempotency_key_is_remembered_for_a_while) {
    const auto author = account("author");
    const auto first = post(author);
    const auto second = post(author);
    EXPECT_TRUE(put_idempotent(db_, author.id, "key", first.id, noon, noon - std::chrono::hours(24)));
    EXPECT_FALSE(put_idempotent(db_, author.id, "key", second.id, noon, noon - std::chrono::hours(24))) << "in use";
    EXPECT_EQ(find_idempotent(db_, author.id, "key", noon - std::chrono::hours(1)), first.id);
    EXPECT_FALSE(find_idempotent(db_, author.id, "key", noon));
    EXPECT_FALSE(find_idempotent(db_, AccountId{1}, "key", noon - std::chrono::hours(1)));
    EXPECT_TRUE(put_idempotent(db_, author.id, "key", second.id, noon + std::chrono::hours(25), noon));
    EXPECT_EQ(find_idempotent(db_, author.id, "key", noon), second.id);
    put_idempotent(db_, author.id, "other", first.id, noon + std::chrono::days(5), noon);
    EXPECT_EQ(count("idempotency"), 1);
}

TEST_P(Posts, tombstones_of_others_go_and_ours_stay) {
    const std::string ours = "https://north.example/";
    put_tombstone(db_, ours + "ap/notes/1", ours + "ap/users/1", "Note", noon);
    put_tombstone(db_, "https://a.example/1", "https://a.example/ann", "Note", noon);
    put_tombstone(db_, "https://a.example/2", "https://a.example/ann", "Note", noon + std::chrono::hours(2));
    purge_foreign_tombstones(db_, ours, noon + std::chrono::hours(1));
    EXPECT_TRUE(find_tombstone(db_, ours + "ap/notes/1"));
    EXPECT_FALSE(find_tombstone(db_, "https://a.example/1"));
    EXPECT_TRUE(find_tombstone(db_, "https://a.example/2"));
}

TEST_P(Posts, tombstone_keeps_the_first_word) {
    put_tombstone(db_, "https://a.example/1", "https://a.example/ann", "Note", noon);
    put_tombstone(db_, "https://a.example/1", "https://b.example/bob", "Event", noon);
    const auto found = find_tombstone(db_, "https://a.example/1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->actor_uri, "https://a.example/ann");
    EXPECT_EQ(found->former_type, "Note");
    EXPECT_EQ(found->deleted_at, noon);
    EXPECT_FALSE(find_tombstone(db_, "https://a.example/2"));
}

}  // namespace
}  // namespace collegium::repo::test
