// An institution, north.example, whose network is a table: what addresses answer is told by the test, and what was
// asked is remembered. Fetcher, inbox and inbox worker run as they do in a server.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "client/http_client.hpp"
#include "federation/fetcher.hpp"
#include "federation/inbox.hpp"
#include "federation/inbox_worker.hpp"
#include "runtime/cpu_pool.hpp"
#include "runtime/loop.hpp"
#include "runtime/spawn.hpp"
#include "storage/media/file_store.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {

// 404 for what nobody put there.
class TableClient final : public client::HttpClient {
  public:
    using Make = std::function<Result<client::Answer>()>;

    void send(client::Fetch fetch, client::OnAnswer on_answer) override;
    void put(const std::string& address, Make make);
    // An ActivityPub document at its id, or somewhere else.
    void put_document(const std::string& address, const json::Value& document);
    void put_webfinger(const std::string& user, const std::string& host, const std::string& subject,
                       const std::string& self);
    // How often an address was asked for.
    int asked(const std::string& address);
    std::vector<std::string> all_asked();

  private:
    std::mutex mutex_;
    std::map<std::string, Make> table_;
    std::vector<std::string> asked_;
};

client::Answer activity_answer(const json::Value& document, int status = 200);

class NetworkWorld : public ::testing::Test {
  protected:
    NetworkWorld();
    ~NetworkWorld() override;

    domain::MakeContext make_context();
    // One job on the write lane.
    template <class Work>
    auto write(Work work) {
        std::optional<std::invoke_result_t<Work, domain::Context&>> result;
        auto status = pool_->run(sql::Lane::write, [this, &work, &result](sql::Connection& db) {
            auto context = make_context()(db);
            result.emplace(work(context));
            return sql::Verdict::commit;
        });
        if (!status) throw std::runtime_error(status.error().detail());
        return *std::move(result);
    }
    // What a coroutine comes to.
    template <class T>
    T wait(boost::asio::awaitable<T> work) {
        auto promise = std::make_shared<std::promise<T>>();
        runtime::spawn(loop_, "test", tell(std::move(work), promise));
        return promise->get_future().get();
    }
    std::optional<model::Account> account(const std::string& uri);
    std::optional<model::Post> post(const std::string& uri);
    model::Account member(std::string_view username);
    // "follower", one of ours, follows somebody of another server.
    void follows(const model::Account& follower, const model::Account& target);

    // A person of another server: the document, at its address, and WebFinger. Signs with the key of the tests.
    json::Value put_actor(const std::string& host, const std::string& name);
    static std::string uri_of(const std::string& host, const std::string& name);

    // The status that the inbox answers to `activity`, signed with `key` under `key_id`.
    int deliver(const json::Value& activity, const std::string& key_id);
    int deliver(const json::Value& activity, const std::string& key_id, const crypto::PrivateKey& key,
                const std::string& path = "/ap/inbox");
    std::future<int> post_to_inbox(const json::Value& activity, const std::string& key_id,
                                   const crypto::PrivateKey& key, const std::string& path = "/ap/inbox");
    // Until the inbox queue is empty.
    void settle();
    std::int64_t count(const std::string& table_and_condition);

    Folder folder_;
    config::Config config_;
    IdGenerator ids_;
    media::FileStore media_;
    TableClient web_;
    std::unique_ptr<sql::Pool> pool_;
    runtime::CpuPool cpu_;
    runtime::Loop loop_;
    std::unique_ptr<Services> services_;
    SigningKeys signing_keys_;
    KeyCache keys_;
    std::unique_ptr<Fetcher> fetcher_;
    std::unique_ptr<Inbox> inbox_;
    std::unique_ptr<InboxWorker> worker_;

  private:
    template <class T>
    static boost::asio::awaitable<void> tell(boost::asio::awaitable<T> work, std::shared_ptr<std::promise<T>> promise) {
        auto value = co_await std::move(work);
        promise->set_value(std::move(value));
    }
};

}  // namespace collegium::federation::test
