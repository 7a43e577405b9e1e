#include "jobs/scheduler.hpp"

#include <chrono>

#include "core/log.hpp"
#include "domain/mentorships.hpp"
#include "domain/uris.hpp"
#include "federation/quarantine.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/quarantine.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::jobs {
namespace {

constexpr auto interval = std::chrono::minutes(5);
constexpr auto activities_remembered = std::chrono::days(30);  // longer than any peer retries
constexpr int batch = 100;

}  // namespace

Scheduler::Scheduler(sql::Pool& pool, domain::MakeContext make_context)
    : pool_(pool), make_context_(std::move(make_context)) {}

Scheduler::~Scheduler() {
    stop();
}

void Scheduler::start() {
    thread_ = std::thread([this] { work(); });
}

void Scheduler::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ready_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Scheduler::run_once() {
    auto status = pool_.run(sql::Lane::write, [this](sql::Connection& connection) {
        auto context = make_context_(connection);
        const int expired = domain::expire_overdue(context, batch);
        if (expired > 0) log::info("mentorship requests expired", {{"count", expired}});
        const int over = domain::expire_proposals(context, batch);
        if (over > 0) log::info("mentorship proposals expired", {{"count", over}});
        repo::purge_seen_activities(connection, context.now - activities_remembered);
        repo::purge_held_activities(connection, context.now - federation::quarantine::longest);
        repo::purge_new_actor_counts(connection, context.now);
        repo::purge_foreign_tombstones(connection, domain::Uris(context.config).home(),
                                       context.now - activities_remembered);
        return sql::Verdict::commit;
    });
    if (!status) log::warn("scheduled work failed", {{"why", status.error().detail()}});
}

void Scheduler::work() {
    while (true) {
        run_once();
        std::unique_lock lock(mutex_);
        if (ready_.wait_for(lock, interval, [this] { return stopping_; })) return;
    }
}

}  // namespace collegium::jobs
