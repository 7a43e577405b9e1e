#include "storage/sql/job_run.hpp"

#include <chrono>

#include "core/log.hpp"
#include "core/metrics.hpp"

namespace collegium::sql {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Outcome outcome_of(const Failure& failure) {
    switch (failure.kind()) {
        case Failure::Kind::serialization:
        case Failure::Kind::disconnected:
            return {Outcome::Kind::again,
                    Error(Errc::unavailable, "The server is busy. Please try again.", failure.what())};
        case Failure::Kind::busy:
            return {Outcome::Kind::failed,
                    Error(Errc::unavailable, "The server is busy. Please try again.", failure.what())};
        case Failure::Kind::constraint:  // another process may have written what a job looked for in vain
            return {Outcome::Kind::again, Error(Errc::internal, "Something went wrong on our side.", failure.what())};
        case Failure::Kind::other: break;
    }
    return {Outcome::Kind::failed, Error(Errc::internal, "Something went wrong on our side.", failure.what())};
}

Outcome run_job(const Job& job, Driver& driver) {
    static auto& seconds = metrics::histogram("collegium_database_job_seconds", "Time inside one job.");
    const auto start = Clock::now();
    Outcome outcome{Outcome::Kind::failed, {}};
    driver.take_signals();
    try {
        outcome.kind = job(driver) == Verdict::commit ? Outcome::Kind::keep : Outcome::Kind::discard;
    } catch (const Failure& failure) {
        outcome = outcome_of(failure);
    } catch (const std::exception& bug) {
        outcome.error = Error(Errc::internal, "Something went wrong on our side.", bug.what());
    } catch (...) {
        outcome.error = Error(Errc::internal, "Something went wrong on our side.", "a job threw something unknown");
    }
    seconds.observe(std::chrono::duration<double>(Clock::now() - start).count());
    return outcome;
}

void report(const Error& error) {
    static auto& failed = metrics::counter("collegium_database_failed_jobs_total", "Jobs that ended with an error.");
    failed.add();
    if (error.code() == Errc::internal) {
        log::error("database job failed", {{"reason", error.detail()}});
    } else {
        log::warn("database unavailable", {{"reason", error.detail()}});
    }
}

Outcome attempt_alone(const Job& job, Driver& driver) {
    try {
        driver.restore();
        driver.begin();
        Outcome outcome = run_job(job, driver);
        if (outcome.kind != Outcome::Kind::keep) {
            driver.rollback();
            return outcome;
        }
    } catch (const Failure& failure) {
        driver.rollback();
        return outcome_of(failure);
    }
    try {
        driver.commit();
        return {Outcome::Kind::keep, {}};
    } catch (const Failure& failure) {
        driver.rollback();
        Outcome outcome = outcome_of(failure);
        // Nobody knows whether it was stored: running it again could store it twice.
        if (failure.kind() == Failure::Kind::disconnected) outcome.kind = Outcome::Kind::failed;
        return outcome;
    }
}

}  // namespace collegium::sql
