#include "federation/delivery_worker.hpp"

#include <algorithm>
#include <unordered_set>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "federation/delivery_worker_state.hpp"
#include "runtime/spawn.hpp"

namespace collegium::federation {
namespace {

using boost::asio::awaitable;
using std::chrono::milliseconds;
using Turns = std::vector<std::shared_ptr<HostTurn>>;

constexpr milliseconds gathering(5);  // signals that come together are served together
constexpr milliseconds shortest_wait(100);
constexpr auto count_every = std::chrono::seconds(10);
constexpr auto longest_stop = std::chrono::seconds(30);

// Bodies and keys that are not in memory yet.
struct Wanted {
    std::vector<std::int64_t> bodies;
    std::vector<AccountId> senders;
    bool empty() const { return bodies.empty() && senders.empty(); }
};

struct Loaded {
    std::vector<std::pair<std::int64_t, std::string>> bodies;
    std::vector<std::pair<AccountId, SigningKeys::Entry>> keys;
};

Wanted wanted_for(const std::vector<repo::HostBatch>& batches, delivery::BodyCache& bodies, SigningKeys& keys) {
    Wanted wanted;
    std::unordered_set<std::int64_t> seen_bodies;
    std::unordered_set<AccountId> seen_senders;
    for (const auto& batch : batches) {
        for (const auto& row : batch.deliveries) {
            if (seen_bodies.insert(row.body_id).second && !bodies.find(row.body_id))
                wanted.bodies.push_back(row.body_id);
            if (seen_senders.insert(row.sender_id).second && !keys.find(row.sender_id))
                wanted.senders.push_back(row.sender_id);
        }
    }
    return wanted;
}

Result<Loaded> load(domain::Context& context, const Wanted& wanted) {
    Loaded loaded;
    for (auto id : wanted.bodies)
        if (auto body = repo::find_delivery_body(context.db, id)) loaded.bodies.emplace_back(id, std::move(*body));
    for (auto sender : wanted.senders) {
        auto key = SigningKeys::load(context, sender);
        if (key)
            loaded.keys.emplace_back(sender, std::move(*key));
        else
            log::warn("no key to sign with", {{"account", sender.text()}, {"why", key.error().message()}});
    }
    return loaded;
}

// `fresh` holds what was just read: more than the cache keeps may be in use at once.
Turns turns_of(std::vector<repo::HostBatch> batches, const DeliveryOptions& options, std::uint64_t signals,
               delivery::BodyCache& bodies, SigningKeys& keys,
               const std::unordered_map<std::int64_t, delivery::BodyCache::Body>& fresh) {
    Turns turns;
    for (auto& batch : batches) {
        auto turn = std::make_shared<HostTurn>(batch.host, signals);
        turn->full = static_cast<int>(batch.deliveries.size()) >= options.per_host;
        for (auto& row : batch.deliveries) {
            Parcel parcel(std::move(row));
            const auto read = fresh.find(parcel.delivery.body_id);
            parcel.body = read == fresh.end() ? bodies.find(parcel.delivery.body_id) : read->second;
            parcel.key = keys.find(parcel.delivery.sender_id);
            turn->parcels.push_back(std::move(parcel));
        }
        turns.push_back(std::move(turn));
    }
    return turns;
}

}  // namespace

void DeliveryWorker::State::signalled() {
    ++signals;
    woken = true;
    timer.cancel();
}

void DeliveryWorker::State::turn_ended(const HostTurn& turn) {
    const bool was_full_house = active >= options.hosts;
    --active;
    if (turn.full || was_full_house || turn.signals != signals) signalled();
    tell_end();
}

void DeliveryWorker::State::tell_end() {
    if (!stopping || !main_ended || active > 0 || told_end) return;
    told_end = true;
    ended.set_value();
}

awaitable<Result<std::vector<repo::HostBatch>>> DeliveryWorker::State::claim(std::shared_ptr<State> state, int hosts) {
    using Batches = std::vector<repo::HostBatch>;
    const auto options = state->options;
    std::function<Result<Batches>(domain::Context&)> work = [options,
                                                             hosts](domain::Context& context) -> Result<Batches> {
        return repo::claim_deliveries(context.db, hosts, options.per_host, context.now, context.now + options.claim);
    };
    auto claimed = co_await in_lane<Batches>(state->services, sql::Lane::write, std::move(work));
    co_return claimed;
}

awaitable<Turns> DeliveryWorker::State::prepare(std::shared_ptr<State> state, std::vector<repo::HostBatch> batches,
                                                std::uint64_t signals) {
    std::unordered_map<std::int64_t, delivery::BodyCache::Body> fresh;
    auto wanted = wanted_for(batches, state->bodies, state->keys);
    if (!wanted.empty()) {
        std::function<Result<Loaded>(domain::Context&)> work = [wanted](domain::Context& context) {
            return load(context, wanted);
        };
        auto loaded = co_await in_lane<Loaded>(state->services, sql::Lane::read, std::move(work));
        if (!loaded) {
            log::error("deliveries could not be read", {{"why", loaded.error().detail()}});
            co_return Turns();  // their claims run out
        }
        for (auto& [id, text] : loaded->bodies) fresh[id] = std::make_shared<const std::string>(std::move(text));
        for (const auto& [sender, entry] : loaded->keys) state->keys.put(sender, entry);
    }
    auto turns = turns_of(std::move(batches), state->options, signals, state->bodies, state->keys, fresh);
    for (auto& [id, body] : fresh) state->bodies.put(id, body);
    co_return turns;
}

// How long nothing is due, as far as the database knows; and the length of the queue, for whoever watches it.
awaitable<milliseconds> DeliveryWorker::State::until_due(std::shared_ptr<State> state) {
    static auto& queued = metrics::gauge("collegium_delivery_queue", "Deliveries that wait");
    const bool count = current_time() - state->counted_at > count_every;
    if (count) state->counted_at = current_time();
    std::function<Result<milliseconds>(domain::Context&)> work =
        [count](domain::Context& context) -> Result<milliseconds> {
        if (count) queued.set(repo::count_deliveries(context.db));
        const auto next = repo::next_delivery_at(context.db);
        return next ? *next - context.now : milliseconds::max();
    };
    auto wait = co_await in_lane<milliseconds>(state->services, sql::Lane::read, std::move(work));
    if (!wait) co_return state->options.slow_clock;
    co_return std::clamp(*wait, shortest_wait, state->options.slow_clock);
}

awaitable<void> DeliveryWorker::State::pause(std::shared_ptr<State> state, milliseconds time) {
    boost::system::error_code cancelled;
    auto token = boost::asio::redirect_error(boost::asio::use_awaitable, cancelled);
    state->timer.expires_after(time);
    co_await state->timer.async_wait(token);
}

awaitable<void> DeliveryWorker::State::run(std::shared_ptr<State> state) {
    while (!state->stopping) {
        state->woken = false;
        const int wanted = std::min(state->options.hosts_per_claim, state->options.hosts - state->active);
        int taken = 0;
        // From before the claim: what is queued for a host while its turn is being prepared was not claimed.
        const auto signals = state->signals;
        if (wanted > 0) {
            auto claimed = co_await claim(state, wanted);
            if (!claimed) log::error("deliveries could not be claimed", {{"why", claimed.error().detail()}});
            if (claimed && !claimed->empty()) {
                taken = static_cast<int>(claimed->size());
                auto turns = co_await prepare(state, std::move(*claimed), signals);
                for (auto& turn : turns) {
                    ++state->active;
                    runtime::spawn(state->services.loop, "deliveries to " + turn->host.host, serve(state, turn),
                                   [state, turn] { state->turn_ended(*turn); });
                }
            }
        }
        if (state->stopping || (wanted > 0 && taken == wanted)) continue;
        milliseconds wait = gathering;
        if (!state->woken) wait = co_await until_due(state);
        if (state->woken) wait = gathering;
        if (!state->stopping) co_await pause(state, wait);
    }
    state->main_ended = true;
    state->tell_end();
}

DeliveryWorker::DeliveryWorker(Services& services, SigningKeys& keys, DeliveryOptions options)
    : state_(std::make_shared<State>(services, keys, options)) {}

DeliveryWorker::~DeliveryWorker() {
    stop();
}

void DeliveryWorker::start() {
    if (started_) return;
    started_ = true;
    runtime::spawn_worker(state_->services.loop, "deliveries", [state = state_] { return State::run(state); });
}

void DeliveryWorker::wake() {
    if (state_->posted.exchange(true)) return;
    state_->services.loop.post([state = state_] {
        state->posted = false;
        state->signalled();
    });
}

void DeliveryWorker::stop() {
    if (!started_) return;
    started_ = false;
    auto ended = state_->ended.get_future();
    state_->services.loop.post([state = state_] {
        state->stopping = true;
        state->signalled();
        state->tell_end();
    });
    if (ended.wait_for(longest_stop) != std::future_status::ready) log::warn("deliveries did not end in time");
}

}  // namespace collegium::federation
