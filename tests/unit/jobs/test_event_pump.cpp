#include <stdexcept>

#include <gmock/gmock.h>

#include "jobs/event_pump.hpp"
#include "storage/repo/queues.hpp"
#include "storage/sql/migrate.hpp"
#include "storage/sql/open.hpp"
#include "support/world/database.hpp"

namespace collegium::jobs {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t bad = 7;

std::vector<std::int64_t>& seen() {
    static std::vector<std::int64_t> numbers;
    return numbers;
}

void note(domain::Context&, const domain::News& news) {
    for (const auto& event : news.events())
        if (event.other_id == bad) throw std::runtime_error("this event cannot be handled");
    for (const auto& event : news.events()) seen().push_back(event.other_id);
}

class EventPumpTest : public ::testing::Test {
  protected:
    EventPumpTest() : media_(folder_.path() + "/media") {
        const auto url = "sqlite://" + folder_.path() + "/events.db";
        EXPECT_TRUE(sql::migrate(*sql::open_connection(url).value()));
        sql::PoolOptions options;
        options.url = url;
        pool_ = std::move(sql::Pool::open(options).value());
        seen().clear();
    }
    void happen(std::int64_t number) {
        model::Event event;
        event.kind = model::EventKind::follow_requested;
        event.other_id = number;
        ASSERT_TRUE(pool_->run(sql::Lane::write, [event](sql::Connection& connection) {
            repo::insert_event(connection, event);
            return sql::Verdict::commit;
        }));
    }
    domain::MakeContext make_context() {
        return [this](sql::Connection& connection) {
            return domain::Context{connection, config_, ids_, media_, current_time()};
        };
    }

    test::Folder folder_;
    config::Config config_;
    IdGenerator ids_;
    media::FileStore media_;
    std::unique_ptr<sql::Pool> pool_;
};

TEST_F(EventPumpTest, events_are_handled_once_and_in_order) {
    for (std::int64_t number : {1, 2, 3}) happen(number);
    EventPump pump(*pool_, make_context(), {note});
    pump.drain();
    pump.drain();
    EXPECT_THAT(seen(), ElementsAre(1, 2, 3));
}

TEST_F(EventPumpTest, event_that_cannot_be_handled_does_not_stop_the_others) {
    for (std::int64_t number : {1, 2}) happen(number);
    happen(bad);
    for (std::int64_t number : {3, 4}) happen(number);
    EventPump pump(*pool_, make_context(), {note});
    pump.drain();
    EXPECT_THAT(seen(), ElementsAre(1, 2, 3, 4));
}

}  // namespace
}  // namespace collegium::jobs
