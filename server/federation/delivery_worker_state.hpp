// The inside of the delivery worker, shared by its two files: its state, which lives on the loop alone, and one
// host's turn. Nobody else includes it.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "federation/delivery_rules.hpp"
#include "federation/delivery_worker.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::federation {

// One claimed delivery with what it takes to send it.
struct Parcel {
    explicit Parcel(model::Delivery row) : delivery(std::move(row)) {}
    model::Delivery delivery;
    delivery::BodyCache::Body body;         // null: gone meanwhile
    std::optional<SigningKeys::Entry> key;  // none: the sender is gone
};

// What became of a turn, to be stored in one job.
struct TurnOutcome {
    std::string host;
    std::vector<std::int64_t> finished;
    std::optional<std::int64_t> failed;
    std::optional<model::SignatureFamily> family;
    std::chrono::milliseconds pause{0};
    bool tried = false;     // at least one request was made
    bool alive = false;     // the host answered with something final
    bool was_sound = true;  // no failures before this turn
};

struct HostTurn {
    HostTurn(const model::Host& row, std::uint64_t signal_count)
        : host(row), family(row.signature_family), signals(signal_count) {
        outcome.host = row.host;
        outcome.was_sound = row.failures == 0;
    }
    model::Host host;
    model::SignatureFamily family;
    std::uint64_t signals;  // how many there had been before it was claimed
    bool full = false;      // the claim held as many as it may: there may be more
    std::vector<Parcel> parcels;
    TurnOutcome outcome;
};

// But for `posted`, touched on the loop only.
struct DeliveryWorker::State {
    State(Services& all, SigningKeys& own_keys, DeliveryOptions chosen)
        : services(all), keys(own_keys), options(chosen), bodies(chosen.body_bytes), timer(all.loop.context()) {}

    Services& services;
    SigningKeys& keys;
    const DeliveryOptions options;
    delivery::BodyCache bodies;
    delivery::FamilyMemory families;
    boost::asio::steady_timer timer;
    std::uint64_t signals = 0;
    int active = 0;
    bool woken = false;
    bool stopping = false;
    bool main_ended = false;
    Timestamp counted_at;
    std::atomic<bool> posted{false};
    std::promise<void> ended;
    bool told_end = false;

    void signalled();
    void turn_ended(const HostTurn& turn);
    void tell_end();

    // Only the worker's files name the state's type.
    static boost::asio::awaitable<void> run(std::shared_ptr<State> state);
    static boost::asio::awaitable<void> serve(std::shared_ptr<State> state, std::shared_ptr<HostTurn> turn);

  private:
    using Turns = std::vector<std::shared_ptr<HostTurn>>;
    static boost::asio::awaitable<Result<std::vector<repo::HostBatch>>> claim(std::shared_ptr<State> state, int hosts);
    static boost::asio::awaitable<Turns> prepare(std::shared_ptr<State> state, std::vector<repo::HostBatch> batches,
                                                 std::uint64_t signals);
    static boost::asio::awaitable<std::chrono::milliseconds> until_due(std::shared_ptr<State> state);
    static boost::asio::awaitable<void> pause(std::shared_ptr<State> state, std::chrono::milliseconds time);
};

}  // namespace collegium::federation
