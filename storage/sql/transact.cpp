#include "storage/sql/transact.hpp"

#include <chrono>
#include <optional>
#include <thread>

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "storage/sql/job_run.hpp"

namespace collegium::sql {
namespace {

constexpr int most_attempts = 3;
constexpr unsigned turns_of_care = 16;  // batches after one that was spoiled

// The writes of one turn of the lane.
class Batch {
  public:
    Batch(Driver& driver, std::vector<Task>& tasks) : driver_(driver), tasks_(tasks), fates_(tasks.size()) {}

    void run() {
        if (tasks_.size() > 1 && !at_once()) together();
        for (std::size_t index = 0; index < tasks_.size(); ++index) {
            if (!fates_[index]) alone(index);
        }
    }

    unsigned signals() const { return signals_; }

    void answer() {
        for (std::size_t index = 0; index < tasks_.size(); ++index) finish(tasks_[index], *fates_[index]);
    }

  private:
    // Without savepoints, which cost more than most jobs: nearly always nothing has to be undone. False when
    // something has, or was lately; nothing of it is left then.
    bool at_once() {
        if (driver_.careful_turns > 0) {
            --driver_.careful_turns;
            return false;
        }
        try {
            driver_.restore();
            driver_.begin();
            for (std::size_t index = 0; index < tasks_.size(); ++index) {
                if (!in_common(index)) return spoiled();
            }
            driver_.settle();
        } catch (const Failure& failure) {
            return gave_up(failure) || spoiled();
        }
        commit_together();
        return true;
    }

    // False when it failed, or gave up after it may have changed something.
    bool in_common(std::size_t index) {
        const auto changes = driver_.changes();
        const Outcome outcome = run_job(tasks_[index].job, driver_);
        const unsigned signals = driver_.take_signals();
        switch (outcome.kind) {
            case Outcome::Kind::keep:
                kept_.push_back(index);
                batch_signals_ |= signals;
                return driver_.in_transaction();
            case Outcome::Kind::discard: settle(index, outcome); return driver_.changes() == changes;
            case Outcome::Kind::failed:
            case Outcome::Kind::again: break;
        }
        return false;
    }

    bool spoiled() {
        driver_.rollback();
        kept_.clear();
        for (auto& fate : fates_) fate.reset();
        batch_signals_ = 0;
        driver_.careful_turns = turns_of_care;
        return false;
    }

    // Each in a savepoint. Leaves every job without a fate that has to run alone.
    void together() {
        try {
            driver_.restore();
            driver_.begin();
            for (std::size_t index = 0; index < tasks_.size(); ++index) {
                if (!in_savepoint(index)) return;
            }
        } catch (const Failure& failure) {
            if (gave_up(failure)) return;
            log::warn("batch given up", {{"reason", failure.what()}});
            driver_.rollback();
            return;
        }
        commit_together();
    }

    // A lock that is held, or a server that is away: whoever tries again would wait as long again.
    bool gave_up(const Failure& failure) {
        if (failure.kind() != Failure::Kind::busy) return false;
        log::warn("batch given up", {{"reason", failure.what()}});
        driver_.rollback();
        kept_.clear();
        fail_all(failure);
        return true;
    }

    // False when the whole transaction is gone.
    bool in_savepoint(std::size_t index) {
        driver_.savepoint();
        Outcome outcome = run_job(tasks_[index].job, driver_);
        if (!driver_.in_transaction()) {
            settle(index, outcome);
            driver_.rollback();
            return false;
        }
        if (outcome.kind == Outcome::Kind::keep) {
            const unsigned signals = driver_.take_signals();
            try {
                driver_.release();
                kept_.push_back(index);
                batch_signals_ |= signals;
                return true;
            } catch (const Failure& failure) {
                outcome = outcome_of(failure);
            }
        }
        driver_.rollback_to();
        settle(index, outcome);
        return true;
    }

    void commit_together() {
        try {
            driver_.commit();
        } catch (const Failure& failure) {
            driver_.rollback();
            log::error("commit failed", {{"reason", failure.what()}, {"jobs", kept_.size()}});
            if (failure.kind() == Failure::Kind::serialization || failure.kind() == Failure::Kind::constraint) return;
            fail_all(failure);
            return;
        }
        for (const std::size_t index : kept_) fates_[index] = ok();
        signals_ |= batch_signals_;
    }

    void fail_all(const Failure& failure) {
        for (auto& fate : fates_) {
            if (!fate) fate = Error(Errc::unavailable, "The server is busy. Please try again.", failure.what());
        }
    }

    void alone(std::size_t index) {
        Outcome outcome{Outcome::Kind::again, {}};
        for (int attempt = 1; attempt <= most_attempts && outcome.kind == Outcome::Kind::again; ++attempt) {
            if (attempt > 1) std::this_thread::sleep_for(std::chrono::milliseconds(5 * attempt));
            outcome = attempt_alone(tasks_[index].job, driver_);
        }
        const unsigned signals = driver_.take_signals();
        if (outcome.kind == Outcome::Kind::keep) {
            signals_ |= signals;
            fates_[index] = ok();
            return;
        }
        if (outcome.kind == Outcome::Kind::again) outcome.kind = Outcome::Kind::failed;
        settle(index, outcome);
    }

    void settle(std::size_t index, const Outcome& outcome) {
        switch (outcome.kind) {
            case Outcome::Kind::discard: fates_[index] = ok(); break;
            case Outcome::Kind::failed:
                report(outcome.error);
                fates_[index] = outcome.error;
                break;
            case Outcome::Kind::keep:
            case Outcome::Kind::again: break;
        }
    }

    Driver& driver_;
    std::vector<Task>& tasks_;
    std::vector<std::optional<Result<void>>> fates_;
    std::vector<std::size_t> kept_;
    unsigned batch_signals_ = 0;
    unsigned signals_ = 0;
};

void count(std::size_t jobs) {
    static auto& batches = metrics::counter("collegium_database_write_batches_total", "Turns of the write lane.");
    static auto& written = metrics::counter("collegium_database_write_jobs_total", "Jobs of the write lane.");
    static auto& size = metrics::gauge("collegium_database_write_batch", "Jobs in the last turn of the write lane.");
    batches.add();
    written.add(static_cast<std::int64_t>(jobs));
    size.set(static_cast<std::int64_t>(jobs));
}

}  // namespace

void transact_reads(Driver& driver, std::vector<Task>& tasks) {
    for (Task& task : tasks) {
        Outcome outcome = attempt_alone(task.job, driver);
        if (outcome.kind == Outcome::Kind::again) outcome = attempt_alone(task.job, driver);
        driver.take_signals();
        if (outcome.kind == Outcome::Kind::keep || outcome.kind == Outcome::Kind::discard) {
            finish(task, ok());
        } else {
            report(outcome.error);
            finish(task, outcome.error);
        }
    }
}

void transact_writes(Driver& driver, std::vector<Task>& tasks, const Announce& announce) {
    count(tasks.size());
    Batch batch(driver, tasks);
    batch.run();
    if (batch.signals() != 0) {
        try {
            announce(batch.signals());
        } catch (const std::exception& failure) {
            log::error("a signal's listener failed", {{"reason", failure.what()}});
        }
    }
    batch.answer();
}

}  // namespace collegium::sql
