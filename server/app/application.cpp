#include "app/application.hpp"

#include <future>
#include <thread>

#include "api/routes.hpp"
#include "app/binding.hpp"
#include "app/needs.hpp"
#include "client/beast_client.hpp"
#include "core/log.hpp"
#include "core/random.hpp"
#include "crypto/keys.hpp"
#include "domain/accounts.hpp"
#include "domain/distribution.hpp"
#include "federation/delivery_worker.hpp"
#include "federation/fetcher.hpp"
#include "federation/inbox.hpp"
#include "federation/inbox_worker.hpp"
#include "federation/outbox.hpp"
#include "federation/routes.hpp"
#include "http/client_address.hpp"
#include "http/ops.hpp"
#include "http/server.hpp"
#include "jobs/event_pump.hpp"
#include "jobs/scheduler.hpp"
#include "runtime/cpu_pool.hpp"
#include "runtime/loop.hpp"
#include "runtime/spawn.hpp"
#include "storage/media/media_store.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"
#include "web/assets.hpp"
#include "web/frame.hpp"
#include "web/pages.hpp"
#include "web/routes.hpp"

namespace collegium::app {
namespace {

constexpr unsigned remote_media_threads = 8;  // jobs that read or store a file wait for another server
constexpr auto command_patience = std::chrono::seconds(60);
constexpr std::size_t inbox_body_limit = 1024 * 1024;

unsigned cores() {
    return std::max(1u, std::thread::hardware_concurrency());
}

// A process's place among those that share a database. By lot: processes in containers all have the same number.
// Where two draw the same, the ids that both make within a millisecond may collide, and the later row is refused.
unsigned node_number() {
    return static_cast<unsigned>(random_number() & 63u);
}

Result<void> bring_up_to_date(const std::string& url) {
    COLLEGIUM_TRY(auto connection, sql::open_connection(url));
    COLLEGIUM_TRY(auto ran, sql::migrate(*connection));
    if (ran > 0) log::info("database migrated", {{"migrations", ran}});
    return ok();
}

// Errors as pages of this instance's look.
http::PageRenderer error_renderer(const config::Config& config) {
    return [&config](int status, std::string_view title, std::string_view message) {
        return web::error_page(config, status, title, message);
    };
}

void add_inbox(http::Router& router, federation::Inbox& inbox) {
    for (const char* path : {"/ap/inbox", "/ap/users/:id/inbox"}) {
        http::Entry entry;
        entry.method = http::Method::post;
        entry.path = path;
        entry.audience = http::Audience::server;
        entry.options.body_limit = inbox_body_limit;
        entry.options.rate_limit = http::RateLimit::none;
        entry.action = inbox.action();
        router.add(std::move(entry));
    }
}

}  // namespace

// In order of making; destroyed in the opposite order.
struct Application::Parts {
    explicit Parts(const config::Config& given) : config(given), ids(node_number()) {}

    config::Config config;
    IdGenerator ids;
    std::unique_ptr<media::MediaStore> media;
    std::unique_ptr<sql::Pool> pool;
    std::unique_ptr<runtime::CpuPool> cpu;
    std::unique_ptr<runtime::Loop> loop;
    std::unique_ptr<client::HttpClient> client;
    std::unique_ptr<federation::Services> services;
    federation::SigningKeys signing_keys;
    federation::KeyCache key_cache;
    std::unique_ptr<federation::Fetcher> fetcher;
    std::unique_ptr<federation::Inbox> inbox;
    std::unique_ptr<federation::InboxWorker> inbox_worker;
    std::unique_ptr<federation::DeliveryWorker> delivery_worker;
    std::unique_ptr<jobs::EventPump> pump;
    std::unique_ptr<jobs::Scheduler> scheduler;
    std::unique_ptr<Binding> binding;
    http::Router router;
    std::unique_ptr<http::Server> server;
    bool running = false;

    domain::Context context(sql::Connection& connection) {
        return domain::Context{connection, config, ids, *media, current_time()};
    }
    domain::MakeContext make_context() {
        return [this](sql::Connection& connection) { return context(connection); };
    }
    void resolve(http::Needs needs, std::chrono::milliseconds patience, Resolved done) {
        resolve_in_time(*loop, *fetcher, std::move(needs), patience, std::move(done));
    }

    // Until everything that was posted to the loop has run: coroutines that got their signature just now hand their
    // request to the client while it is there. Without the CPU pool, none begins another.
    void wait_for_loop() {
        auto passed = std::make_shared<std::promise<void>>();
        loop->post([passed] { passed->set_value(); });
        if (passed->get_future().wait_for(std::chrono::seconds(10)) != std::future_status::ready)
            log::warn("the federation loop did not come to rest");
    }

    Result<void> make_instance_actor();
    void make_federation();
    void make_routes();
    http::Options http_options() const;
};

Result<void> Application::Parts::make_instance_actor() {
    auto present = sql::run_for(*pool, sql::Lane::read, [this](sql::Connection& connection) -> Result<bool> {
        auto job = context(connection);
        COLLEGIUM_CHECK(domain::check_origin(job));
        return domain::is_instance_actor_ready(job);
    });
    if (!present) return present.error();
    if (*present) return ok();
    const auto key = crypto::PrivateKey::generate_rsa();
    auto made = sql::run_for(*pool, sql::Lane::write, [this, &key](sql::Connection& connection) {
        auto job = context(connection);
        return domain::ensure_instance_actor(job, key.pem(), key.public_key().pem());
    });
    if (!made) return made.error();
    return ok();
}

void Application::Parts::make_federation() {
    services = std::make_unique<federation::Services>(
        federation::Services{config, *pool, *client, *cpu, *loop, make_context()});
    fetcher = std::make_unique<federation::Fetcher>(*services, signing_keys);
    inbox = std::make_unique<federation::Inbox>(*services, key_cache, *fetcher);
    inbox_worker = std::make_unique<federation::InboxWorker>(*services, *fetcher);
    delivery_worker = std::make_unique<federation::DeliveryWorker>(*services, signing_keys);
    pump = std::make_unique<jobs::EventPump>(
        *pool, make_context(), std::vector<jobs::Effect>{domain::distribute, federation::enqueue_deliveries});
    scheduler = std::make_unique<jobs::Scheduler>(*pool, make_context());
    pool->on_signal([this](unsigned signals) {
        if (signals & sql::signal_events) pump->wake();
        if (signals & sql::signal_inbox) inbox_worker->wake();
        if (signals & sql::signal_delivery) delivery_worker->wake();
    });
}

void Application::Parts::make_routes() {
    binding = std::make_unique<Binding>(
        Binding{*pool, make_context(),
                [this](http::Needs needs, std::chrono::milliseconds patience, Resolved done) {
                    resolve(std::move(needs), patience, std::move(done));
                },
                [this](const http::Request& request) {
                    return key_cache.spend_fetch(http::client_key(request.remote_address), current_time());
                },
                error_renderer(config)});
    mount_routes(router, *binding, api::all_routes());
    mount_routes(router, *binding, federation::document_routes());
    mount_routes(router, *binding, federation::well_known_routes());
    mount_routes(router, *binding, web::all_routes());
    add_inbox(router, *inbox);
    web::assets().mount(router);
    http::mount_ops(
        router,
        [this](std::function<void(Result<void>)> answer) {
            pool->submit(
                sql::Lane::read,
                [](sql::Connection& connection) {
                    connection.number("SELECT COUNT(*) FROM setting");
                    return sql::Verdict::commit;
                },
                std::move(answer));
        },
        http::TrustedProxies(config.http.trusted_proxies, {config.web_authority()}));
}

http::Options Application::Parts::http_options() const {
    http::Options options;
    options.http = config.http;
    options.hosts = {config.web_authority(), config.instance.domain};
    options.requests_per_5_minutes = config.limits.requests_per_5_minutes;
    options.page_renderer = error_renderer(config);
    return options;
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application() {
    stop();
}

Result<std::unique_ptr<Application>> Application::make(const config::Config& config) {
    auto parts = std::make_unique<Parts>(config);
    COLLEGIUM_CHECK(bring_up_to_date(config.storage.database));
    COLLEGIUM_TRY(parts->media, media::open_media_store(config));
    sql::PoolOptions options;
    options.url = config.storage.database;
    if (config.storage.media.starts_with("s3://")) options.read_threads = options.slow_threads = remote_media_threads;
    COLLEGIUM_TRY(parts->pool, sql::Pool::open(options));
    parts->cpu = std::make_unique<runtime::CpuPool>("cpu", cores(), 4096);
    parts->loop = std::make_unique<runtime::Loop>("federation");
    COLLEGIUM_TRY(parts->client, client::make_http_client(config));
    return std::unique_ptr<Application>(new Application(std::move(parts)));
}

Result<void> Application::start() {
    auto& parts = *parts_;
    web::load_pages();
    COLLEGIUM_CHECK(parts.make_instance_actor());
    parts.make_federation();
    parts.make_routes();
    parts.loop->start();
    parts.server = std::make_unique<http::Server>(parts.http_options(), parts.router);
    parts.running = true;
    parts.pump->start();
    parts.inbox_worker->start();
    parts.delivery_worker->start();
    parts.scheduler->start();
    COLLEGIUM_CHECK(parts.server->start());
    log::info("instance started", {{"address", parts.config.base_url()}});
    return ok();
}

void Application::stop() {
    auto& parts = *parts_;
    if (!parts.running) return;
    parts.running = false;
    parts.server->stop();
    parts.scheduler->stop();
    parts.inbox_worker->stop();
    parts.pump->stop();
    parts.delivery_worker->stop();
    parts.pool->close();
    parts.cpu->stop();
    parts.wait_for_loop();
    parts.client.reset();
    parts.loop->stop();
    log::info("instance stopped", {{"address", parts.config.base_url()}});
}

void Application::reload() {
    if (parts_->server) parts_->server->reload_tls();
}

std::vector<std::uint16_t> Application::bound_ports() const {
    return parts_->server ? parts_->server->bound_ports() : std::vector<std::uint16_t>();
}

sql::Pool& Application::pool() {
    return *parts_->pool;
}

domain::Context Application::context(sql::Connection& connection) {
    return parts_->context(connection);
}

std::vector<std::string> Application::resolve(const std::vector<std::string>& uris,
                                              const std::vector<std::string>& handles) {
    auto answer = std::make_shared<std::promise<std::vector<std::string>>>();
    auto future = answer->get_future();
    parts_->resolve(http::Needs{uris, handles}, command_patience, [answer](std::vector<http::Unresolved> unresolved) {
        std::vector<std::string> names;
        for (auto& one : unresolved) names.push_back(std::move(one.name));
        answer->set_value(std::move(names));
    });
    return future.get();
}

}  // namespace collegium::app
