// Fairness between hosts in the inbox queue.
#include <algorithm>

#include "federation/inbox_turns.hpp"
#include "storage/repo/queues.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

const Timestamp noon = from_milliseconds(1'790'000'000'000);

class InboxTurnsTest : public NetworkWorld {
  protected:
    void queue(const std::string& host, int number) {
        model::InboxItem item;
        item.activity_uri = "https://" + host + "/activities/" + std::to_string(number);
        item.host = host;
        item.run_at = turns_.next(host, now_);
        item.received_at = now_;
        write([item](domain::Context& context) {
            repo::insert_inbox_item(context.db, item);
            return true;
        });
    }
    std::vector<std::string> claim() {
        std::vector<std::string> claimed;
        const auto items = write([this](domain::Context& context) {
            return repo::claim_inbox_items(context.db, 256, now_, now_ + std::chrono::minutes(1));
        });
        for (const auto& item : items) claimed.push_back(item.activity_uri);
        return claimed;
    }

    InboxTurns turns_;
    Timestamp now_ = noon;
};

TEST_F(InboxTurnsTest, host_with_a_backlog_goes_behind_the_others_in_its_own_order) {
    worker_->stop();
    for (int i = 0; i < 1000; ++i) queue("evil.example", i);
    now_ += std::chrono::milliseconds(500);
    queue("victim.example", 0);
    auto claimed = claim();
    const auto place = std::find(claimed.begin(), claimed.end(), "https://victim.example/activities/0");
    ASSERT_NE(place, claimed.end()) << "in the first batch, although a thousand came before";
    claimed.erase(place);
    while (claimed.size() < 1000) {
        const auto more = claim();
        ASSERT_FALSE(more.empty()) << "all are due at once";
        claimed.insert(claimed.end(), more.begin(), more.end());
    }
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(claimed[i], "https://evil.example/activities/" + std::to_string(i));
}

TEST(InboxTurns, turns_of_a_host_never_go_back_and_are_always_due) {
    InboxTurns turns;
    auto now = noon;
    Timestamp last;
    for (int i = 0; i < 100'000; ++i) {
        const auto turn = turns.next("evil.example", now);
        ASSERT_GE(turn, last);
        ASSERT_LE(turn, now);
        last = turn;
        if (i % 1000 == 0) now += std::chrono::milliseconds(50);
    }
    EXPECT_EQ(turns.next("victim.example", now), now - std::chrono::minutes(1));
    now += std::chrono::minutes(5);
    EXPECT_EQ(turns.next("evil.example", now), now - std::chrono::minutes(1)) << "forgiven";
}

TEST(InboxTurns, memory_is_bounded_and_those_with_a_backlog_are_remembered) {
    InboxTurns turns(100);
    for (int i = 0; i < 1000; ++i) turns.next("a-lot.example", noon);
    for (int i = 0; i < 10'000; ++i)
        turns.next("host" + std::to_string(i) + ".example", noon + std::chrono::milliseconds(4 * i / 100));
    EXPECT_LE(turns.hosts(), 100u);
}

}  // namespace
}  // namespace collegium::federation::test
