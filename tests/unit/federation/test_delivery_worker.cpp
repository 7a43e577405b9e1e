// The whole way of a delivery over real sockets: queue, signature, exchange, what becomes of it.
#include <algorithm>
#include <thread>

#include "client/beast_client.hpp"
#include "domain/accounts.hpp"
#include "federation/delivery_worker.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"
#include "support/test_keys.hpp"
#include "unit/federation/outbound_world.hpp"
#include "unit/federation/peers.hpp"

namespace collegium::federation::test {
namespace {

using namespace std::chrono_literals;
using model::SignatureFamily;

http::Response found_elsewhere() {
    return http::Response::redirect("/elsewhere", 308);
}

class DeliveryWorkerTest : public ::testing::Test {
  protected:
    DeliveryWorkerTest() : media_(folder_.path + "/media"), loop_("deliveries"), cpu_("sign", 2) {
        config_.instance.domain = "north.localhost";
        config_.federation.allow_addresses = {"127.0.0.0/8"};
        const std::string url = "sqlite://" + folder_.path + "/test.db";
        auto connection = sql::open_connection(url).value();
        sql::migrate(*connection).value();
        connection.reset();
        sql::PoolOptions options;
        options.url = url;
        pool_ = sql::Pool::open(options).value();
        http_ = client::make_http_client(config_).value();
        services_ = std::make_unique<Services>(Services{config_, *pool_, *http_, cpu_, loop_, make_context()});
        loop_.start();
        make_sender();
        new_worker();
    }
    ~DeliveryWorkerTest() override { worker_->stop(); }

    domain::MakeContext make_context() {
        return [this](sql::Connection& db) { return domain::Context{db, config_, ids_, media_, current_time()}; };
    }
    template <class Work>
    auto write(Work work) {
        std::optional<std::invoke_result_t<Work, domain::Context&>> result;
        auto status = pool_->run(sql::Lane::write, [this, &work, &result](sql::Connection& db) {
            auto context = make_context()(db);
            result = work(context);
            return sql::Verdict::commit;
        });
        if (!status) throw std::runtime_error(status.error().detail());
        return *result;
    }
    void make_sender() {
        domain::NewMember wanted;
        wanted.username = "ada";
        wanted.email = "ada@north.example";
        wanted.password_hash = "unused";
        wanted.private_key = collegium::test::rsa_key().pem();
        wanted.public_key = collegium::test::rsa_key().public_key().pem();
        sender_ =
            write([&wanted](domain::Context& context) { return domain::create_member(context, wanted).value().id; });
    }
    void new_worker() {
        worker_ = std::make_unique<DeliveryWorker>(*services_, keys_);
        pool_->on_signal([this](unsigned signals) {
            if (signals & sql::signal_delivery) worker_->wake();
        });
    }
    void enqueue(const std::string& body, const std::vector<std::string>& hosts) {
        std::vector<repo::InboxAddress> inboxes;
        for (const auto& host : hosts) inboxes.push_back({host, "http://" + host + "/inbox"});
        write([this, &body, &inboxes](domain::Context& context) {
            return repo::insert_deliveries(context.db, sender_, body, inboxes, context.now);
        });
    }
    std::int64_t waiting() {
        return write([](domain::Context& context) { return repo::count_deliveries(context.db); });
    }
    model::Host host(const std::string& name) {
        return write([&name](domain::Context& context) { return repo::find_host(context.db, name).value(); });
    }
    bool eventually(const std::function<bool()>& condition) {
        for (int turn = 0; turn < 1000; ++turn) {
            if (condition()) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    bool all_delivered() {
        return eventually([this] { return waiting() == 0; });
    }

    Folder folder_;
    config::Config config_;
    IdGenerator ids_;
    media::FileStore media_;
    Peers peers_;
    runtime::Loop loop_;
    std::unique_ptr<sql::Pool> pool_;
    runtime::CpuPool cpu_;
    std::unique_ptr<client::HttpClient> http_;
    std::unique_ptr<Services> services_;
    SigningKeys keys_;
    AccountId sender_;
    std::unique_ptr<DeliveryWorker> worker_;
};

TEST_F(DeliveryWorkerTest, every_host_gets_everything_once_in_order_and_signed) {
    std::vector<std::string> hosts, bodies;
    for (int i = 0; i < 5; ++i) hosts.push_back(peers_.authority("p" + std::to_string(i)));
    worker_->start();
    for (int i = 0; i < 80; ++i) {
        bodies.push_back("{\"number\":" + std::to_string(i) + "}");
        enqueue(bodies.back(), hosts);
    }
    ASSERT_TRUE(all_delivered());
    for (const auto& host : hosts) EXPECT_EQ(peers_.bodies_at(host), bodies) << host;
    for (const auto& one : peers_.received()) EXPECT_TRUE(one.verified);
}

TEST_F(DeliveryWorkerTest, a_refusal_is_final_and_holds_up_nothing) {
    const auto south = peers_.authority("south");
    peers_.answer(south, [](const Received& one) { return http::Response(one.body == "1" ? 410 : 202); });
    enqueue("1", {south});
    enqueue("2", {south});
    worker_->start();
    ASSERT_TRUE(all_delivered());
    EXPECT_EQ(peers_.bodies_at(south), (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(host(south).failures, 0);
}

TEST_F(DeliveryWorkerTest, a_fault_keeps_the_order_and_makes_the_host_wait) {
    const auto south = peers_.authority("south");
    const auto west = peers_.authority("west");
    peers_.answer(south, [](const Received& one) { return http::Response(one.body == "2" ? 503 : 202); });
    for (const char* body : {"1", "2", "3"}) enqueue(body, {south, west});
    worker_->start();
    ASSERT_TRUE(eventually([this, &south] { return waiting() == 2 && host(south).failures == 1; }));
    EXPECT_EQ(peers_.bodies_at(south), (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(peers_.bodies_at(west), (std::vector<std::string>{"1", "2", "3"}));
    EXPECT_GT(host(south).next_delivery_at, current_time() + 10s);

    peers_.answer(south, [](const Received&) { return http::Response(202); });
    write([&south](domain::Context& context) {  // the pause is over
        return context.db.execute("UPDATE host SET next_delivery_at = 0 WHERE host = ?", {south});
    });
    worker_->wake();
    ASSERT_TRUE(all_delivered());
    EXPECT_EQ(peers_.bodies_at(south), (std::vector<std::string>{"1", "2", "2", "3"}));
    EXPECT_EQ(host(south).failures, 0);
}

TEST_F(DeliveryWorkerTest, retry_after_is_honoured) {
    const auto south = peers_.authority("south");
    peers_.answer(south, [](const Received&) { return http::Response(429).set("Retry-After", "1800"); });
    enqueue("1", {south});
    worker_->start();
    ASSERT_TRUE(eventually([this, &south] { return host(south).failures == 1; }));
    EXPECT_GT(host(south).next_delivery_at, current_time() + 25min);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(DeliveryWorkerTest, a_host_that_refuses_one_family_is_asked_in_the_other_and_remembered) {
    const auto south = peers_.authority("south");
    peers_.answer(south, [](const Received& one) {
        return http::Response(one.family == SignatureFamily::rfc9421 && one.verified ? 202 : 401);
    });
    enqueue("1", {south});
    worker_->start();
    ASSERT_TRUE(all_delivered());
    EXPECT_EQ(peers_.received().size(), 2u);
    EXPECT_EQ(host(south).signature_family, SignatureFamily::rfc9421);
    enqueue("2", {south});
    ASSERT_TRUE(all_delivered());
    ASSERT_EQ(peers_.received().size(), 3u);
    EXPECT_EQ(peers_.received().back().family, SignatureFamily::rfc9421);
}

TEST_F(DeliveryWorkerTest, redirects_are_failures_and_not_followed) {
    const auto south = peers_.authority("south");
    peers_.answer(south, [](const Received&) { return found_elsewhere(); });
    enqueue("1", {south});
    worker_->start();
    ASSERT_TRUE(eventually([this, &south] { return host(south).failures == 1; }));
    EXPECT_EQ(peers_.received().size(), 1u);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(DeliveryWorkerTest, a_dead_host_is_tried_twenty_times_and_then_loses_that_delivery) {
    const std::string dead = "dead.localhost:1";
    enqueue("1", {dead});
    write([](domain::Context& context) { return context.db.execute("UPDATE delivery SET attempts = 19"); });
    worker_->start();
    ASSERT_TRUE(all_delivered());
    ASSERT_TRUE(eventually([this, &dead] { return host(dead).failures == 1; }));
}

TEST_F(DeliveryWorkerTest, a_server_blocked_meanwhile_gets_nothing_more) {
    const auto south = peers_.authority("south");
    enqueue("1", {south});
    config_.federation.block = {"south.localhost"};
    worker_->start();
    ASSERT_TRUE(all_delivered());
    EXPECT_TRUE(peers_.received().empty());
}

TEST_F(DeliveryWorkerTest, what_is_left_at_a_stop_goes_with_the_next_start) {
    const auto south = peers_.authority("south");
    std::vector<std::string> bodies;
    for (int i = 0; i < 200; ++i) bodies.push_back(std::to_string(i));
    for (const auto& body : bodies) enqueue(body, {south});
    worker_->start();
    ASSERT_TRUE(eventually([this] { return peers_.received().size() > 10; }));
    worker_->stop();
    const auto before = peers_.received().size();
    EXPECT_EQ(static_cast<std::size_t>(waiting()), bodies.size() - before);
    new_worker();
    worker_->start();
    ASSERT_TRUE(all_delivered());
    EXPECT_EQ(peers_.bodies_at(south), bodies);
}

}  // namespace
}  // namespace collegium::federation::test
