#include "storage/sql/pool.hpp"

#include <condition_variable>
#include <mutex>

#include "storage/sql/lane.hpp"
#include "storage/sql/open.hpp"
#include "storage/sql/transact.hpp"

namespace collegium::sql {
namespace {

// PostgreSQL's smaller, as its rows stay locked until the batch's commit.
std::size_t batch_limit(Dialect dialect) {
    return dialect == Dialect::sqlite ? 256 : 64;
}

class LanePool final : public Pool {
  public:
    LanePool(Dialect dialect, const PoolOptions& options)
        : dialect_(dialect),
          write_("write", options.queue_limit, batch_limit(dialect),
                 [this](Driver& driver, std::vector<Task>& tasks) {
                     transact_writes(driver, tasks, [this](unsigned signals) { announce(signals); });
                 }),
          read_("read", options.queue_limit, 1, transact_reads),
          slow_("slow", options.queue_limit, 1, transact_reads) {}
    ~LanePool() override { close(); }

    Result<void> start(const PoolOptions& options);

    void submit(Lane lane, Job job, Done done) override { threads(lane).submit({std::move(job), std::move(done)}); }
    Result<void> run(Lane lane, const Job& job) override;
    void on_signal(std::function<void(unsigned signals)> listener) override;
    // The writer last: with no reader left it can carry over all of SQLite's log.
    void close() override {
        read_.close();
        slow_.close();
        write_.close();
    }
    Dialect dialect() const override { return dialect_; }

  private:
    LaneThreads& threads(Lane lane);
    Result<void> start_lane(LaneThreads& lane, const std::string& url, Access access, unsigned count);
    void announce(unsigned signals);

    const Dialect dialect_;
    std::mutex listener_mutex_;
    std::shared_ptr<const std::function<void(unsigned)>> listener_;
    LaneThreads write_;
    LaneThreads read_;
    LaneThreads slow_;
};

LaneThreads& LanePool::threads(Lane lane) {
    switch (lane) {
        case Lane::read: return read_;
        case Lane::write: return write_;
        case Lane::slow: return slow_;
    }
    return slow_;
}

Result<void> LanePool::start_lane(LaneThreads& lane, const std::string& url, Access access, unsigned count) {
    for (unsigned opened = 0; opened < count; ++opened) {
        COLLEGIUM_TRY(auto driver, open_driver(url, access));
        lane.start(std::move(driver));
    }
    return ok();
}

Result<void> LanePool::start(const PoolOptions& options) {
    unsigned writers = 1;  // SQLite has one writer; a second would only wait for it
    if (dialect_ == Dialect::postgres) writers = options.write_threads == 0 ? 1 : options.write_threads;
    COLLEGIUM_CHECK(start_lane(write_, options.url, Access::write, writers));
    COLLEGIUM_CHECK(start_lane(read_, options.url, Access::read, std::max(1u, options.read_threads)));
    return start_lane(slow_, options.url, Access::slow, std::max(1u, options.slow_threads));
}

Result<void> LanePool::run(Lane lane, const Job& job) {
    std::mutex mutex;
    std::condition_variable answered;
    std::optional<Result<void>> fate;
    submit(
        lane, [&job](Connection& connection) { return job(connection); },
        [&mutex, &answered, &fate](Result<void> outcome) {
            const std::lock_guard lock(mutex);
            fate = std::move(outcome);
            answered.notify_one();  // under the lock: the waiting thread's stack ends once it has it
        });
    std::unique_lock lock(mutex);
    answered.wait(lock, [&fate] { return fate.has_value(); });
    return *fate;
}

void LanePool::on_signal(std::function<void(unsigned signals)> listener) {
    auto shared = std::make_shared<const std::function<void(unsigned)>>(std::move(listener));
    const std::lock_guard lock(listener_mutex_);
    listener_ = std::move(shared);
}

void LanePool::announce(unsigned signals) {
    std::shared_ptr<const std::function<void(unsigned)>> listener;
    {
        const std::lock_guard lock(listener_mutex_);
        listener = listener_;
    }
    if (listener && *listener) (*listener)(signals);
}

}  // namespace

Result<std::unique_ptr<Pool>> Pool::open(const PoolOptions& options) {
    COLLEGIUM_TRY(const Dialect dialect, dialect_of_url(options.url));
    auto pool = std::make_unique<LanePool>(dialect, options);
    COLLEGIUM_CHECK(pool->start(options));
    return std::unique_ptr<Pool>(std::move(pool));
}

}  // namespace collegium::sql
