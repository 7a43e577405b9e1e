#include "repo_fixture.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::repo::test {
namespace {

using std::chrono::minutes;

class Queues : public RepoTest {
  protected:
    bool take_in(const std::string& uri, Timestamp received = noon) {
        model::InboxItem item;
        item.activity_uri = uri;
        item.actor_uri = "https://a.example/ann";
        item.host = "a.example";
        item.signer_uri = item.actor_uri;
        item.body = "{}";
        item.run_at = received;
        item.received_at = received;
        const auto before = count_inbox_items(db_);
        insert_inbox_item(db_, item);
        return count_inbox_items(db_) == before + 1;
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Queues);

TEST_P(Queues, events_are_taken_once_and_in_order) {
    for (int i = 1; i <= 3; ++i) {
        model::Event event;
        event.kind = model::EventKind::follow_requested;
        event.other_id = i;
        event.data = "d";
        event.created_at = noon;
        insert_event(db_, event);
    }
    EXPECT_EQ(db_.take_signals(), static_cast<unsigned>(sql::signal_events));
    const auto first = take_events(db_, 2);
    ASSERT_EQ(first.size(), 2u);
    EXPECT_EQ(first[0].other_id, 1);
    EXPECT_EQ(first[1].other_id, 2);
    EXPECT_FALSE(first[0].account_id);
    EXPECT_EQ(first[0].kind, model::EventKind::follow_requested);
    EXPECT_EQ(take_events(db_, 2).size(), 1u);
    EXPECT_TRUE(take_events(db_, 2).empty());
}

TEST_P(Queues, events_of_a_rolled_back_transaction_are_still_there) {
    insert_event(db_, model::Event());
    db_.run_script("BEGIN");
    EXPECT_EQ(take_events(db_, 10).size(), 1u);
    db_.run_script("ROLLBACK");
    EXPECT_EQ(take_events(db_, 10).size(), 1u);
}

TEST_P(Queues, an_activity_is_taken_in_once_even_after_it_is_done) {
    EXPECT_TRUE(take_in("https://a.example/1"));
    EXPECT_FALSE(take_in("https://a.example/1"));
    EXPECT_EQ(count_inbox_items(db_), 1);
    const auto items = claim_inbox_items(db_, 10, noon, noon + minutes(5));
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].host, "a.example");
    EXPECT_FALSE(items[0].recipient_id);
    finish_inbox_item(db_, items[0].id);
    EXPECT_FALSE(take_in("https://a.example/1"));
    purge_seen_activities(db_, noon);
    EXPECT_FALSE(take_in("https://a.example/1"));
    purge_seen_activities(db_, noon + minutes(1));
    EXPECT_TRUE(take_in("https://a.example/1"));
}

TEST_P(Queues, a_claim_ends_and_the_item_is_taken_up_again) {
    take_in("https://a.example/1");
    take_in("https://a.example/2", noon + minutes(10));
    const auto first = claim_inbox_items(db_, 10, noon, noon + minutes(5));
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].attempts, 0);
    EXPECT_TRUE(claim_inbox_items(db_, 10, noon + minutes(4), noon + minutes(9)).empty());
    const auto again = claim_inbox_items(db_, 10, noon + minutes(5), noon + minutes(9));
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again[0].attempts, 1);
    retry_inbox_item(db_, again[0].id, noon + minutes(20));
    EXPECT_EQ(claim_inbox_items(db_, 10, noon + minutes(15), noon + minutes(16)).at(0).activity_uri,
              "https://a.example/2");
    EXPECT_EQ(claim_inbox_items(db_, 10, noon + minutes(20), noon + minutes(25)).size(), 2u);
}

TEST_P(Queues, an_item_that_is_put_back_has_not_been_tried) {
    take_in("https://a.example/1");
    const auto first = claim_inbox_items(db_, 10, noon, noon + minutes(5));
    ASSERT_EQ(first.size(), 1u);
    put_back_inbox_item(db_, first[0].id, noon + minutes(1));
    EXPECT_EQ(claim_inbox_items(db_, 10, noon + minutes(1), noon + minutes(5)).at(0).attempts, 0);
}

TEST_P(Queues, an_item_is_held_under_its_latest_claim_alone) {
    take_in("https://a.example/1");
    const auto holds = [this](std::int64_t id, int attempts) {
        bool held = false;
        db_.run_all({hold_inbox_item(id, attempts, held)});
        return held;
    };
    const auto id = claim_inbox_items(db_, 10, noon, noon + minutes(1)).at(0).id;
    EXPECT_TRUE(holds(id, 1));
    claim_inbox_items(db_, 10, noon + minutes(1), noon + minutes(2));
    EXPECT_FALSE(holds(id, 1)) << "somebody else is at it";
    EXPECT_TRUE(holds(id, 2));
    finish_inbox_item(db_, id);
    EXPECT_FALSE(holds(id, 2)) << "dealt with";
}

TEST_P(Queues, waiting_items_of_one_host_are_counted_up_to_a_limit) {
    for (int i = 0; i < 5; ++i) take_in("https://a.example/" + std::to_string(i));
    EXPECT_EQ(count_inbox_items_of(db_, "a.example", 10), 5);
    EXPECT_EQ(count_inbox_items_of(db_, "a.example", 3), 3);
    EXPECT_EQ(count_inbox_items_of(db_, "b.example", 3), 0);
}

TEST_P(Queues, items_are_claimed_oldest_first_and_in_order) {
    for (int i = 0; i < 5; ++i) take_in("https://a.example/" + std::to_string(i), noon + std::chrono::seconds(i));
    const auto items = claim_inbox_items(db_, 3, noon + minutes(1), noon + minutes(5));
    ASSERT_EQ(items.size(), 3u);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(items[i].activity_uri, "https://a.example/" + std::to_string(i));
    EXPECT_EQ(claim_inbox_items(db_, 3, noon + minutes(1), noon + minutes(5)).size(), 2u);
}

class Deliveries : public RepoTest {
  protected:
    Deliveries() : sender_(account("sender")) {}
    std::int64_t send(const std::string& body, const std::vector<std::string>& hosts) {
        std::vector<InboxAddress> inboxes;
        for (const auto& host : hosts) inboxes.push_back({host, "https://" + host + "/inbox"});
        return insert_deliveries(db_, sender_.id, body, inboxes, noon);
    }
    std::vector<HostBatch> claim(Timestamp now = noon) { return claim_deliveries(db_, 10, 10, now, now + minutes(5)); }
    std::string body_of(const model::Delivery& delivery) {
        return find_delivery_body(db_, delivery.body_id).value_or("-");
    }

    model::Account sender_;
};
COLLEGIUM_ON_BOTH_ENGINES(Deliveries);

TEST_P(Deliveries, each_host_gets_its_own_in_order) {
    send("one", {"a.example", "b.example"});
    send("two", {"b.example"});
    send("three", {"b.example"});
    EXPECT_EQ(db_.take_signals(), static_cast<unsigned>(sql::signal_delivery));
    EXPECT_EQ(count_deliveries(db_), 4);
    auto batches = claim_deliveries(db_, 10, 2, noon, noon + minutes(5));
    ASSERT_EQ(batches.size(), 2u);
    const auto& b = batches[0].host.host == "b.example" ? batches[0] : batches[1];
    ASSERT_EQ(b.deliveries.size(), 2u);
    EXPECT_EQ(body_of(b.deliveries[0]), "one");
    EXPECT_EQ(body_of(b.deliveries[1]), "two");
    EXPECT_EQ(b.deliveries[0].sender_id, sender_.id);
    EXPECT_EQ(b.deliveries[0].inbox, "https://b.example/inbox");
    EXPECT_TRUE(claim().empty());  // both are held
    EXPECT_EQ(claim(noon + minutes(5)).size(), 2u);
}

TEST_P(Deliveries, body_goes_with_its_last_delivery) {
    const auto body = send("one", {"a.example", "b.example"});
    auto batches = claim();
    ASSERT_EQ(batches.size(), 2u);
    count_delivery_attempt(db_, batches[0].deliveries[0].id);
    finish_deliveries(db_, {batches[1].deliveries[0].id});
    EXPECT_EQ(find_delivery_body(db_, body), "one");
    host_succeeded(db_, batches[0].host.host, noon);
    batches = claim();
    ASSERT_EQ(batches.size(), 1u);
    EXPECT_EQ(batches[0].deliveries[0].attempts, 1);
    finish_deliveries(db_, {batches[0].deliveries[0].id});
    EXPECT_FALSE(find_delivery_body(db_, body));
    EXPECT_EQ(count_deliveries(db_), 0);
    finish_deliveries(db_, {});
}

TEST_P(Deliveries, an_idle_host_is_forgotten_until_there_is_more) {
    EXPECT_FALSE(next_delivery_at(db_));
    send("one", {"a.example"});
    auto batches = claim();
    finish_deliveries(db_, {batches.at(0).deliveries.at(0).id});
    host_succeeded(db_, "a.example", noon);
    EXPECT_TRUE(claim().empty());
    EXPECT_FALSE(next_delivery_at(db_));
    send("two", {"a.example"});
    EXPECT_EQ(claim().size(), 1u);
}

TEST_P(Deliveries, a_failing_host_waits_and_the_others_do_not) {
    send("one", {"a.example", "b.example"});
    claim();
    host_failed(db_, "a.example", noon + minutes(30), noon);
    host_succeeded(db_, "b.example", noon);
    EXPECT_EQ(find_host(db_, "a.example")->failures, 1);
    EXPECT_EQ(find_host(db_, "a.example")->failing_since, noon);
    auto batches = claim();
    ASSERT_EQ(batches.size(), 1u);
    EXPECT_EQ(batches[0].host.host, "b.example");
    finish_deliveries(db_, {batches[0].deliveries[0].id});
    host_succeeded(db_, "b.example", noon);
    claim();
    EXPECT_EQ(next_delivery_at(db_), noon + minutes(30));
    EXPECT_EQ(claim(noon + minutes(30)).size(), 1u);
    EXPECT_EQ(next_delivery_at(db_), noon + minutes(35));  // when the claim ends
}

TEST_P(Deliveries, a_host_that_fails_for_a_week_is_given_up_and_comes_back_when_seen) {
    send("one", {"a.example"});
    host_failed(db_, "a.example", noon, noon);
    host_failed(db_, "a.example", noon, noon + std::chrono::days(6));
    EXPECT_FALSE(find_host(db_, "a.example")->unavailable);
    EXPECT_EQ(count_deliveries(db_), 1);
    host_failed(db_, "a.example", noon, noon + std::chrono::days(7));
    EXPECT_TRUE(find_host(db_, "a.example")->unavailable);
    EXPECT_EQ(count_deliveries(db_), 0);
    EXPECT_EQ(count("delivery_body"), 0);
    EXPECT_EQ(send("two", {"a.example"}), 0);
    EXPECT_TRUE(claim(noon + std::chrono::days(8)).empty());
    host_seen(db_, "a.example", noon + std::chrono::days(8));
    EXPECT_FALSE(find_host(db_, "a.example")->unavailable);
    EXPECT_EQ(find_host(db_, "a.example")->failures, 0);
    EXPECT_NE(send("three", {"a.example"}), 0);
    EXPECT_EQ(claim(noon + std::chrono::days(8)).size(), 1u);
}

TEST_P(Deliveries, a_host_that_only_talks_is_not_asked_more_often) {
    send("one", {"a.example"});
    host_failed(db_, "a.example", noon + minutes(30), noon);
    host_seen(db_, "a.example", noon + minutes(1));
    EXPECT_EQ(find_host(db_, "a.example")->failures, 1);
    host_seen(db_, "a.example", noon + std::chrono::days(1));
    EXPECT_EQ(find_host(db_, "a.example")->failures, 0);
    host_seen(db_, "unknown.example", noon);
}

TEST_P(Deliveries, thousands_of_inboxes_get_one_body) {
    std::vector<std::string> hosts;
    for (int i = 0; i < 1500; ++i) hosts.push_back("h" + std::to_string(i) + ".example");
    hosts.push_back("h7.example");
    EXPECT_NE(send("body", hosts), 0);
    EXPECT_EQ(count_deliveries(db_), 1501);
    EXPECT_EQ(count("delivery_body"), 1);
    EXPECT_EQ(count("host"), 1500);
    const auto batches = claim_deliveries(db_, 20, 5, noon, noon + minutes(1));
    EXPECT_EQ(batches.size(), 20u);
    EXPECT_EQ(send("nobody", {}), 0);
}

TEST_P(Deliveries, what_is_known_of_a_host_is_remembered) {
    set_signature_family(db_, "a.example", model::SignatureFamily::rfc9421);
    set_understands_pln(db_, "a.example", true, "collegium");
    set_understands_pln(db_, "b.example", false, "mastodon");
    EXPECT_EQ(find_host(db_, "a.example")->signature_family, model::SignatureFamily::rfc9421);
    EXPECT_TRUE(find_host(db_, "a.example")->understands_pln);
    EXPECT_EQ(find_host(db_, "b.example")->software, "mastodon");
    EXPECT_FALSE(find_host(db_, "c.example"));
}

}  // namespace
}  // namespace collegium::repo::test
