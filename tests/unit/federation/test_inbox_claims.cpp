// An inbox item whose claim ran out while its parts were fetched.
#include <atomic>
#include <future>
#include <thread>

#include "support/test_keys.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

class InboxClaims : public NetworkWorld {
  protected:
    json::Value activity(const std::string& type, const std::string& name, const std::string& object) {
        return json::Value::object({{"id", lin_ + "/activities/" + name},
                                    {"type", type},
                                    {"actor", lin_},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})},
                                    {"object", object}});
    }
    json::Value note(const std::string& id) {
        return json::Value::object({{"id", id},
                                    {"type", "Note"},
                                    {"attributedTo", maya_},
                                    {"content", "<p>Momentum carts</p>"},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})}});
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
    const std::string maya_ = uri_of("other.example", "maya");
};

TEST_F(InboxClaims, slow_first_run_does_not_repeat_what_was_applied_and_undone_since) {
    for (const auto& [host, name] : {std::pair("far.example", "lin"), std::pair("other.example", "maya")}) {
        put_actor(host, name);
        ASSERT_TRUE(wait(fetcher_->actor(uri_of(host, name))));
    }
    follows(member("ada"), *account(lin_));
    const auto target = maya_ + "/notes/1";
    const auto answer = activity_answer(note(target));
    auto release = std::make_shared<std::promise<void>>();
    auto released = release->get_future().share();
    auto turn = std::make_shared<std::atomic<int>>(0);
    web_.put(target, [answer, released, turn] {
        if ((*turn)++ == 0) released.wait();
        return answer;
    });
    ASSERT_EQ(deliver(activity("Announce", "boost", target), lin_ + "#main-key"), 202);
    until_asked(target, 1);
    claim_runs_out();
    until_asked(target, 2);
    settle();
    ASSERT_EQ(post(target)->reblogs_count, 1);
    ASSERT_EQ(deliver(activity("Undo", "undo", lin_ + "/activities/boost"), lin_ + "#main-key"), 202);
    settle();
    ASSERT_EQ(post(target)->reblogs_count, 0);
    release->set_value();
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(post(target)->reblogs_count, 0) << "taken back";
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

}  // namespace
}  // namespace collegium::federation::test
