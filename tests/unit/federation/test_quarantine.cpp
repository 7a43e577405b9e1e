// Mode guarded: a server that nobody has reviewed is not shown, not asked and not sent to (pln-domain.md 3.7).
#include <thread>

#include "federation/outbox.hpp"
#include "federation/quarantine.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/quarantine.hpp"
#include "storage/repo/queues.hpp"
#include "support/test_keys.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

using model::HostReview;

class QuarantineTest : public NetworkWorld {
  protected:
    QuarantineTest() { config_.federation.mode = config::FederationMode::guarded; }

    json::Value activity(const std::string& type, json::Value object) {
        return json::Value::object({{"id", eve + "/activities/" + std::to_string(++number_)},
                                    {"type", type},
                                    {"actor", eve},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})},
                                    {"object", std::move(object)}});
    }
    // To ada, as nobody here can follow its author yet.
    json::Value note(const std::string& name) {
        auto mention = json::Value::object({{"type", "Mention"}, {"href", ada_uri_}});
        return json::Value::object({{"id", eve + "/notes/" + name},
                                    {"type", "Note"},
                                    {"attributedTo", eve},
                                    {"content", "<p>Momentum carts</p>"},
                                    {"tag", json::Value::array({mention})},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})}});
    }
    int deliver_from_eve(const json::Value& sent) { return deliver(sent, eve + "#main-key"); }
    void review(HostReview decision, const std::string& host = "evil.example") {
        write([decision, &host](domain::Context& context) {
            repo::set_host_review(context.db, host, decision, context.now);
            return true;
        });
    }
    // Until the worker has looked, which it does every second.
    void until_nothing_is_held() {
        while (count("held_activity") > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        settle();
    }
    std::optional<Error> refusal_of(const std::string& uri) {
        auto unresolved = wait(fetcher_->resolve({{uri}, {}}));
        return unresolved.empty() ? std::nullopt : unresolved.front().refusal;
    }

    const std::string eve = uri_of("evil.example", "eve");
    model::Account ada() {
        auto account = member("ada");
        ada_uri_ = account.uri;
        return account;
    }
    std::string ada_uri_ = "https://north.example/actor";
    int number_ = 0;
};

TEST_F(QuarantineTest, signed_activity_of_an_unreviewed_server_is_held_and_nothing_else_of_it_is_stored) {
    put_actor("evil.example", "eve");
    const auto person = ada();
    EXPECT_EQ(deliver_from_eve(activity("Follow", person.uri)), 202);
    EXPECT_EQ(deliver_from_eve(activity("Create", note("1"))), 202);
    EXPECT_EQ(count("held_activity"), 2);
    EXPECT_EQ(count("inbox_item"), 0);
    EXPECT_FALSE(account(eve));
    EXPECT_EQ(web_.all_asked(), (std::vector<std::string>{eve, eve})) << "the key and its owner, no WebFinger";
}

TEST_F(QuarantineTest, signature_that_does_not_hold_is_not_held) {
    put_actor("evil.example", "eve");
    EXPECT_EQ(deliver(activity("Follow", "https://north.example/actor"), eve + "#main-key",
                      crypto::PrivateKey::generate_rsa()),
              401);
    EXPECT_EQ(count("held_activity"), 0);
}

TEST_F(QuarantineTest, forged_request_does_not_have_the_genuine_ones_refused) {
    put_actor("evil.example", "eve");
    EXPECT_EQ(deliver(activity("Follow", ada().uri), eve + "#main-key", crypto::PrivateKey::generate_rsa()), 401);
    EXPECT_EQ(deliver_from_eve(activity("Follow", ada_uri_)), 202);
    EXPECT_EQ(count("held_activity"), 1);
}

TEST_F(QuarantineTest, first_deliveries_that_come_at_once_are_all_held) {
    const auto document = activity_answer(put_actor("evil.example", "eve"));
    web_.put(eve, [document] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        return document;
    });
    std::vector<std::future<int>> answers;
    for (int i = 0; i < 4; ++i)
        answers.push_back(post_to_inbox(activity("Like", "https://north.example/ap/notes/1"), eve + "#main-key",
                                        collegium::test::rsa_key()));
    for (auto& answer : answers) EXPECT_EQ(answer.get(), 202);
    EXPECT_EQ(count("held_activity"), 4);
}

TEST_F(QuarantineTest, what_was_held_is_applied_in_order_once_the_server_is_allowed) {
    put_actor("evil.example", "eve");
    const auto person = ada();
    const auto follow = activity("Follow", person.uri);
    deliver_from_eve(follow);
    deliver_from_eve(activity("Undo", follow));
    deliver_from_eve(activity("Create", note("1")));
    deliver_from_eve(activity("Follow", person.uri));
    review(HostReview::allowed);
    until_nothing_is_held();
    ASSERT_TRUE(account(eve));
    EXPECT_TRUE(post(eve + "/notes/1"));
    EXPECT_EQ(count("follow"), 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // what the inbox remembers of the host
    EXPECT_EQ(deliver_from_eve(activity("Create", note("2"))), 202);
    EXPECT_EQ(count("held_activity"), 0);
    settle();
    EXPECT_TRUE(post(eve + "/notes/2"));
}

TEST_F(QuarantineTest, what_comes_while_older_things_are_held_goes_behind_them) {
    put_actor("evil.example", "eve");
    const auto person = ada();
    worker_->stop();
    const auto follow = activity("Follow", person.uri);
    deliver_from_eve(follow);
    review(HostReview::allowed);
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    deliver_from_eve(activity("Undo", follow));
    EXPECT_EQ(count("held_activity"), 2);
    EXPECT_EQ(count("inbox_item"), 0);
}

TEST_F(QuarantineTest, refused_server_gets_403_without_its_key_being_fetched) {
    put_actor("evil.example", "eve");
    review(HostReview::refused);
    EXPECT_EQ(deliver_from_eve(activity("Create", note("1"))), 403);
    EXPECT_TRUE(web_.all_asked().empty());
    review(HostReview::unreviewed);
    EXPECT_EQ(deliver_from_eve(activity("Create", note("2"))), 202);
    review(HostReview::refused);
    until_nothing_is_held();
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    EXPECT_EQ(deliver_from_eve(activity("Create", note("3"))), 403) << "the key is known by now";
    EXPECT_FALSE(account(eve));
}

TEST_F(QuarantineTest, one_host_cannot_hold_more_than_its_share) {
    write([](domain::Context& context) {
        model::InboxItem item;
        item.host = "evil.example";
        item.body = "{}";
        for (int i = 0; i < quarantine::most_of_one_host; ++i) {
            item.activity_uri = "https://evil.example/" + std::to_string(i);
            EXPECT_TRUE(quarantine::hold(context, item, "Create"));
        }
        item.activity_uri = "https://evil.example/more";
        EXPECT_FALSE(quarantine::hold(context, item, "Create"));
        item.host = "victim.example";
        EXPECT_TRUE(quarantine::hold(context, item, "Create"));
        item.activity_uri = "https://victim.example/big";
        item.body = std::string(quarantine::most_bytes_of_one_host, ' ');
        EXPECT_FALSE(quarantine::hold(context, item, "Create"));
        return true;
    });
    put_actor("evil.example", "eve");
    EXPECT_EQ(deliver_from_eve(activity("Create", note("1"))), 503);
}

TEST_F(QuarantineTest, nothing_is_fetched_for_people_and_the_reason_is_told) {
    put_actor("evil.example", "eve");
    EXPECT_FALSE(wait(fetcher_->actor(eve)));
    const auto refusal = refusal_of(eve);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code(), Errc::unprocessable);
    EXPECT_NE(refusal->message().find("not been reviewed"), std::string::npos);
    const auto of_handle = wait(fetcher_->resolve({{}, {"eve@evil.example"}}));
    ASSERT_EQ(of_handle.size(), 1u);
    EXPECT_TRUE(of_handle.front().refusal);
    EXPECT_TRUE(web_.all_asked().empty());
    review(HostReview::allowed);
    EXPECT_FALSE(refusal_of(eve));
    EXPECT_TRUE(account(eve));
}

TEST_F(QuarantineTest, servers_of_the_consortium_need_no_review) {
    config_.federation.consortium = {"evil.example"};
    ada();
    put_actor("evil.example", "eve");
    EXPECT_EQ(deliver_from_eve(activity("Create", note("1"))), 202);
    EXPECT_EQ(count("held_activity"), 0);
    settle();
    EXPECT_TRUE(post(eve + "/notes/1"));
}

TEST_F(QuarantineTest, unreviewed_server_gets_no_deliveries) {
    config_.federation.mode = config::FederationMode::open;
    put_actor("evil.example", "eve");
    put_actor("victim.example", "carol");
    const auto person = ada();
    for (const auto& uri : {eve, uri_of("victim.example", "carol")}) {
        ASSERT_TRUE(wait(fetcher_->actor(uri)));
        follows(*account(uri), person);
    }
    config_.federation.mode = config::FederationMode::guarded;
    review(HostReview::allowed, "victim.example");
    write([&person](domain::Context& context) {
        model::Event event;
        event.kind = model::EventKind::account_updated;
        event.account_id = person.id;
        enqueue_deliveries(context, domain::News(context, {event}));
        return true;
    });
    EXPECT_EQ(count("delivery WHERE host = 'victim.example'"), 1);
    EXPECT_EQ(count("delivery"), 1);
}

TEST(Policy, each_mode_knows_whom_it_lets_in) {
    config::Config config;
    config.federation.consortium = {"partner.example"};
    config.federation.block = {"noise.example"};
    const auto with = [&config](config::FederationMode mode, std::string_view host,
                                HostReview review = HostReview::unreviewed) {
        config.federation.mode = mode;
        return standing(config, host, review);
    };
    using config::FederationMode;
    EXPECT_EQ(with(FederationMode::open, "new.example"), Standing::federates);
    EXPECT_EQ(with(FederationMode::open, "new.example", HostReview::refused), Standing::federates);
    EXPECT_EQ(with(FederationMode::guarded, "new.example"), Standing::quarantined);
    EXPECT_EQ(with(FederationMode::guarded, "new.example", HostReview::allowed), Standing::federates);
    EXPECT_EQ(with(FederationMode::guarded, "new.example", HostReview::refused), Standing::shut_out);
    EXPECT_EQ(with(FederationMode::guarded, "sub.partner.example:8443"), Standing::federates);
    EXPECT_EQ(with(FederationMode::guarded, "sub.noise.example", HostReview::allowed), Standing::shut_out);
    EXPECT_EQ(with(FederationMode::consortium, "new.example", HostReview::allowed), Standing::shut_out);
    EXPECT_EQ(with(FederationMode::consortium, "partner.example"), Standing::federates);
    EXPECT_EQ(with(FederationMode::closed, "partner.example", HostReview::allowed), Standing::shut_out);
}

}  // namespace
}  // namespace collegium::federation::test
