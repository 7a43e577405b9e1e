// One run of one job on a connection, and what became of it. The wall at which its exceptions end.
#pragma once

#include "core/error.hpp"
#include "storage/sql/driver.hpp"
#include "storage/sql/pool.hpp"

namespace collegium::sql {

// What became of one run of one job.
struct Outcome {
    enum class Kind { keep, discard, again, failed };  // again: it may succeed when run once more
    Kind kind;
    Error error;
};

Outcome outcome_of(const Failure& failure);
// Inside a transaction that is open; undoes nothing.
Outcome run_job(const Job& job, Driver& driver);
// In a transaction of its own. `keep` also means that it is committed.
Outcome attempt_alone(const Job& job, Driver& driver);
// Logs and counts what a caller is told.
void report(const Error& error);

}  // namespace collegium::sql
