// What the hot paths cost: SQLite's own account of each statement. A walk through a whole table, or a sort of
// everything before the first row of a page, is a failure here long before anybody waits for it.
#include <algorithm>
#include <array>

#include "database_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/queues.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/resources.hpp"
#include "storage/repo/timelines.hpp"
#include "storage/sql/migrate.hpp"

namespace collegium::repo::test {
namespace {

constexpr Timestamp noon = from_milliseconds(1'790'000'000'000);

// Passes everything on, and collects the plan of each statement.
class PlanWatch final : public sql::Connection {
  public:
    explicit PlanWatch(sql::Connection& inner) : inner_(inner) {}
    sql::Dialect dialect() const override { return inner_.dialect(); }
    std::int64_t run(std::string_view sql, const sql::Params& params, const OnRow& on_row) override {
        plans_ += "-- " + std::string(sql) + "\n";
        inner_.run("EXPLAIN QUERY PLAN " + std::string(sql), params,
                   [this](const sql::Row& row) { plans_ += row.string(3) + "\n"; });
        return inner_.run(sql, params, on_row);
    }
    void run_script(std::string_view sql) override { inner_.run_script(sql); }
    std::string take() { return std::exchange(plans_, ""); }

  private:
    sql::Connection& inner_;
    std::string plans_;
};

class Plans : public ::testing::Test {
  protected:
    Plans() : database_(sql::Dialect::sqlite), connection_(database_.connect()), db_(*connection_) {
        EXPECT_TRUE(sql::migrate(*connection_));
    }
    // Nothing may be walked through but lists made on the way, and indexes that hold just the rows wanted.
    void expect_searches(const std::string& plan) {
        constexpr std::array allowed = {
            "json_each", "due", "oldest", "wanted", "chain", "SCAN c\n", "held", "INDEX post_public", "CONSTANT ROW"};
        for (std::size_t start = plan.find("\nSCAN "); start != std::string::npos;
             start = plan.find("\nSCAN ", start)) {
            const auto line = plan.substr(start + 1, plan.find('\n', start + 1) - start);
            EXPECT_TRUE(std::any_of(allowed.begin(), allowed.end(),
                                    [&line](const char* name) { return line.find(name) != std::string::npos; }))
                << line << plan;
            ++start;
        }
    }
    void expect_range(const std::string& plan) {
        expect_searches(plan);
        EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
    }

    sql::test::TestDatabase database_;
    std::unique_ptr<sql::Connection> connection_;
    PlanWatch db_;
};

const AccountId someone{1};
const PostId some_post{2};

TEST_F(Plans, pages_are_range_scans) {
    model::Page newest;
    model::Page upward;
    upward.min_id = 5;
    upward.max_id = 500;
    for (const auto& page : {newest, upward}) {
        home_page(db_, someone, page);
        public_page(db_, Origin::all, page);
        public_page(db_, Origin::local, page);
        public_page(db_, Origin::all, page, Attached::media);
        tag_page(db_, "algebra", Origin::all, page);
        tag_page(db_, "algebra", Origin::all, page, {{"sets", "rings"}, {"labs"}, {"jobs"}, Attached::media});
        list_page(db_, ListId{3}, page);
        account_page(db_, someone, {}, page);
        outbox_page(db_, someone, page);
        favourites_page(db_, someone, page);
        bookmarks_page(db_, someone, page);
        favourited_by_page(db_, some_post, page);
        reblogged_by_page(db_, some_post, page);
        followers_page(db_, someone, page);
        following_page(db_, someone, page);
        follow_requests_page(db_, someone, page);
        blocks_page(db_, someone, page);
        mutes_page(db_, someone, page, noon);
        notifications_page(db_, someone, {}, page);
        expect_range(db_.take());
    }
}

TEST_F(Plans, what_hangs_on_a_page_is_looked_up) {
    const std::vector<PostId> posts = {some_post, PostId{3}};
    find_posts(db_, posts);
    find_accounts(db_, {someone});
    mentions_of(db_, posts);
    tags_of(db_, posts);
    media_of(db_, posts);
    marks_of(db_, someone, posts);
    relationships(db_, someone, {AccountId{2}}, noon);
    find_resources_by_posts(db_, posts);
    find_proposals_by_posts(db_, posts);
    hidden_from(db_, someone, noon);
    find_token(db_, "hash");
    find_session(db_, "hash", noon);
    find_post_by_uri(db_, "https://a.example/1");
    find_post_by_url(db_, "https://a.example/1");
    find_account_by_url(db_, "https://a.example/@a");
    find_account_by_key(db_, "https://a.example/a#key");
    find_reblog(db_, someone, some_post);
    ancestors_of(db_, some_post, 10);
    descendants_of(db_, some_post, 10);
    local_followers(db_, someone);
    involved_accounts(db_, some_post);
    search_accounts(db_, "amina", 10, 0, {});
    search_tags(db_, "alg", 10, 0);
    find_agreement_by_offer(db_, "https://a.example/o");
    overdue_agreements(db_, noon, 10);
    follower_inboxes(db_, someone);
    expect_searches(db_.take());
}

TEST_F(Plans, writes_touch_only_what_they_change) {
    model::Post post;
    post.id = some_post;
    post.uri = "https://a.example/1";
    post.account_id = someone;
    model::Account account;
    account.id = someone;
    account.username = "amina";
    account.uri = "https://a.example/a";
    insert_account(db_, account);
    insert_post(db_, post);
    refresh_post_counts(db_, some_post);
    add_to_home(db_, {someone}, some_post);
    fill_home(db_, someone, AccountId{2}, 40);
    drop_from_home(db_, someone, AccountId{2});
    trim_home(db_, someone, 400);
    attach_media(db_, some_post, someone, {MediaId{1}});
    delete_post(db_, some_post, noon);
    refresh_follow_counts(db_, someone);
    expect_searches(db_.take());
}

TEST_F(Plans, queues_are_read_from_their_front) {
    model::InboxItem item;
    item.activity_uri = "https://a.example/1";
    insert_inbox_item(db_, item);
    claim_inbox_items(db_, 10, noon, noon);
    model::Account account;
    account.id = someone;
    account.username = "amina";
    account.uri = "https://a.example/a";
    insert_account(db_, account);
    insert_deliveries(db_, someone, "body", {{"a.example", "https://a.example/inbox"}}, noon);
    claim_deliveries(db_, 10, 10, noon, noon);
    finish_deliveries(db_, {1});
    host_failed(db_, "a.example", noon, noon);
    host_seen(db_, "a.example", noon);
    expect_searches(db_.take());
}

}  // namespace
}  // namespace collegium::repo::test
