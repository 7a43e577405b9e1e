// A pool on a database of its own with one table, for the tests of its lanes.
#pragma once

#include <future>
#include <memory>
#include <vector>

#include "database_fixture.hpp"

namespace collegium::sql::test {

class PoolTest : public OnBothEngines {
  protected:
    void SetUp() override {
        database_.connect()->run_script("CREATE TABLE thing (id BIGINT PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0)");
        pool_ = database_.pool();
    }
    static Job insert(int id) {
        return [id](Connection& connection) {
            connection.execute("INSERT INTO thing (id) VALUES (?)", {id});
            return Verdict::commit;
        };
    }
    std::vector<std::int64_t> ids() {
        std::vector<std::int64_t> found;
        const auto status = pool_->run(Lane::read, [&found](Connection& connection) {
            found =
                connection.all("SELECT id FROM thing ORDER BY id", {}, [](const Row& row) { return row.integer(0); });
            return Verdict::commit;
        });
        EXPECT_TRUE(status.has_value());
        return found;
    }
    // Holds the write lane's one thread, so that what is submitted meanwhile becomes one batch.
    void hold() {
        std::promise<void> started;
        pool_->submit(Lane::write,
                      [&started, gate = gate_.get_future().share()](Connection&) {
                          started.set_value();
                          gate.wait();
                          return Verdict::rollback;
                      },
                      {});
        started.get_future().wait();
    }
    void let_go() { gate_.set_value(); }

    std::promise<void> gate_;
    std::unique_ptr<Pool> pool_;
};

}  // namespace collegium::sql::test
