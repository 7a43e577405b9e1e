// What a lane's thread does with the jobs it took: transactions, savepoints, retries, and the wall at which
// jobs' exceptions end. Knows drivers, not which database is behind them.
#pragma once

#include <functional>
#include <vector>

#include "storage/sql/driver.hpp"
#include "storage/sql/job_queue.hpp"

namespace collegium::sql {

// read and slow lanes: each job alone, and once more when the connection broke.
void transact_reads(Driver& driver, std::vector<Task>& tasks);

using Announce = std::function<void(unsigned signals)>;

// The write lane: all jobs in one transaction; then the signals of those that stayed, then the answers. When a
// job fails, or gives up what it wrote, all of them run once more, each in a savepoint. A job that met a
// deadlock, or was in a transaction that the database gave up, runs again in a transaction of its own, three
// times at most.
void transact_writes(Driver& driver, std::vector<Task>& tasks, const Announce& announce);

}  // namespace collegium::sql
