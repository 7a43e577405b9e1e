// An inbox item whose claim ran out while its parts were fetched.
#include <atomic>
#include <future>
#include <thread>

#include "storage/repo/queues.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

class InboxClaims : public NetworkWorld {
  protected:
    json::Value activity(const std::string& type, const std::string& name, json::Value object) {
        return json::Value::object(
            {{"id", lin_ + "/activities/" + name}, {"type", type}, {"actor", lin_}, {"object", std::move(object)}});
    }
    // As the inbox does once a signature holds.
    void queue(const json::Value& activity) {
        model::InboxItem item;
        item.activity_uri = activity["id"].string();
        item.actor_uri = lin_;
        item.host = "far.example";
        item.signer_uri = lin_;
        item.body = json::dump(activity);
        item.run_at = item.received_at = current_time();
        write([item](domain::Context& context) {
            repo::insert_inbox_item(context.db, item);
            return true;
        });
    }
    void claim_runs_out() {
        write([](domain::Context& context) {
            context.db.execute("UPDATE inbox_item SET run_at = 0", {});
            return true;
        });
        worker_->wake();
    }
    void until_asked(const std::string& address, int times) {
        while (web_.asked(address) < times) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }

    const std::string lin_ = uri_of("far.example", "lin");
};

TEST_F(InboxClaims, slow_first_run_does_not_repeat_what_was_applied_and_undone_since) {
    const auto answer = activity_answer(put_actor("far.example", "lin"));
    auto release = std::make_shared<std::promise<void>>();
    auto released = release->get_future().share();
    auto turn = std::make_shared<std::atomic<int>>(0);
    web_.put(lin_, [answer, released, turn] {
        if ((*turn)++ == 0) released.wait();
        return answer;
    });
    const auto follow = activity("Follow", "follow", member("ada").uri);
    queue(follow);
    until_asked(lin_, 1);
    claim_runs_out();
    until_asked(lin_, 2);
    settle();
    EXPECT_EQ(count("follow"), 1);
    queue(activity("Undo", "undo", follow));
    settle();
    EXPECT_EQ(count("follow"), 0);
    release->set_value();
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(count("follow"), 0) << "taken back";
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

}  // namespace
}  // namespace collegium::federation::test
