#include "jobs/scheduler.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/log.hpp"
#include "domain/media.hpp"
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
constexpr auto sweep_interval = std::chrono::hours(24);
constexpr auto first_sweep = std::chrono::hours(1);  // a start has other things to do
constexpr auto file_rest = std::chrono::hours(24);   // a file may be stored before the row that names it
constexpr int batch = 100;

}  // namespace

Scheduler::Scheduler(sql::Pool& pool, domain::MakeContext make_context)
    : pool_(pool), make_context_(std::move(make_context)), next_sweep_(current_time() + first_sweep) {}

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
        const int unused = domain::drop_detached_uploads(context, batch);
        if (unused > 0) log::info("unused uploads dropped", {{"count", unused}});
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

void Scheduler::sweep_files() {
    media::MediaStore* store = nullptr;  // outlives every job
    auto status = pool_.run(sql::Lane::read, [this, &store](sql::Connection& connection) {
        store = &make_context_(connection).media;
        return sql::Verdict::commit;
    });
    if (!status) return log::warn("scheduled work failed", {{"why", status.error().detail()}});
    std::vector<std::string> keys;
    std::set<std::string> unused;
    const auto before = current_time() - file_rest;
    auto looked = store->each([&keys, before](const media::StoredFile& file) {
        if (file.stored_at < before) keys.push_back(file.key);
    });
    if (!looked) log::warn("the media store could not be read", {{"why", looked.error().detail()}});
    for (std::size_t done = 0; status && done < keys.size(); done += batch) {
        const auto end = std::min(keys.size(), done + batch);
        const std::vector<std::string> some(keys.begin() + static_cast<std::ptrdiff_t>(done),
                                            keys.begin() + static_cast<std::ptrdiff_t>(end));
        std::set<std::string> found;
        status = pool_.run(sql::Lane::write, [this, &some, &found](sql::Connection& connection) {
            auto context = make_context_(connection);
            found = domain::unused_files(context, some);
            return sql::Verdict::commit;
        });
        if (status) unused.merge(found);
    }
    // Not before the commit: a row that another job of the same batch deleted may come back with its failure.
    const int dropped = domain::remove_unused_files(*store, unused, before);
    if (!status) log::warn("scheduled work failed", {{"why", status.error().detail()}});
    if (dropped > 0) log::info("unused files removed", {{"count", dropped}});
}

void Scheduler::work() {
    while (true) {
        run_once();
        if (current_time() >= next_sweep_) {
            sweep_files();
            next_sweep_ = current_time() + sweep_interval;
        }
        std::unique_lock lock(mutex_);
        if (ready_.wait_for(lock, interval, [this] { return stopping_; })) return;
    }
}

}  // namespace collegium::jobs
