#include "repo_fixture.hpp"
#include "storage/repo/quarantine.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::repo::test {
namespace {

using model::HostReview;
using std::chrono::days;
using std::chrono::minutes;

class Quarantine : public RepoTest {
  protected:
    bool hold(const std::string& actor, int number, const std::string& host = "a.example", Timestamp received = noon) {
        model::InboxItem item;
        item.activity_uri = actor + "/activities/" + std::to_string(number);
        item.actor_uri = actor;
        item.host = host;
        item.signer_uri = actor;
        item.body = "{\"n\":" + std::to_string(number) + "}";
        item.received_at = received;
        return hold_activity(db_, item, "Follow");
    }
    // What is released, in order; nothing of it is left in the queue.
    std::vector<std::string> released(const std::string& host = "a.example") {
        release_held_activities(db_, host, noon);
        std::vector<std::string> bodies;
        for (const auto& item : claim_inbox_items(db_, 1000, noon, noon + minutes(1))) {
            bodies.push_back(item.body);
            finish_inbox_item(db_, item.id);
        }
        return bodies;
    }
};
COLLEGIUM_ON_BOTH_ENGINES(Quarantine);

TEST_P(Quarantine, host_that_nobody_decided_about_is_unreviewed) {
    EXPECT_EQ(find_host_review(db_, "a.example"), HostReview::unreviewed);
    set_signature_family(db_, "a.example", model::SignatureFamily::rfc9421);
    EXPECT_EQ(find_host_review(db_, "a.example"), HostReview::unreviewed);
    set_host_review(db_, "a.example", HostReview::allowed, noon);
    set_host_review(db_, "b.example", HostReview::refused, noon);
    EXPECT_EQ(find_host(db_, "a.example")->review, HostReview::allowed);
    EXPECT_EQ(find_host(db_, "a.example")->signature_family, model::SignatureFamily::rfc9421);
    EXPECT_EQ(find_host_review(db_, "b.example"), HostReview::refused);
    EXPECT_EQ(allowed_among(db_, {"a.example", "b.example", "c.example"}), std::vector<std::string>{"a.example"});
    set_host_review(db_, "a.example", HostReview::refused, noon);
    EXPECT_TRUE(allowed_among(db_, {"a.example", "b.example"}).empty());
}

TEST_P(Quarantine, claimed_deliveries_say_what_was_decided_about_their_host) {
    const auto ann = account("ann");
    set_host_review(db_, "a.example", HostReview::allowed, noon);
    insert_deliveries(db_, ann.id, "{}",
                      {{"a.example", "https://a.example/inbox"}, {"b.example", "https://b.example/inbox"}}, noon);
    const auto batches = claim_deliveries(db_, 10, 10, noon, noon + minutes(1));
    ASSERT_EQ(batches.size(), 2u);
    for (const auto& batch : batches)
        EXPECT_EQ(batch.host.review, batch.host.host == "a.example" ? HostReview::allowed : HostReview::unreviewed);
}

TEST_P(Quarantine, held_activity_is_counted_once_and_never_in_the_queue) {
    EXPECT_TRUE(hold("https://a.example/ann", 1));
    EXPECT_FALSE(hold("https://a.example/ann", 1));
    EXPECT_TRUE(hold("https://b.example/bob", 1, "b.example"));
    EXPECT_EQ(held_size(db_).activities, 2);
    EXPECT_EQ(held_size_of(db_, "a.example").activities, 1);
    EXPECT_EQ(held_size_of(db_, "a.example").bytes, 7);
    EXPECT_EQ(count_inbox_items(db_), 0);
    EXPECT_EQ(db_.take_signals(), 0u);
}

TEST_P(Quarantine, what_known_actors_sent_is_released_whole_and_in_order) {
    const auto ann = account("ann", "a.example");
    const auto ben = account("ben", "a.example");
    for (int i = 0; i < 6; ++i) hold(i % 2 == 0 ? ann.uri : ben.uri, i);
    hold("https://b.example/bob", 1, "b.example");
    const std::vector<std::string> expected = {R"({"n":0})", R"({"n":1})", R"({"n":2})",
                                               R"({"n":3})", R"({"n":4})", R"({"n":5})"};
    EXPECT_EQ(released(), expected);
    EXPECT_NE(db_.take_signals() & sql::signal_inbox, 0u);
    EXPECT_EQ(held_size(db_).activities, 1);
}

TEST_P(Quarantine, an_actor_that_has_to_be_fetched_is_waited_for) {
    const auto ann = account("ann", "a.example");
    hold(ann.uri, 0);
    hold("https://a.example/zoe", 1);
    hold("https://a.example/zoe", 2);
    EXPECT_EQ(release_held_activities(db_, "a.example", noon), 1) << "up to the unknown one";
    EXPECT_EQ(release_held_activities(db_, "a.example", noon), 0) << "as long as that waits";
    for (const auto& item : claim_inbox_items(db_, 10, noon, noon)) finish_inbox_item(db_, item.id);
    EXPECT_EQ(release_held_activities(db_, "a.example", noon), 1) << "the unknown one alone";
    for (const auto& item : claim_inbox_items(db_, 10, noon, noon)) finish_inbox_item(db_, item.id);
    EXPECT_EQ(released(), std::vector<std::string>{R"({"n":2})"});
}

TEST_P(Quarantine, what_is_old_and_what_is_refused_goes) {
    hold("https://a.example/ann", 1, "a.example", noon - days(31));
    hold("https://a.example/ann", 2);
    hold("https://b.example/bob", 1, "b.example");
    purge_held_activities(db_, noon - days(30));
    EXPECT_EQ(held_size_of(db_, "a.example").activities, 1);
    drop_held_activities(db_, "a.example");
    EXPECT_EQ(held_size_of(db_, "a.example").activities, 0);
    EXPECT_EQ(held_size(db_).activities, 1);
}

TEST_P(Quarantine, standings_name_every_host_and_who_wants_what) {
    set_host_review(db_, "c.example", HostReview::refused, noon);
    hold("https://a.example/ann", 1, "a.example", noon - minutes(5));
    hold("https://a.example/ann", 2);
    hold("https://a.example/ben", 1);
    const auto all = host_standings(db_, "");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].host, "a.example");
    EXPECT_EQ(all[0].review, HostReview::unreviewed);
    EXPECT_EQ(all[0].held, 3);
    EXPECT_EQ(all[0].held_since, noon - minutes(5));
    EXPECT_EQ(all[1].review, HostReview::refused);
    EXPECT_EQ(all[1].reviewed_at, noon);
    EXPECT_EQ(all[1].held, 0);
    EXPECT_FALSE(all[1].held_since);
    EXPECT_EQ(host_standings(db_, "c.example").size(), 1u);
    EXPECT_EQ(hosts_with_held(db_).size(), 1u);
    const auto held = held_summaries(db_, "a.example", 10);
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[0].actor_uri, "https://a.example/ann");
    EXPECT_EQ(held[0].kind, "Follow");
    EXPECT_EQ(held[0].activities, 2);
}

}  // namespace
}  // namespace collegium::repo::test
