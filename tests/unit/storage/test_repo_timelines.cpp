#include "repo_fixture.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/timelines.hpp"

namespace collegium::repo::test {
namespace {

using Numbers = std::vector<std::int64_t>;

class Timelines : public RepoTest {
  protected:
    Numbers home(const model::Account& owner, const model::Page& page = page_of(100)) {
        return values(home_page(db_, owner.id, page));
    }
    Numbers of_author(const model::Account& author, const AccountFilter& filter) {
        return values(account_page(db_, author.id, filter, page_of(100)));
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Timelines);

TEST_P(Timelines, pages_go_in_three_directions) {
    const auto owner = account("owner");
    Numbers ids;
    for (int i = 0; i < 6; ++i) {
        ids.push_back(post(owner).id.value);
        add_to_home(db_, {owner.id}, PostId{ids.back()});
    }
    EXPECT_EQ(home(owner, page_of(2)), (Numbers{ids[5], ids[4]}));
    EXPECT_EQ(home(owner, older_than(ids[4], 2)), (Numbers{ids[3], ids[2]}));  // strictly older
    EXPECT_EQ(home(owner, since(ids[1], 2)), (Numbers{ids[5], ids[4]}));       // newest first: a gap stays
    EXPECT_EQ(home(owner, after(ids[1], 2)), (Numbers{ids[3], ids[2]}));       // directly after, newest first
    auto between = after(ids[0], 10);
    between.max_id = ids[3];
    between.since_id = ids[5];  // min_id wins
    EXPECT_EQ(home(owner, between), (Numbers{ids[2], ids[1]}));
    EXPECT_TRUE(home(owner, older_than(ids[0], 2)).empty());
    EXPECT_TRUE(home(owner, page_of(0)).empty());
    EXPECT_TRUE(home(owner, page_of(-1)).empty());
}

TEST_P(Timelines, home_takes_an_entry_once_and_only_for_our_people) {
    const auto owner = account("owner");
    const auto far = account("far", "a.example");
    const auto row = post(owner);
    add_to_home(db_, {owner.id, far.id, AccountId{9}}, row.id);
    add_to_home(db_, {owner.id}, row.id);
    add_to_home(db_, {}, row.id);
    EXPECT_EQ(count("home_entry"), 1);
}

TEST_P(Timelines, following_fills_home_and_unfollowing_empties_it) {
    const auto owner = account("owner");
    const auto author = account("author", "a.example");
    const auto other = account("other", "a.example");
    const auto friendly = account("friendly", "a.example");
    follow(owner, friendly);
    const auto plain = post(author);
    const auto to_self = reply(author, plain);
    const auto others = post(other);
    reply(author, others);
    const auto to_friend = reply(author, post(friendly));
    const auto boost = reblog(author, others);
    post(author, [](model::Post& row) { row.visibility = model::Visibility::direct; });
    const auto private_post = post(author, [](model::Post& row) { row.visibility = model::Visibility::followers; });
    fill_home(db_, owner.id, author.id, 40);
    EXPECT_EQ(home(owner),
              (Numbers{private_post.id.value, boost.id.value, to_friend.id.value, to_self.id.value, plain.id.value}));
    add_to_home(db_, {owner.id}, others.id);
    drop_from_home(db_, owner.id, author.id);
    EXPECT_EQ(home(owner), (Numbers{others.id.value}));
    fill_home(db_, owner.id, author.id, 2);
    EXPECT_EQ(home(owner).size(), 3u);
}

TEST_P(Timelines, reblogs_stay_out_when_the_follower_does_not_want_them) {
    const auto owner = account("owner");
    const auto author = account("author", "a.example");
    follow(owner, author);
    auto row = *find_follow(db_, owner.id, author.id);
    row.show_reblogs = false;
    put_follow(db_, row);
    reblog(author, post(account("other", "a.example")));
    fill_home(db_, owner.id, author.id, 40);
    EXPECT_TRUE(home(owner).empty());
}

TEST_P(Timelines, trimming_keeps_the_newest) {
    const auto owner = account("owner");
    const auto other = account("other");
    Numbers ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(post(owner).id.value);
        add_to_home(db_, {owner.id, other.id}, PostId{ids.back()});
    }
    trim_home(db_, owner.id, 5);
    EXPECT_EQ(home(owner).size(), 5u);
    trim_home(db_, owner.id, 2);
    EXPECT_EQ(home(owner), (Numbers{ids[4], ids[3]}));
    EXPECT_EQ(home(other).size(), 5u);
    trim_home(db_, owner.id, 0);
    EXPECT_TRUE(home(owner).empty());
}

TEST_P(Timelines, public_shows_originals_by_origin) {
    const auto ours = account("ours");
    const auto theirs = account("theirs", "a.example");
    const auto near = post(ours);
    const auto far = post(theirs);
    const auto thread = reply(ours, near);
    reply(ours, far);
    reblog(ours, far);
    post(ours, [](model::Post& row) { row.visibility = model::Visibility::unlisted; });
    delete_post(db_, post(ours).id, noon);
    const auto page = [this](Origin origin) { return values(public_page(db_, origin, page_of(10))); };
    EXPECT_EQ(page(Origin::all), (Numbers{thread.id.value, far.id.value, near.id.value}));
    EXPECT_EQ(page(Origin::local), (Numbers{thread.id.value, near.id.value}));
    EXPECT_EQ(page(Origin::remote), (Numbers{far.id.value}));
}

TEST_P(Timelines, tags_show_public_posts) {
    const auto ours = account("ours");
    const auto one = post(ours);
    const auto two = post(account("theirs", "a.example"));
    const auto hidden = post(ours, [](model::Post& row) { row.visibility = model::Visibility::followers; });
    for (const auto& row : {one, two, hidden}) set_tags(db_, row.id, {"Algebra"});
    post(ours);
    EXPECT_EQ(values(tag_page(db_, "algebra", Origin::all, page_of(10))), (Numbers{two.id.value, one.id.value}));
    EXPECT_EQ(values(tag_page(db_, "algebra", Origin::local, page_of(10))), (Numbers{one.id.value}));
    EXPECT_EQ(values(tag_page(db_, "algebra", Origin::all, older_than(two.id.value, 10))), (Numbers{one.id.value}));
    EXPECT_TRUE(tag_page(db_, "unknown", Origin::all, page_of(10)).empty());
}

TEST_P(Timelines, tags_are_joined_required_and_left_out) {
    const auto ours = account("ours");
    std::vector<model::Post> rows;
    for (const auto& tags : std::vector<std::vector<std::string>>{
             {"algebra"}, {"sets"}, {"algebra", "sets", "labs"}, {"algebra", "labs", "jobs"}, {"other"}}) {
        rows.push_back(post(ours));
        set_tags(db_, rows.back().id, tags);
    }
    const auto id = [&rows](std::size_t index) { return rows[index].id.value; };
    const auto page = [this](const TagFilter& filter, const model::Page& where) {
        return values(tag_page(db_, "algebra", Origin::all, where, filter));
    };
    TagFilter any;
    any.any = {"sets", "unknown"};
    EXPECT_EQ(page(any, page_of(10)), (Numbers{id(3), id(2), id(1), id(0)})) << "each once";
    EXPECT_EQ(page(any, page_of(2)), (Numbers{id(3), id(2)}));
    EXPECT_EQ(page(any, after(id(0), 2)), (Numbers{id(2), id(1)})) << "directly after";
    TagFilter all;
    all.all = {"labs"};
    EXPECT_EQ(page(all, page_of(10)), (Numbers{id(3), id(2)}));
    all.none = {"jobs"};
    EXPECT_EQ(page(all, page_of(10)), (Numbers{id(2)}));
    all.all = {"unknown"};
    EXPECT_TRUE(page(all, page_of(10)).empty());
}

TEST_P(Timelines, lists_hold_their_members_and_the_replies_they_want) {
    const auto owner = account("owner");
    const auto member = account("member", "a.example");
    const auto second = account("second", "a.example");
    const auto outsider = account("outsider", "a.example");
    model::List list;
    list.account_id = owner.id;
    list.title = "Maths";
    list.id = insert_list(db_, list);
    add_to_list(db_, list.id, {member.id, second.id});
    const auto plain = post(member);
    const auto foreign = post(outsider);
    const auto to_member = reply(member, post(second));
    const auto to_outsider = reply(member, foreign);
    const auto to_owner = reply(member, post(owner));
    for (const auto& row : {plain, foreign, to_member, to_outsider, to_owner}) add_to_home(db_, {owner.id}, row.id);
    const auto shown = [this, &list](const std::string& policy) {
        list.replies_policy = policy;
        update_list(db_, list);
        return values(list_page(db_, list.id, page_of(10)));
    };
    EXPECT_EQ(shown("list"), (Numbers{to_owner.id.value, to_member.id.value, plain.id.value}));
    EXPECT_EQ(shown("none"), (Numbers{to_owner.id.value, plain.id.value}));
    EXPECT_EQ(shown("followed"),
              (Numbers{to_owner.id.value, to_outsider.id.value, to_member.id.value, plain.id.value}));
}

TEST_P(Timelines, an_account_shows_what_the_viewer_may_see) {
    const auto author = account("author");
    const auto viewer = account("viewer");
    const auto open = post(author);
    const auto followers = post(author, [](model::Post& row) { row.visibility = model::Visibility::followers; });
    const auto direct = post(author, [](model::Post& row) { row.visibility = model::Visibility::direct; });
    model::Mention mention;
    mention.account_id = viewer.id;
    set_mentions(db_, direct.id, {mention});
    AccountFilter filter;
    EXPECT_EQ(of_author(author, filter), (Numbers{open.id.value}));
    filter.viewer = viewer.id;
    filter.include_direct_to_viewer = true;
    EXPECT_EQ(of_author(author, filter), (Numbers{direct.id.value, open.id.value}));
    filter.include_followers = true;
    EXPECT_EQ(of_author(author, filter), (Numbers{direct.id.value, followers.id.value, open.id.value}));
    AccountFilter own;
    own.viewer = author.id;
    EXPECT_EQ(of_author(author, own).size(), 3u);
}

TEST_P(Timelines, an_account_can_be_filtered) {
    const auto author = account("author");
    const auto plain = post(author);
    const auto to_self = reply(author, plain);
    const auto to_other = reply(author, post(account("other")));
    const auto boost = reblog(author, post(account("third")));
    set_tags(db_, plain.id, {"Algebra"});
    model::Media media;
    media.id = MediaId{1};
    media.account_id = author.id;
    media.mime_type = "image/png";
    media.post_id = to_other.id;
    insert_media(db_, media);
    AccountFilter filter;
    filter.exclude_replies = true;
    EXPECT_EQ(of_author(author, filter), (Numbers{boost.id.value, to_self.id.value, plain.id.value}));
    filter.exclude_reblogs = true;
    EXPECT_EQ(of_author(author, filter), (Numbers{to_self.id.value, plain.id.value}));
    filter.tagged = "algebra";
    EXPECT_EQ(of_author(author, filter), (Numbers{plain.id.value}));
    AccountFilter with_media;
    with_media.only_media = true;
    EXPECT_EQ(of_author(author, with_media), (Numbers{to_other.id.value}));
}

TEST_P(Timelines, outbox_holds_what_anyone_may_read) {
    const auto author = account("author");
    const auto open = post(author);
    const auto boost = reblog(author, post(account("other")));
    post(author, [](model::Post& row) { row.visibility = model::Visibility::followers; });
    const auto fourth = post(account("fourth"));
    post(author, [&fourth](model::Post& row) {
        row.reblog_of_id = fourth.id;
        row.visibility = model::Visibility::unlisted;
    });
    EXPECT_EQ(values(outbox_page(db_, author.id, page_of(10))), (Numbers{boost.id.value, open.id.value}));
    EXPECT_EQ(outbox_size(db_, author.id), 2);
}

}  // namespace
}  // namespace collegium::repo::test
