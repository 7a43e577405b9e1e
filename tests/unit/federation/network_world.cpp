#include "unit/federation/network_world.hpp"

#include <algorithm>
#include <thread>

#include "core/url.hpp"
#include "discovery/webfinger.hpp"
#include "domain/accounts.hpp"
#include "signatures/draft_cavage.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/queues.hpp"
#include "storage/repo/relations.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"
#include "support/test_keys.hpp"

namespace collegium::federation::test {

client::Answer activity_answer(const json::Value& document, int status) {
    client::Answer answer;
    answer.status = status;
    answer.headers = {{"content-type", "application/activity+json"}};
    answer.body = json::dump(document);
    return answer;
}

void TableClient::send(client::Fetch fetch, client::OnAnswer on_answer) {
    Make make;
    {
        std::lock_guard lock(mutex_);
        const auto address = fetch.url.text();
        asked_.push_back(address);
        if (const auto found = table_.find(address); found != table_.end()) make = found->second;
    }
    client::Answer nothing;
    nothing.status = 404;
    std::thread([make, on_answer, nothing] { on_answer(make ? make() : Result<client::Answer>(nothing)); }).detach();
}

void TableClient::put(const std::string& address, Make make) {
    std::lock_guard lock(mutex_);
    table_[address] = std::move(make);
}

void TableClient::put_document(const std::string& address, const json::Value& document) {
    put(address, [document] { return activity_answer(document); });
}

void TableClient::put_webfinger(const std::string& user, const std::string& host, const std::string& subject,
                                const std::string& self) {
    discovery::WebfingerAccount account;
    account.handle = subject;
    account.actor = self;
    auto answer = activity_answer(discovery::make_jrd(account));
    put(discovery::webfinger_url({user, host}, "https"), [answer] { return answer; });
}

int TableClient::asked(const std::string& address) {
    std::lock_guard lock(mutex_);
    return static_cast<int>(std::count(asked_.begin(), asked_.end(), address));
}

std::vector<std::string> TableClient::all_asked() {
    std::lock_guard lock(mutex_);
    return asked_;
}

NetworkWorld::NetworkWorld() : media_(folder_.path + "/media"), cpu_("sign", 2), loop_("federation") {
    config_.instance.domain = "north.example";
    const std::string url = "sqlite://" + folder_.path + "/test.db";
    auto connection = sql::open_connection(url).value();
    sql::migrate(*connection).value();
    connection.reset();
    sql::PoolOptions options;
    options.url = url;
    pool_ = sql::Pool::open(options).value();
    services_ = std::make_unique<Services>(Services{config_, *pool_, web_, cpu_, loop_, make_context()});
    fetcher_ = std::make_unique<Fetcher>(*services_, signing_keys_);
    inbox_ = std::make_unique<Inbox>(*services_, keys_, *fetcher_);
    worker_ = std::make_unique<InboxWorker>(*services_, *fetcher_);
    const auto& key = collegium::test::rsa_key();
    write([&key](domain::Context& context) {
        return domain::ensure_instance_actor(context, key.pem(), key.public_key().pem()).has_value();
    });
    pool_->on_signal([this](unsigned signals) {
        if (signals & sql::signal_inbox) worker_->wake();
    });
    loop_.start();
    worker_->start();
}

NetworkWorld::~NetworkWorld() {
    worker_->stop();
    pool_->close();
    cpu_.stop();
    loop_.stop();
}

domain::MakeContext NetworkWorld::make_context() {
    return [this](sql::Connection& db) { return domain::Context{db, config_, ids_, media_, current_time()}; };
}

std::optional<model::Account> NetworkWorld::account(const std::string& uri) {
    return write([&uri](domain::Context& context) { return repo::find_account_by_uri(context.db, uri); });
}

std::optional<model::Post> NetworkWorld::post(const std::string& uri) {
    return write([&uri](domain::Context& context) { return repo::find_post_by_uri(context.db, uri); });
}

model::Account NetworkWorld::member(std::string_view username) {
    domain::NewMember wanted;
    wanted.username = username;
    wanted.email = std::string(username) + "@north.example";
    wanted.password_hash = "unused";
    wanted.private_key = collegium::test::rsa_key().pem();
    wanted.public_key = collegium::test::rsa_key().public_key().pem();
    return write([&wanted](domain::Context& context) { return domain::create_member(context, wanted).value(); });
}

void NetworkWorld::follows(const model::Account& follower, const model::Account& target) {
    write([&follower, &target](domain::Context& context) {
        model::Follow follow;
        follow.account_id = follower.id;
        follow.target_id = target.id;
        follow.uri = follower.uri + "/follows/" + target.id.text();
        follow.created_at = context.now;
        repo::put_follow(context.db, follow);
        repo::accept_follow(context.db, follower.id, target.id);
        return true;
    });
}

std::string NetworkWorld::uri_of(const std::string& host, const std::string& name) {
    return "https://" + host + "/users/" + name;
}

json::Value NetworkWorld::put_actor(const std::string& host, const std::string& name) {
    const auto uri = uri_of(host, name);
    auto key = json::Value::object(
        {{"id", uri + "#main-key"}, {"owner", uri}, {"publicKeyPem", collegium::test::rsa_key().public_key().pem()}});
    auto document = json::Value::object({{"id", uri},
                                         {"type", "Person"},
                                         {"preferredUsername", name},
                                         {"inbox", uri + "/inbox"},
                                         {"followers", uri + "/followers"},
                                         {"publicKey", std::move(key)}});
    web_.put_document(uri, document);
    web_.put_webfinger(name, host, name + "@" + host, uri);
    return document;
}

std::future<int> NetworkWorld::post_to_inbox(const json::Value& activity, const std::string& key_id,
                                             const crypto::PrivateKey& key, const std::string& path) {
    http::Request request;
    request.method = http::Method::post;
    request.target = path;
    request.path = path;
    request.host = "north.example";
    request.remote_address = "192.0.2.1";
    request.body = json::dump(activity);
    request.headers = {{"host", request.host}};
    constexpr std::string_view users = "/ap/users/";
    if (path.starts_with(users)) request.parts_ = {{"id", path.substr(users.size(), path.rfind('/') - users.size())}};
    const auto url = parse_url("https://north.example" + path).value();
    const signatures::Outgoing outgoing{"POST", url, request.body, "application/activity+json"};
    for (auto& header : signatures::sign_cavage(outgoing, {key, key_id}, current_time()).value())
        request.headers.push_back(std::move(header));
    auto status = std::make_shared<std::promise<int>>();
    auto future = status->get_future();
    inbox_->action()(std::move(request), [status](http::Response response) { status->set_value(response.status); });
    return future;
}

int NetworkWorld::deliver(const json::Value& activity, const std::string& key_id, const crypto::PrivateKey& key,
                          const std::string& path) {
    return post_to_inbox(activity, key_id, key, path).get();
}

int NetworkWorld::deliver(const json::Value& activity, const std::string& key_id) {
    return deliver(activity, key_id, collegium::test::rsa_key());
}

void NetworkWorld::settle() {
    while (count("inbox_item") > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

std::int64_t NetworkWorld::count(const std::string& table_and_condition) {
    return write([&table_and_condition](domain::Context& context) {
        return context.db.number("SELECT COUNT(*) FROM " + table_and_condition).value_or(0);
    });
}

}  // namespace collegium::federation::test
