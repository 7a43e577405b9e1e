// One host's turn: its deliveries in order until one has to wait, then one job that stores what became of them.
#include <boost/asio/awaitable.hpp>

#include "as2/vocabulary.hpp"
#include "client/await.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "core/random.hpp"
#include "core/url.hpp"
#include "federation/delivery_worker_state.hpp"
#include "federation/policy.hpp"
#include "runtime/deadline.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/rfc9421.hpp"

namespace collegium::federation {
namespace {

using boost::asio::awaitable;
using delivery::Verdict;
using signatures::Header;
using Headers = std::vector<Header>;

constexpr std::string_view content_type = "application/activity+json";
constexpr int store_attempts = 6;
constexpr std::chrono::milliseconds store_pause(200);

// What one try came to. `ours`: it failed for a reason of our own, and says nothing about the host.
struct Attempt {
    Attempt() = default;
    explicit Attempt(int code) : status(code) {}
    int status = 0;  // 0: no answer
    std::optional<std::chrono::milliseconds> wait;
    std::string why;
    bool ours = false;
};

Attempt no_answer(const Error& error) {
    Attempt attempt;
    attempt.ours = error.code() == Errc::unavailable || error.code() == Errc::internal;
    attempt.why = error.detail().empty() ? error.message() : error.detail();
    return attempt;
}

// A Result cannot hold a Result: the pool's own failures come around this one.
struct Signed {
    Headers headers;
    std::string fault;  // "" when it was signed
};

Signed sign(const Parcel& parcel, const Url& url, model::SignatureFamily family) {
    const signatures::Outgoing outgoing{"POST", url, *parcel.body, content_type};
    const signatures::Signer signer{parcel.key->key, parcel.key->key_id};
    auto headers = family == model::SignatureFamily::rfc9421
                       ? signatures::sign_rfc9421(outgoing, signer, current_time())
                       : signatures::sign_cavage(outgoing, signer, current_time());
    Signed result;
    if (headers)
        result.headers = std::move(*headers);
    else
        result.fault = "cannot be signed: " + headers.error().detail();
    return result;
}

awaitable<Attempt> request(Services& services, std::chrono::milliseconds deadline, std::shared_ptr<HostTurn> turn,
                           std::size_t index, model::SignatureFamily family) {
    auto url = parse_url(turn->parcels[index].delivery.inbox);
    if (!url) co_return Attempt(404);
    std::function<Signed()> job = [turn, index, address = *url, family] {
        return sign(turn->parcels[index], address, family);
    };
    auto signing = co_await runtime::on_pool<Signed>(services.cpu, std::move(job));
    if (!signing) co_return no_answer(signing.error());
    if (!signing->fault.empty()) co_return no_answer(Error(Errc::internal, signing->fault));
    client::Fetch fetch("POST", std::move(*url));
    fetch.headers = std::move(signing->headers);
    fetch.body = *turn->parcels[index].body;
    fetch.deadline = deadline;
    auto answer = co_await client::fetch(services.http, std::move(fetch));
    if (!answer) co_return no_answer(answer.error());
    Attempt attempt(answer->status);
    attempt.wait = delivery::retry_after(answer->header("retry-after"), current_time());
    co_return attempt;
}

// With the family that worked last; once with the other, when the signature may be what is wrong.
awaitable<Attempt> deliver(Services& services, std::chrono::milliseconds deadline, std::shared_ptr<HostTurn> turn,
                           std::size_t index, delivery::FamilyMemory& families) {
    const auto family = turn->family;
    auto first = co_await request(services, deadline, turn, index, family);
    if (!delivery::calls_for_other_family(first.status)) co_return first;
    const auto other = delivery::other_family(family);
    auto second = co_await request(services, deadline, turn, index, other);
    if (second.ours) co_return first;
    if (second.status >= 200 && second.status < 300) {
        if (auto kept = families.changed(turn->host.host, other, current_time())) {
            turn->family = *kept;
            turn->outcome.family = kept;
        }
    }
    co_return second;
}

void note(const HostTurn& turn, const Parcel& parcel, const Attempt& attempt, std::string_view event) {
    log::info(event, {{"host", turn.host.host},
                      {"inbox", parcel.delivery.inbox},
                      {"status", attempt.status},
                      {"attempt", parcel.delivery.attempts + 1},
                      {"why", attempt.why}});
}

enum class Next { go_on, stop };

Next settle_attempt(HostTurn& turn, const Parcel& parcel, const Attempt& attempt) {
    static auto& delivered = metrics::counter("collegium_deliveries_total", "Deliveries that were made");
    static auto& refused = metrics::counter("collegium_deliveries_failed_total", "Deliveries given up for good");
    static auto& retried = metrics::counter("collegium_deliveries_retried_total", "Deliveries that have to wait");
    auto& outcome = turn.outcome;
    outcome.tried = true;
    const auto verdict = delivery::judge(attempt.status, parcel.delivery.attempts);
    switch (verdict) {
        case Verdict::delivered:
            outcome.alive = true;
            outcome.finished.push_back(parcel.delivery.id);
            delivered.add();
            return Next::go_on;
        case Verdict::refused:
            note(turn, parcel, attempt, "delivery given up");
            outcome.alive = outcome.alive || (attempt.status >= 400 && attempt.status < 500);
            outcome.finished.push_back(parcel.delivery.id);
            refused.add();
            break;
        case Verdict::again:
            note(turn, parcel, attempt, "delivery has to wait");
            outcome.failed = parcel.delivery.id;
            retried.add();
            break;
    }
    const int failures = outcome.alive ? 0 : turn.host.failures;
    outcome.pause = delivery::pause_after(parcel.delivery.attempts, failures, attempt.wait, random_number());
    return outcome.failed || !outcome.alive ? Next::stop : Next::go_on;
}

Result<bool> store(domain::Context& context, const TurnOutcome& outcome) {
    repo::finish_deliveries(context.db, outcome.finished);
    if (outcome.family) repo::set_signature_family(context.db, outcome.host, *outcome.family);
    if (outcome.failed) repo::count_delivery_attempt(context.db, *outcome.failed);
    const bool failed = outcome.failed || (outcome.tried && !outcome.alive);
    // Where nothing was tried, a sound host is free again at once; a failing one when its claim has run out.
    if (outcome.alive || (!failed && outcome.was_sound)) repo::host_succeeded(context.db, outcome.host, context.now);
    if (failed) repo::host_failed(context.db, outcome.host, context.now + outcome.pause, context.now);
    return true;
}

awaitable<void> store_outcome(Services& services, std::shared_ptr<HostTurn> turn) {
    for (int attempt = 1; attempt <= store_attempts; ++attempt) {
        std::function<Result<bool>(domain::Context&)> work = [turn](domain::Context& context) {
            return store(context, turn->outcome);
        };
        auto stored = co_await in_lane<bool>(services, sql::Lane::write, std::move(work));
        if (stored) co_return;
        log::warn("deliveries could not be settled", {{"host", turn->host.host}, {"why", stored.error().detail()}});
        co_await runtime::sleep_for(store_pause * attempt);
    }
}

}  // namespace

awaitable<void> DeliveryWorker::State::serve(std::shared_ptr<State> state, std::shared_ptr<HostTurn> turn) {
    const auto begun = std::chrono::steady_clock::now();
    const bool allowed = standing(state->services.config, turn->host.host, turn->host.review) == Standing::federates;
    for (std::size_t index = 0; index < turn->parcels.size(); ++index) {
        if (state->stopping || std::chrono::steady_clock::now() - begun > state->options.host_time) {
            turn->full = true;  // the rest is for the next turn
            break;
        }
        const auto& parcel = turn->parcels[index];
        if (!allowed || !parcel.body || !parcel.key) {
            turn->outcome.finished.push_back(parcel.delivery.id);
            continue;
        }
        auto attempt = co_await deliver(state->services, state->options.deadline, turn, index, state->families);
        if (attempt.ours) {
            log::warn("delivery put off", {{"host", turn->host.host}, {"why", attempt.why}});
            break;
        }
        if (settle_attempt(*turn, parcel, attempt) == Next::stop) break;
    }
    co_await store_outcome(state->services, turn);
}

}  // namespace collegium::federation
