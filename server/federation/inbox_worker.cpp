#include "federation/inbox_worker.hpp"

#include <algorithm>

#include "as2/parse.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "federation/activities/registry.hpp"
#include "federation/quarantine.hpp"
#include "runtime/deadline.hpp"
#include "runtime/spawn.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::federation {
namespace {

using boost::asio::awaitable;

constexpr int batch = 256;
constexpr int applying_limit = 512;
constexpr int fetching_limit = 64;
constexpr int fetching_limit_per_host = 8;
constexpr int attempt_limit = 5;
constexpr auto slow_clock = std::chrono::seconds(1);
constexpr auto claim_time = std::chrono::minutes(1);  // what a killed process had in hand waits so long
constexpr auto busy_pause = std::chrono::seconds(2);
// A request that is under way when they end has ten more seconds: all together less than a claim.
constexpr auto needs_time = std::chrono::seconds(20);
constexpr auto parent_time = std::chrono::seconds(10);

// What became of an item in its transaction.
struct Outcome {
    http::Needs needs;
    std::string parent;  // the post it answers, unknown so far: read when it can be had
    bool has_needs() const {
        return !needs.uris.empty() || !needs.handles.empty() || !needs.actors.empty() || !parent.empty();
    }
};

enum class Round { first, after_fetch };

// The owner of the inbox that it was put in; none for an inbox that nobody has.
AccountId own_recipient(domain::Context& context, AccountId id) {
    if (!id) return {};
    auto owner = repo::find_account(context.db, id);
    return owner && owner->local() ? id : AccountId();
}

// Reads, finds out what is missing, applies. The queue row goes with the effects; an activity that is not
// acceptable goes too, with none. Without effect, too, when the claim ran out meanwhile and somebody else took the
// item: it may have been applied and undone since.
Result<Outcome> process(domain::Context& context, const model::InboxItem& item, Round round) {
    static auto& applied = metrics::counter("collegium_inbox_applied_total", "Activities applied");
    static auto& refused = metrics::counter("collegium_inbox_refused_total", "Activities that were not acceptable");
    Outcome outcome;
    Incoming incoming;
    auto document = as2::parse_document(item.body);
    if (document) incoming.raw = std::move(*document);
    auto activity = as2::parse_activity(incoming.raw);
    const auto* handler = activity ? find_handler(activity->type) : nullptr;
    bool held = false;
    std::optional<model::Account> actor;
    context.db.run_all(
        {repo::hold_inbox_item(item.id, item.attempts + 1, held), repo::account_by_uri(item.actor_uri, actor)});
    if (!held) return outcome;
    if (!handler || (actor && !actor->usable() && activity->type != "Delete" && activity->type != "Undo")) {
        repo::finish_inbox_item(context.db, item.id);
        return outcome;
    }
    incoming.activity = std::move(*activity);
    incoming.signer = item.signer_uri;
    incoming.recipient = own_recipient(context, item.recipient_id);
    incoming.forwarded = item.signer_uri != item.actor_uri;
    const bool first = round == Round::first;
    if (!actor) {
        // Whom somebody else speaks of is not looked up for that alone: it could be any address on the net.
        if (first && incoming.forwarded) outcome.needs = handler->needs(context, incoming);
        if (first && !incoming.forwarded) outcome.needs.actors.push_back(item.actor_uri);
        if (!outcome.has_needs()) repo::finish_inbox_item(context.db, item.id);
        return outcome;
    }
    incoming.actor = actor->id;
    incoming.author = std::move(*actor);
    if (first) {
        outcome.needs = handler->needs(context, incoming);
        outcome.parent = activities::unknown_parent(context, incoming);
        if (outcome.has_needs()) return outcome;
    }
    auto status = handler->apply(context, incoming);
    if (!status) {
        const auto error = status.error();
        if (error.code() == Errc::internal || error.code() == Errc::unavailable) return error;
        refused.add();
        log::info("activity not acceptable", {{"type", incoming.activity.type},
                                              {"id", incoming.activity.id},
                                              {"why", error.message()},
                                              {"detail", error.detail()}});
        return Error(Errc::unprocessable, "not acceptable");
    }
    applied.add();
    repo::finish_inbox_item(context.db, item.id);
    return outcome;
}

awaitable<Result<std::vector<http::Unresolved>>> unresolved_of(Fetcher& fetcher, http::Needs needs) {
    auto unresolved = co_await fetcher.resolve(std::move(needs));
    co_return unresolved;
}

// 2 s, 8 s, 32 s, 2 min: what held it up is most often over at once.
std::chrono::seconds retry_pause(const model::InboxItem& item) {
    return std::chrono::seconds(2ll << (2 * item.attempts));
}

// Whether the claim was a try, or nothing could be done with it.
enum class Counts { as_try, as_none };

void submit_row(Services& services, std::int64_t id, sql::Job job) {
    services.pool.submit(sql::Lane::write, std::move(job), [id](Result<void> stored) {
        if (!stored) log::warn("an inbox item stays claimed", {{"item", id}, {"why", stored.error().detail()}});
    });
}

void postpone(Services& services, std::int64_t id, std::chrono::seconds pause, Counts counts) {
    submit_row(services, id, [&services, id, pause, counts](sql::Connection& connection) {
        auto context = services.make_context(connection);
        switch (counts) {
            case Counts::as_try: repo::retry_inbox_item(connection, id, context.now + pause); break;
            case Counts::as_none: repo::put_back_inbox_item(connection, id, context.now + pause); break;
        }
        return sql::Verdict::commit;
    });
}

// Its effects were rolled back. Not acceptable: the row goes. A fault of ours: it is tried again, five times.
void settle_failure(Services& services, const model::InboxItem& item, const Error& error) {
    if (error.code() != Errc::unprocessable && item.attempts + 1 < attempt_limit) {
        log::warn("activity could not be applied", {{"activity", item.activity_uri}, {"why", error.detail()}});
        return postpone(services, item.id, retry_pause(item), Counts::as_try);
    }
    if (error.code() != Errc::unprocessable)
        log::error("activity given up", {{"activity", item.activity_uri}, {"why", error.detail()}});
    submit_row(services, item.id, [id = item.id](sql::Connection& connection) {
        repo::finish_inbox_item(connection, id);
        return sql::Verdict::commit;
    });
}

}  // namespace

InboxWorker::InboxWorker(Services& services, Fetcher& fetcher) : services_(services), fetcher_(fetcher) {}

InboxWorker::~InboxWorker() {
    stop();
}

void InboxWorker::start() {
    thread_ = std::thread([this] { work(); });
}

void InboxWorker::wake() {
    {
        std::lock_guard lock(mutex_);
        woken_ = true;
    }
    ready_.notify_one();
}

void InboxWorker::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    ready_.notify_all();
    if (thread_.joinable()) thread_.join();
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, std::chrono::seconds(10), [this] { return applying_ == 0; });
}

void InboxWorker::work() {
    while (true) {
        {
            std::unique_lock lock(mutex_);
            ready_.wait_for(lock, slow_clock, [this] { return woken_ || stopping_; });
            if (stopping_) return;
            woken_ = false;
        }
        settle_quarantine();
        while (true) {
            auto items = claim();
            for (const auto& item : items) submit(item);
            if (items.size() < batch) break;
            std::unique_lock lock(mutex_);
            ready_.wait(lock, [this] { return applying_ < applying_limit || stopping_; });
            if (stopping_) return;
        }
    }
}

// Somebody may have reviewed a server, most likely by a command, which is another process.
void InboxWorker::settle_quarantine() {
    const auto now = std::chrono::steady_clock::now();
    if (now - settled_at_ < slow_clock) return;
    settled_at_ = now;
    quarantine::settle(services_);
}

std::vector<model::InboxItem> InboxWorker::claim() {
    std::vector<model::InboxItem> items;
    auto status = services_.pool.run(sql::Lane::write, [this, &items](sql::Connection& connection) {
        auto context = services_.make_context(connection);
        items = repo::claim_inbox_items(connection, batch, context.now, context.now + claim_time);
        return sql::Verdict::commit;
    });
    if (!status) {
        log::warn("the inbox queue could not be read", {{"why", status.error().detail()}});
        return {};
    }
    std::lock_guard lock(mutex_);
    applying_ += static_cast<int>(items.size());
    return items;
}

void InboxWorker::finished() {
    {
        std::lock_guard lock(mutex_);
        --applying_;
    }
    ready_.notify_all();
}

void InboxWorker::submit(const model::InboxItem& item) {
    auto outcome = std::make_shared<std::optional<Result<Outcome>>>();
    sql::Job job = [this, item, outcome](sql::Connection& connection) {
        auto context = services_.make_context(connection);
        outcome->emplace(process(context, item, Round::first));
        return (*outcome)->has_value() ? sql::Verdict::commit : sql::Verdict::rollback;
    };
    services_.pool.submit(sql::Lane::write, std::move(job), [this, item, outcome](Result<void> stored) {
        const bool kept = stored && outcome->has_value() && (*outcome)->has_value();
        if (kept && (**outcome)->has_needs()) {
            fetch(item, (**outcome)->needs, (**outcome)->parent);
        } else if (!kept) {
            settle_failure(services_, item, !stored ? stored.error() : (**outcome).error());
        }
        finished();
    });
}

bool InboxWorker::enter(const std::string& host) {
    std::lock_guard lock(mutex_);
    auto& at_host = fetching_by_host_[host];
    if (stopping_ || fetching_ >= fetching_limit || at_host >= fetching_limit_per_host) return false;
    ++at_host;
    ++fetching_;
    return true;
}

void InboxWorker::leave(const std::string& host) {
    std::lock_guard lock(mutex_);
    --fetching_;
    auto found = fetching_by_host_.find(host);
    if (found != fetching_by_host_.end() && --found->second == 0) fetching_by_host_.erase(found);
}

void InboxWorker::fetch(const model::InboxItem& item, http::Needs needs, std::string parent) {
    if (!enter(item.host)) {
        postpone(services_, item.id, busy_pause, Counts::as_none);
        return;
    }
    auto work = fetch_then_apply(item, std::move(needs), std::move(parent));
    runtime::spawn(services_.loop, "inbox fetch", std::move(work), [this, host = item.host] { leave(host); });
}

awaitable<void> InboxWorker::fetch_then_apply(model::InboxItem item, http::Needs needs, std::string parent) {
    auto gather = unresolved_of(fetcher_, std::move(needs));
    auto unresolved = co_await runtime::with_deadline(std::move(gather), needs_time);
    // What a rule of ours keeps us from fetching is not waited for, nor what is not there.
    const bool may_come = !unresolved || std::any_of(unresolved->begin(), unresolved->end(),
                                                     [](const auto& one) { return !one.refusal && one.may_come; });
    if (may_come && item.attempts + 1 < attempt_limit) {
        postpone(services_, item.id, retry_pause(item), Counts::as_try);
        co_return;
    }
    if (!parent.empty()) {
        auto reading = fetcher_.object(parent);
        auto found = co_await runtime::with_deadline(std::move(reading), parent_time);
        if (!found) log::info("could not fetch", {{"uri", parent}, {"why", found.error().detail()}});
    }
    std::function<Result<Outcome>(domain::Context&)> apply = [item](domain::Context& context) {
        return process(context, item, Round::after_fetch);
    };
    auto outcome = co_await in_lane<Outcome>(services_, sql::Lane::write, std::move(apply));
    if (!outcome) settle_failure(services_, item, outcome.error());
}

}  // namespace collegium::federation
