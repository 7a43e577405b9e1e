// What the inbox takes in, from whom, and what it makes us do on the net (security.md 1.2, 1.4, 1.9).
#include <thread>

#include "storage/repo/accounts.hpp"
#include "support/test_keys.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

class HostileInbox : public NetworkWorld {
  protected:
    json::Value activity(const std::string& type, const std::string& actor, json::Value object) {
        const auto id = actor + "/activities/" + std::to_string(++number_);
        return json::Value::object({{"id", id},
                                    {"type", type},
                                    {"actor", actor},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})},
                                    {"object", std::move(object)}});
    }
    json::Value note(const std::string& author, const std::string& name, json::Value to) {
        return json::Value::object({{"id", author + "/notes/" + name},
                                    {"type", "Note"},
                                    {"attributedTo", author},
                                    {"content", "<p>Momentum carts</p>"},
                                    {"to", std::move(to)}});
    }
    // Known here before the test's own deliveries.
    void introduce(const std::string& host, const std::string& name) {
        put_actor(host, name);
        ASSERT_TRUE(wait(fetcher_->actor(uri_of(host, name))));
    }
    static std::string key_of(const std::string& actor) { return actor + "#main-key"; }

    const std::string carol = uri_of("victim.example", "carol");
    const std::string eve = uri_of("evil.example", "eve");
    int number_ = 0;
};

TEST_F(HostileInbox, first_deliveries_of_a_new_peer_that_come_at_once_are_all_taken) {
    put_actor("victim.example", "carol");
    const auto document = activity_answer(put_actor("victim.example", "carol"));
    web_.put(carol, [document] {
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        return document;
    });
    std::vector<std::future<int>> answers;
    for (int i = 0; i < 4; ++i)
        answers.push_back(post_to_inbox(activity("Like", carol, "https://north.example/ap/notes/1"), key_of(carol),
                                        collegium::test::rsa_key()));
    for (auto& answer : answers) EXPECT_EQ(answer.get(), 202);
    EXPECT_LE(web_.asked(carol), 2);  // the key, and its owner
}

TEST_F(HostileInbox, key_that_cannot_be_had_for_now_is_no_4xx_neither_at_once_nor_later) {
    put_actor("victim.example", "carol");
    web_.put(carol, [] { return Result<client::Answer>(Error(Errc::timeout, "slow")); });
    const auto like = activity("Like", carol, "https://north.example/ap/notes/1");
    EXPECT_EQ(deliver(like, key_of(carol)), 503);
    EXPECT_EQ(deliver(like, key_of(carol)), 503);
    EXPECT_EQ(web_.asked(carol), 1);
    client::Answer broken;
    broken.status = 500;
    web_.put(eve, [broken] { return broken; });
    EXPECT_EQ(deliver(activity("Like", eve, "https://north.example/ap/notes/1"), key_of(eve)), 503);
}

TEST_F(HostileInbox, bad_signatures_fetch_a_key_once) {
    put_actor("victim.example", "carol");
    const auto other = crypto::PrivateKey::generate_rsa();
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(deliver(activity("Like", carol, "https://north.example/ap/notes/1"), key_of(carol), other), 401);
    EXPECT_LE(web_.asked(carol), 2);
    EXPECT_EQ(deliver(activity("Like", carol, "https://north.example/ap/notes/1"), key_of(carol)), 202);
}

TEST_F(HostileInbox, one_client_cannot_make_us_fetch_without_end) {
    const auto later = [this](int number) {
        const auto actor = uri_of("evil.example", "x" + std::to_string(number));
        return deliver(activity("Like", actor, "https://north.example/ap/notes/1"), key_of(actor));
    };
    int refused_for_now = 0;
    for (int i = 0; i < 320; ++i)
        if (later(i) == 503) ++refused_for_now;
    EXPECT_EQ(refused_for_now, 20);
    EXPECT_EQ(web_.all_asked().size(), 300u);
}

TEST_F(HostileInbox, actor_that_somebody_else_speaks_of_is_not_looked_up) {
    introduce("evil.example", "eve");
    const std::string anywhere = "https://elsewhere.example/page";
    EXPECT_EQ(deliver(activity("Create", anywhere, note(anywhere, "1", json::Value::array({eve}))), key_of(eve)), 202);
    EXPECT_EQ(deliver(activity("Announce", anywhere, "https://elsewhere.example/other"), key_of(eve)), 202);
    EXPECT_EQ(deliver(activity("Update", anywhere, "https://elsewhere.example/third"), key_of(eve)), 202);
    EXPECT_EQ(deliver(activity("Update", eve, eve + "/notes/unknown"), key_of(eve)), 202);
    settle();
    for (const auto& address : web_.all_asked()) EXPECT_EQ(address.find("elsewhere"), std::string::npos) << address;
    EXPECT_EQ(web_.asked(eve + "/notes/unknown"), 0);
}

TEST_F(HostileInbox, long_names_make_no_long_keys) {
    introduce("evil.example", "eve");
    const auto anywhere = "https://elsewhere.example/" + std::string(1900, 'x');
    auto told = activity("Create", anywhere, note(anywhere, "1", json::Value::array({eve})));
    told.set("id", "https://elsewhere.example/" + std::string(2000, 'y'));
    EXPECT_EQ(deliver(told, key_of(eve)), 202);
    EXPECT_EQ(count("seen_activity"), 1);
    EXPECT_EQ(count("seen_activity WHERE length(activity_uri) < 100"), 1);
}

TEST_F(HostileInbox, farewell_in_anothers_name_changes_nothing) {
    introduce("victim.example", "carol");
    introduce("evil.example", "eve");
    client::Answer gone;
    gone.status = 410;
    web_.put(eve, [gone] { return gone; });
    const auto other = crypto::PrivateKey::generate_rsa();
    EXPECT_EQ(deliver(activity("Delete", carol, carol), key_of(eve), other), 401);
    EXPECT_EQ(deliver(activity("Delete", carol, carol), key_of(eve)), 202);  // forwarded: only its origin can say so
    auto vandal = put_actor("victim.example", "carol");
    vandal.set("name", "Vandal");
    web_.put(carol, [gone] { return gone; });
    EXPECT_EQ(deliver(activity("Update", carol, vandal), key_of(carol), other), 401);
    settle();
    EXPECT_FALSE(account(carol)->deleted_at);
    EXPECT_EQ(account(carol)->display_name, "");
}

TEST_F(HostileInbox, farewell_that_the_origin_confirms_counts_whoever_signed) {
    introduce("victim.example", "carol");
    client::Answer gone;
    gone.status = 410;
    web_.put(carol, [gone] { return gone; });
    const auto other = crypto::PrivateKey::generate_rsa();
    EXPECT_EQ(deliver(activity("Delete", carol, carol), key_of(carol), other), 202);
    settle();
    EXPECT_TRUE(account(carol)->deleted_at);
    EXPECT_EQ(deliver(activity("Delete", uri_of("unknown.example", "x"), uri_of("unknown.example", "x")),
                      uri_of("unknown.example", "x") + "#main-key"),
              202);
    EXPECT_EQ(web_.asked(uri_of("unknown.example", "x")), 0);
}

TEST_F(HostileInbox, inbox_of_nobody_or_of_a_stranger_takes_nothing) {
    introduce("victim.example", "carol");
    const auto ada = member("ada");
    follows(ada, *account(carol));
    const auto sent_to = [this](const std::string& id, const std::string& name) {
        const auto letter = note(carol, name, json::Value::array({"https://elsewhere.example/users/x"}));
        return deliver(activity("Create", carol, letter), key_of(carol), collegium::test::rsa_key(),
                       "/ap/users/" + id + "/inbox");
    };
    EXPECT_EQ(sent_to("4711", "1"), 404);
    EXPECT_EQ(sent_to("x", "2"), 404);
    EXPECT_EQ(sent_to(account(carol)->id.text(), "3"), 404);
    EXPECT_EQ(sent_to(ada.id.text(), "4"), 202);
    auto leaver = member("bob");
    leaver.deleted_at = current_time();
    write([leaver](domain::Context& context) {
        repo::update_account(context.db, leaver);
        return true;
    });
    EXPECT_EQ(sent_to(leaver.id.text(), "5"), 410);
    settle();
    for (const char* name : {"1", "2", "3", "5"}) EXPECT_FALSE(post(carol + "/notes/" + name)) << name;
    EXPECT_TRUE(post(carol + "/notes/4"));
}

TEST_F(HostileInbox, type_lists_are_read_in_one_way) {
    introduce("victim.example", "carol");
    introduce("evil.example", "eve");
    const auto ada = member("ada");
    auto follow = activity("Create", carol, ada.uri);
    follow.set("type", json::Value::array({"Create", "Follow"}));
    deliver(follow, key_of(eve));
    follow = activity("Create", carol, ada.uri);
    follow.set("type", json::Value::array({json::Value::array({"Create"}), "Follow"}));
    deliver(follow, key_of(eve));
    settle();
    EXPECT_EQ(count("follow"), 0);
}

TEST_F(HostileInbox, names_below_one_domain_do_not_fill_the_accounts) {
    config_.limits.new_people_per_domain = 5;
    const auto from = [this](const std::string& host) {
        put_actor(host, "eve");
        const auto actor = uri_of(host, "eve");
        return deliver(activity("Like", actor, "https://north.example/ap/notes/1"), key_of(actor));
    };
    for (int i = 0; i < 5; ++i) EXPECT_EQ(from("a" + std::to_string(i) + ".evil.example"), 202);
    for (int i = 5; i < 20; ++i) EXPECT_EQ(from("a" + std::to_string(i) + ".evil.example"), 503);
    EXPECT_EQ(from("victim.example"), 202);
    settle();
    EXPECT_EQ(count("account WHERE domain LIKE '%evil.example'"), 5);
}

TEST_F(HostileInbox, backlog_of_one_host_has_an_end) {
    InboxBacklog backlog(10);
    const auto now = current_time();
    EXPECT_EQ(backlog.advice("evil.example", now), InboxBacklog::Advice::count_and_take);
    backlog.counted("evil.example", 10);
    EXPECT_EQ(backlog.advice("evil.example", now), InboxBacklog::Advice::refuse);
    EXPECT_EQ(backlog.advice("victim.example", now), InboxBacklog::Advice::count_and_take);
    EXPECT_EQ(backlog.advice("victim.example", now), InboxBacklog::Advice::take);
    EXPECT_EQ(backlog.advice("evil.example", now + std::chrono::seconds(2)), InboxBacklog::Advice::count_and_take);
}

}  // namespace
}  // namespace collegium::federation::test
