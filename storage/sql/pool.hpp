// The way to the database: three lanes with their own threads and connections. One job = one
// transaction, opened and closed here.
//
//   read   short queries, in a read transaction of their own
//   write  every change. Group commit: a lane thread takes all waiting jobs (at most 256, or 64), runs them inside one
//          transaction in which each is undone alone (transact.hpp), commits once, then answers all
//   slow   jobs that compute for a while between short reads (password hashing, exports)
//
// SQLite has one write thread, and only its connection checkpoints; PostgreSQL may have several. A job may run
// more than once, so it must do nothing but read its captures, use its connection, and set what it makes anew.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/result.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::sql {

enum class Lane { read, write, slow };

// What a committed job changed; listeners poll the queue it names.
enum Signal : unsigned { signal_events = 1u, signal_inbox = 2u, signal_delivery = 4u };

// Whether a job's own changes stay.
enum class Verdict { commit, rollback };

using Job = std::function<Verdict(Connection&)>;
// Called on the lane's thread once the job's fate is known: an error means that nothing of it was stored
// (Errc::unavailable when busy or full, Errc::internal for a bug, which is logged here).
using Done = std::function<void(Result<void>)>;

struct PoolOptions {
    std::string url;  // "sqlite:///absolute/path", "sqlite::memory:" is not offered; "postgresql://..."
    unsigned read_threads = 2;
    // 0: one. SQLite never has more; PostgreSQL may, at the price of deadlocks between batches (a second each)
    // and of activities of one sender that overtake each other.
    unsigned write_threads = 0;
    unsigned slow_threads = 1;
    std::size_t queue_limit = 4096;  // waiting jobs per lane; more are refused with Errc::unavailable
};

class Pool {
  public:
    // Opens every connection; Error unavailable with what is wrong. Does not migrate.
    static Result<std::unique_ptr<Pool>> open(const PoolOptions& options);
    virtual ~Pool() = default;

    // Never blocks. `done` is always called exactly once.
    virtual void submit(Lane lane, Job job, Done done) = 0;
    // The same, waiting for the outcome: for the command line, the workers' own threads and tests.
    virtual Result<void> run(Lane lane, const Job& job) = 0;
    // Called on a lane thread after a commit that signalled; must not block.
    virtual void on_signal(std::function<void(unsigned signals)> listener) = 0;
    // Refuses new jobs, finishes the waiting ones, closes the connections.
    virtual void close() = 0;
    virtual Dialect dialect() const = 0;
};

// For a job that makes a value: runs `work(Connection&) -> Result<T>` and keeps its changes only when it succeeds.
template <class Work>
auto run_for(Pool& pool, Lane lane, Work work) -> std::invoke_result_t<Work, Connection&> {
    using Outcome = std::invoke_result_t<Work, Connection&>;
    std::optional<Outcome> outcome;
    auto status = pool.run(lane, [&outcome, &work](Connection& connection) {
        outcome.emplace(work(connection));
        return outcome->has_value() ? Verdict::commit : Verdict::rollback;
    });
    if (!status) return status.error();
    return std::move(*outcome);
}

}  // namespace collegium::sql
