// Two connections at once, which only PostgreSQL lets write at the same time.
#include <thread>

#include "database_fixture.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/migrate.hpp"

namespace collegium::repo::test {
namespace {

constexpr Timestamp noon = from_milliseconds(1'790'000'000'000);

class Races : public ::testing::Test {
  protected:
    Races() : database_(sql::Dialect::postgres), one_(database_.connect()), two_(database_.connect()) {
        EXPECT_TRUE(sql::migrate(*one_));
        model::Account account;
        account.id = sender_;
        account.username = "sender";
        account.uri = "https://learn.example.org/actors/1";
        EXPECT_TRUE(insert_account(*one_, account));
    }
    void send(sql::Connection& db, const std::vector<std::string>& hosts) {
        std::vector<InboxAddress> inboxes;
        for (const auto& host : hosts) inboxes.push_back({host, "https://" + host + "/inbox"});
        insert_deliveries(db, sender_, "body", inboxes, noon);
    }
    std::size_t claim(sql::Connection& db) {
        return claim_deliveries(db, 10, 10, noon, noon + std::chrono::minutes(5)).size();
    }

    // Until the second connection waits for a lock that the first one holds.
    void await_lock() {
        while (one_->number("SELECT COUNT(*) FROM pg_locks WHERE pid = ? AND NOT granted", {second_}) == 0)
            std::this_thread::yield();
    }

    const AccountId sender_{1};
    sql::test::TestDatabase database_;
    std::unique_ptr<sql::Connection> one_;
    std::unique_ptr<sql::Connection> two_;
    const std::int64_t second_ = two_->number("SELECT pg_backend_pid()").value_or(0);
};

TEST_F(Races, events_are_shared_out) {
    for (int i = 0; i < 4; ++i) insert_event(*one_, model::Event());
    one_->run_script("BEGIN");
    EXPECT_EQ(take_events(*one_, 3).size(), 3u);
    EXPECT_EQ(take_events(*two_, 3).size(), 1u);
    one_->run_script("ROLLBACK");
    EXPECT_EQ(take_events(*two_, 10).size(), 3u);
}

TEST_F(Races, inbox_items_are_shared_out) {
    for (int i = 0; i < 4; ++i) {
        model::InboxItem item;
        item.activity_uri = "https://a.example/" + std::to_string(i);
        item.run_at = noon;
        insert_inbox_item(*one_, item);
    }
    one_->run_script("BEGIN");
    EXPECT_EQ(claim_inbox_items(*one_, 3, noon, noon + std::chrono::minutes(5)).size(), 3u);
    EXPECT_EQ(claim_inbox_items(*two_, 3, noon, noon + std::chrono::minutes(5)).size(), 1u);
    one_->run_script("COMMIT");
}

TEST_F(Races, a_host_to_which_something_is_under_way_is_not_taken_for_idle) {
    send(*one_, {"a.example"});
    auto batches = claim_deliveries(*one_, 10, 10, noon, noon);
    finish_deliveries(*one_, {batches.at(0).deliveries.at(0).id});
    host_succeeded(*one_, "a.example", noon);
    one_->run_script("BEGIN");
    send(*one_, {"a.example"});
    EXPECT_EQ(claim(*two_), 0u);  // nothing that it can see
    one_->run_script("COMMIT");
    EXPECT_EQ(claim(*two_), 1u);  // and the host was not forgotten
}

TEST_F(Races, the_last_two_deliveries_of_a_body_take_it_along) {
    send(*one_, {"a.example", "b.example"});
    const auto batches = claim_deliveries(*one_, 10, 10, noon, noon + std::chrono::minutes(5));
    one_->run_script("BEGIN");
    finish_deliveries(*one_, {batches.at(0).deliveries.at(0).id});
    std::thread other([this, &batches] { finish_deliveries(*two_, {batches.at(1).deliveries.at(0).id}); });
    await_lock();
    one_->run_script("COMMIT");
    other.join();
    EXPECT_EQ(one_->number("SELECT COUNT(*) FROM delivery_body"), 0);
}

TEST_F(Races, the_last_place_goes_to_one) {
    model::Post carrier;
    carrier.id = PostId{5};
    carrier.uri = "https://learn.example.org/notes/5";
    carrier.account_id = sender_;
    ASSERT_TRUE(insert_post(*one_, carrier));
    model::Proposal proposal;
    proposal.id = ProposalId{5};
    proposal.post_id = carrier.id;
    proposal.account_id = sender_;
    proposal.uri = carrier.uri + "#p";
    proposal.intent_uri = carrier.uri + "#i";
    proposal.local = true;
    ASSERT_TRUE(insert_proposal(*one_, proposal));
    one_->run_script("BEGIN");
    EXPECT_TRUE(take_place(*one_, proposal.id, noon));
    bool second = true;
    std::thread other([this, &second, &proposal] { second = take_place(*two_, proposal.id, noon); });
    await_lock();
    one_->run_script("COMMIT");
    other.join();
    EXPECT_FALSE(second);
    EXPECT_EQ(find_proposal(*one_, proposal.id)->places_free, 0);
}

}  // namespace
}  // namespace collegium::repo::test
