#include <algorithm>

#include "repo_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::repo::test {
namespace {

using Numbers = std::vector<std::int64_t>;

class Relations : public RepoTest {
  protected:
    static Numbers people(const std::vector<Cursored>& rows) {
        Numbers ids;
        for (const auto& row : rows) ids.push_back(row.second.value);
        return ids;
    }
    static std::vector<std::string> inboxes(std::vector<InboxAddress> addresses) {
        std::vector<std::string> texts;
        for (const auto& address : addresses) texts.push_back(address.host + " " + address.inbox);
        std::sort(texts.begin(), texts.end());
        return texts;
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Relations);

TEST_P(Relations, follow_is_put_changed_and_never_unaccepted) {
    const auto who = account("who");
    const auto whom = account("whom", "a.example");
    model::Follow row;
    row.account_id = who.id;
    row.target_id = whom.id;
    row.uri = "https://learn.example.org/f/1";
    row.created_at = noon;
    const auto put = put_follow(db_, row);
    EXPECT_NE(put.id, 0);
    EXPECT_FALSE(put.accepted);
    EXPECT_EQ(people(follow_requests_page(db_, whom.id, page_of(10))), (Numbers{who.id.value}));
    accept_follow(db_, who.id, whom.id);
    row.uri = "https://learn.example.org/f/2";
    row.show_reblogs = false;
    row.notify = true;
    const auto changed = put_follow(db_, row);
    EXPECT_EQ(changed.id, put.id);
    EXPECT_TRUE(changed.accepted);
    EXPECT_FALSE(changed.show_reblogs);
    EXPECT_TRUE(changed.notify);
    EXPECT_EQ(find_follow_by_uri(db_, row.uri)->id, put.id);
    EXPECT_TRUE(delete_follow(db_, who.id, whom.id));
    EXPECT_FALSE(delete_follow(db_, who.id, whom.id));
    EXPECT_FALSE(find_follow(db_, who.id, whom.id));
}

TEST_P(Relations, followers_page_by_their_own_cursor) {
    const auto star = account("star");
    const auto first = account("first");
    const auto second = account("second", "a.example");
    const auto third = account("third");
    for (const auto& fan : {third, first, second}) follow(fan, star);
    const auto rows = followers_page(db_, star.id, page_of(2));
    EXPECT_EQ(people(rows), (Numbers{second.id.value, first.id.value}));
    EXPECT_EQ(people(followers_page(db_, star.id, older_than(rows[1].first, 2))), (Numbers{third.id.value}));
    EXPECT_EQ(people(following_page(db_, first.id, page_of(2))), (Numbers{star.id.value}));
    const auto ours = local_followers(db_, star.id);
    ASSERT_EQ(ours.size(), 2u);
    EXPECT_EQ(ours[0].id, first.id);
    EXPECT_EQ(ours[1].id, third.id);
    EXPECT_TRUE(ours[0].show_reblogs);
    EXPECT_FALSE(ours[0].notify);
}

TEST_P(Relations, local_followers_are_accepted_ones) {
    const auto far = account("far", "a.example");
    const auto ours = account("ours");
    model::Follow row;
    row.account_id = ours.id;
    row.target_id = far.id;
    put_follow(db_, row);
    EXPECT_FALSE(has_local_follower(db_, far.id));
    accept_follow(db_, ours.id, far.id);
    EXPECT_TRUE(has_local_follower(db_, far.id));
    follow(account("stranger", "b.example"), ours);
    EXPECT_FALSE(has_local_follower(db_, ours.id));
}

TEST_P(Relations, deliveries_go_to_each_shared_inbox_once) {
    const auto star = account("star");
    for (const std::string name : {"one", "two"}) follow(account(name, "a.example"), star);
    auto lonely = account("lonely", "b.example");
    lonely.shared_inbox.clear();
    update_account(db_, lonely);
    follow(lonely, star);
    auto suspended = account("suspended", "c.example");
    suspended.suspended_at = noon;
    update_account(db_, suspended);
    follow(suspended, star);
    follow(account("near"), star);
    const auto followed = account("followed", "d.example");
    follow(star, followed);
    const auto named = account("named", "e.example");
    model::Mention mention;
    mention.account_id = named.id;
    set_mentions(db_, post(star).id, {mention});
    const std::vector<std::string> followers = {"a.example https://a.example/inbox",
                                                "b.example https://b.example/users/lonely/inbox"};
    EXPECT_EQ(inboxes(follower_inboxes(db_, star.id)), followers);
    auto known = followers;
    known.push_back("d.example https://d.example/inbox");
    known.push_back("e.example https://e.example/inbox");
    EXPECT_EQ(inboxes(known_inboxes(db_, star.id)), known);
}

TEST_P(Relations, relationship_tells_both_directions) {
    const auto me = account("me");
    const auto friendly = account("friendly");
    const auto asked = account("asked", "a.example");
    const auto foe = account("foe");
    const auto nobody = account("nobody");
    follow(me, friendly);
    follow(friendly, me);
    model::Follow request;
    request.account_id = me.id;
    request.target_id = asked.id;
    request.notify = true;
    put_follow(db_, request);
    std::swap(request.account_id, request.target_id);
    put_follow(db_, request);
    put_block(db_, me.id, foe.id, "", noon);
    put_block(db_, foe.id, me.id, "https://x.example/b", noon);
    put_mute(db_, me.id, friendly.id, false, noon + std::chrono::hours(1), noon);
    const auto found = relationships(db_, me.id, {friendly.id, asked.id, foe.id, nobody.id, AccountId{5}}, noon);
    ASSERT_EQ(found.size(), 4u);
    const auto of = [&found](const model::Account& account) {
        return *std::find_if(found.begin(), found.end(),
                             [&account](const auto& relation) { return relation.target_id == account.id; });
    };
    EXPECT_TRUE(of(friendly).following && of(friendly).followed_by && of(friendly).showing_reblogs);
    EXPECT_TRUE(of(friendly).muting);
    EXPECT_FALSE(of(friendly).muting_notifications);
    EXPECT_EQ(of(friendly).muting_expires_at, noon + std::chrono::hours(1));
    EXPECT_TRUE(of(asked).requested && of(asked).requested_by && of(asked).notifying);
    EXPECT_FALSE(of(asked).following || of(asked).followed_by);
    EXPECT_TRUE(of(foe).blocking && of(foe).blocked_by);
    EXPECT_FALSE(of(nobody).following || of(nobody).requested || of(nobody).blocking || of(nobody).muting ||
                 of(nobody).followed_by || of(nobody).showing_reblogs);
    const auto later = relationships(db_, me.id, {friendly.id}, noon + std::chrono::hours(2));
    EXPECT_FALSE(later.at(0).muting);
}

TEST_P(Relations, hidden_are_the_blocked_the_blocking_and_the_muted) {
    const auto me = account("me");
    const auto blocked = account("blocked");
    const auto blocking = account("blocking");
    const auto muted = account("muted");
    const auto once_muted = account("once_muted");
    put_block(db_, me.id, blocked.id, "", noon);
    put_block(db_, me.id, blocked.id, "", noon);
    put_block(db_, blocking.id, me.id, "", noon);
    put_mute(db_, me.id, muted.id, true, std::nullopt, noon);
    put_mute(db_, me.id, once_muted.id, true, noon - std::chrono::seconds(1), noon);
    put_mute(db_, muted.id, me.id, true, std::nullopt, noon);
    auto hidden = values(hidden_from(db_, me.id, noon));
    std::sort(hidden.begin(), hidden.end());
    EXPECT_EQ(hidden, (Numbers{blocked.id.value, blocking.id.value, muted.id.value}));
    EXPECT_TRUE(blocks_either_way(db_, me.id, blocking.id));
    EXPECT_TRUE(blocks_either_way(db_, blocking.id, me.id));
    EXPECT_FALSE(blocks_either_way(db_, me.id, muted.id));
    EXPECT_EQ(people(blocks_page(db_, me.id, page_of(10))), (Numbers{blocked.id.value}));
    EXPECT_EQ(people(mutes_page(db_, me.id, page_of(10), noon)), (Numbers{muted.id.value}));
    EXPECT_TRUE(delete_block(db_, me.id, blocked.id));
    EXPECT_FALSE(delete_block(db_, me.id, blocked.id));
    EXPECT_TRUE(delete_mute(db_, me.id, muted.id));
}

TEST_P(Relations, mute_can_be_changed) {
    const auto me = account("me");
    const auto other = account("other");
    put_mute(db_, me.id, other.id, true, noon, noon);
    put_mute(db_, me.id, other.id, false, std::nullopt, noon);
    const auto found = relationships(db_, me.id, {other.id}, noon + std::chrono::days(1));
    EXPECT_TRUE(found.at(0).muting);
    EXPECT_FALSE(found.at(0).muting_notifications);
    EXPECT_FALSE(found.at(0).muting_expires_at);
}

TEST_P(Relations, lists_belong_to_their_owner) {
    const auto owner = account("owner");
    const auto member = account("member");
    model::List list;
    list.account_id = owner.id;
    list.title = "Physics";
    list.id = insert_list(db_, list);
    add_to_list(db_, list.id, {member.id, AccountId{3}});
    add_to_list(db_, list.id, {member.id});
    EXPECT_EQ(values(list_members(db_, list.id)), (Numbers{member.id.value}));
    EXPECT_EQ(lists_with(db_, owner.id, member.id).size(), 1u);
    EXPECT_TRUE(lists_with(db_, member.id, member.id).empty());
    EXPECT_FALSE(find_list(db_, member.id, list.id));
    EXPECT_EQ(find_list(db_, owner.id, list.id)->title, "Physics");
    remove_from_list(db_, list.id, {member.id});
    EXPECT_TRUE(list_members(db_, list.id).empty());
    add_to_list(db_, list.id, {member.id});
    delete_list(db_, list.id);
    EXPECT_TRUE(lists_of(db_, owner.id).empty());
    EXPECT_EQ(count("list_member"), 0);
}

TEST_P(Relations, marker_counts_its_versions) {
    const auto owner = account("owner");
    EXPECT_EQ(put_marker(db_, owner.id, "home", "10", noon).version, 1);
    const auto marker = put_marker(db_, owner.id, "home", "9", noon + std::chrono::seconds(1));
    EXPECT_EQ(marker.version, 2);
    EXPECT_EQ(marker.last_read_id, "9");
    put_marker(db_, owner.id, "notifications", "3", noon);
    EXPECT_EQ(find_markers(db_, owner.id).size(), 2u);
}

}  // namespace
}  // namespace collegium::repo::test
