#include "repo_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::repo::test {
namespace {

class Accounts : public RepoTest {};
COLLEGIUM_ON_BOTH_ENGINES(Accounts);

std::vector<std::string> names(const std::vector<model::Account>& accounts) {
    std::vector<std::string> found;
    for (const auto& account : accounts) found.push_back(account.acct());
    return found;
}

TEST_P(Accounts, row_comes_back_as_written) {
    auto row = account("Amina", "south.example");
    row.display_name = "Amina Y.";
    row.kind = model::ActorKind::service;
    row.note = "<p>Ünïcödé</p>";
    row.locked = true;
    row.fetched_at = noon;
    row.suspended_at = noon;
    update_account(db_, row);
    const auto found = find_account(db_, row.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->display_name, "Amina Y.");
    EXPECT_EQ(found->kind, model::ActorKind::service);
    EXPECT_EQ(found->note, row.note);
    EXPECT_EQ(found->shared_inbox, "https://south.example/inbox");
    EXPECT_TRUE(found->locked);
    EXPECT_FALSE(found->discoverable);
    EXPECT_EQ(found->created_at, noon);
    EXPECT_EQ(found->fetched_at, noon);
    EXPECT_EQ(found->suspended_at, noon);
    EXPECT_FALSE(found->deleted_at);
}

TEST_P(Accounts, found_by_uri_url_key_and_handle_in_any_case) {
    const auto row = account("Amina", "south.example");
    EXPECT_EQ(find_account_by_uri(db_, row.uri)->id, row.id);
    EXPECT_EQ(find_account_by_url(db_, row.url)->id, row.id);
    EXPECT_EQ(find_account_by_key(db_, row.key_id)->id, row.id);
    EXPECT_EQ(find_account_by_handle(db_, "aMINA", "south.example")->id, row.id);
    EXPECT_FALSE(find_account_by_handle(db_, "amina", ""));
    EXPECT_FALSE(find_account_by_key(db_, ""));
    EXPECT_FALSE(find_account_by_url(db_, ""));
}

TEST_P(Accounts, list_reader_leaves_unknown_ids_out) {
    const auto one = account("one");
    const auto two = account("two");
    EXPECT_EQ(find_accounts(db_, {two.id, AccountId{7}, one.id}).size(), 2u);
    EXPECT_TRUE(find_accounts(db_, {}).empty());
}

TEST_P(Accounts, taken_handle_or_uri_is_refused_without_harm) {
    auto row = account("amina");
    row.id = AccountId{77};
    EXPECT_FALSE(insert_account(db_, row));  // both
    row.uri += "2";
    row.username = "AMINA";
    EXPECT_FALSE(insert_account(db_, row));  // the handle, in other case
    row.domain = "south.example";
    EXPECT_TRUE(insert_account(db_, row));
    EXPECT_FALSE(rename_account(db_, row.id, "Amina", ""));
    EXPECT_TRUE(rename_account(db_, row.id, "amina2", "south.example"));
    EXPECT_EQ(find_account_by_handle(db_, "Amina2", "south.example")->username, "amina2");
}

TEST_P(Accounts, search_finds_words_of_names_ours_first) {
    auto far = account("ruth", "a.example");
    far.display_name = "Ruth Okafor";
    update_account(db_, far);
    auto near = account("rokafor");
    near.display_name = "Prof. OKAFOR";
    update_account(db_, near);
    account("someone");
    EXPECT_EQ(names(search_accounts(db_, "okaf", 10, 0, {})), (std::vector<std::string>{"rokafor", "ruth@a.example"}));
    EXPECT_EQ(names(search_accounts(db_, "ruth oka", 10, 0, {})), (std::vector<std::string>{"ruth@a.example"}));
    EXPECT_EQ(names(search_accounts(db_, "@RUTH@a.ex", 10, 0, {})), (std::vector<std::string>{"ruth@a.example"}));
    EXPECT_EQ(names(search_accounts(db_, "okafor", 1, 1, {})), (std::vector<std::string>{"ruth@a.example"}));
    EXPECT_TRUE(search_accounts(db_, "%", 10, 0, {}).empty());
    EXPECT_TRUE(search_accounts(db_, "  ", 10, 0, {}).empty());
    follow(near, far);
    EXPECT_EQ(names(search_accounts(db_, "okafor", 10, 0, near.id)), (std::vector<std::string>{"ruth@a.example"}));
    far.display_name = "Ruth";
    far.suspended_at = noon;
    update_account(db_, far);
    EXPECT_EQ(names(search_accounts(db_, "okafor", 10, 0, {})), (std::vector<std::string>{"rokafor"}));
    EXPECT_TRUE(search_accounts(db_, "ruth", 10, 0, {}).empty());
}

TEST_P(Accounts, directory_lists_our_discoverable_people_latest_first) {
    for (const std::string name : {"quiet", "early", "late", "hidden"}) {
        auto row = account(name);
        row.discoverable = name != "hidden";
        update_account(db_, row);
        if (name == "early") count_post(db_, row.id, 1, noon);
        if (name == "late") count_post(db_, row.id, 1, noon + std::chrono::hours(1));
    }
    EXPECT_EQ(names(local_directory(db_, 10, 0)), (std::vector<std::string>{"late", "early", "quiet"}));
    EXPECT_EQ(names(local_directory(db_, 1, 1)), (std::vector<std::string>{"early"}));
}

TEST_P(Accounts, counters_never_fall_below_nothing_and_late_posts_do_not_turn_the_clock_back) {
    const auto row = account("amina");
    count_post(db_, row.id, 1, noon);
    count_post(db_, row.id, 1, noon - std::chrono::hours(1));
    auto found = find_account(db_, row.id);
    EXPECT_EQ(found->statuses_count, 2);
    EXPECT_EQ(found->last_status_at, noon);
    for (int i = 0; i < 3; ++i) count_post(db_, row.id, -1, std::nullopt);
    found = find_account(db_, row.id);
    EXPECT_EQ(found->statuses_count, 0);
    EXPECT_EQ(found->last_status_at, noon);
}

TEST_P(Accounts, follow_counts_are_ours_for_ours_and_theirs_for_theirs) {
    const auto ours = account("ours");
    const auto theirs = account("theirs", "a.example");
    follow(ours, theirs);
    refresh_follow_counts(db_, ours.id);
    refresh_follow_counts(db_, theirs.id);
    EXPECT_EQ(find_account(db_, ours.id)->following_count, 1);
    EXPECT_EQ(find_account(db_, theirs.id)->followers_count, 1);
    set_remote_counts(db_, theirs.id, 10, 500, 3);
    refresh_follow_counts(db_, theirs.id);
    EXPECT_EQ(find_account(db_, theirs.id)->followers_count, 500);
    delete_follow(db_, ours.id, theirs.id);
    refresh_follow_counts(db_, ours.id);
    EXPECT_EQ(find_account(db_, ours.id)->following_count, 0);
}

TEST_P(Accounts, setting_is_kept_or_put) {
    EXPECT_EQ(keep_setting(db_, "secret", "first"), "first");
    EXPECT_EQ(keep_setting(db_, "secret", "second"), "first");
    put_setting(db_, "secret", "third");
    EXPECT_EQ(find_setting(db_, "secret"), "third");
    EXPECT_FALSE(find_setting(db_, "other"));
}

TEST_P(Accounts, instance_counts_active_members) {
    for (const std::string name : {"now", "spring", "never"}) {
        model::Member member;
        member.account_id = account(name).id;
        member.email = name + "@example.org";
        member.created_at = noon;
        if (name == "now") member.last_sign_in_at = noon - std::chrono::days(3);
        if (name == "spring") count_post(db_, member.account_id, 1, noon - std::chrono::days(100));
        ASSERT_TRUE(insert_member(db_, member));
    }
    const auto counts = count_instance(db_, noon);
    EXPECT_EQ(counts.members, 3);
    EXPECT_EQ(counts.active_month, 1);
    EXPECT_EQ(counts.active_half_year, 2);
    EXPECT_EQ(counts.local_posts, 1);
}

}  // namespace
}  // namespace collegium::repo::test
