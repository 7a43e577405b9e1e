#include <thread>

#include <gmock/gmock.h>

#include "database_fixture.hpp"
#include "storage/sql/migrate.hpp"

namespace collegium::sql::test {
namespace {

using ::testing::HasSubstr;

const std::vector<Migration>& two_steps() {
    static const std::vector<Migration> steps = {
        {1, "first",
         "CREATE TABLE parent (id BIGINT PRIMARY KEY, bytes {{blob}}); INSERT INTO parent (id) VALUES (1);"},
        {2, "second",
         "CREATE TABLE child (id {{serial}}, parent_id BIGINT NOT NULL REFERENCES parent (id) ON DELETE CASCADE);"
         "INSERT INTO child (parent_id) VALUES (1);"},
    };
    return steps;
}

std::vector<Migration> first_step() {
    return {two_steps().front()};
}

class Migrate : public OnBothEngines {
  protected:
    std::unique_ptr<Connection> connection_ = database_.connect();
};

TEST_P(Migrate, all_of_ours_run_and_then_none_is_left) {
    EXPECT_EQ(pending_migrations(*connection_).value(), static_cast<int>(all_migrations().size()));
    const auto ran = migrate(*connection_);
    ASSERT_TRUE(ran) << ran.error().message();
    EXPECT_EQ(*ran, static_cast<int>(all_migrations().size()));
    EXPECT_EQ(migrate(*connection_).value(), 0);
    EXPECT_EQ(pending_migrations(*connection_).value(), 0);
    EXPECT_TRUE(connection_->number("SELECT COUNT(*) FROM account").has_value());
}

TEST_P(Migrate, older_database_gets_what_is_missing_and_keeps_its_rows) {
    ASSERT_EQ(migrate(*connection_, first_step()).value(), 1);
    connection_->execute("INSERT INTO parent (id) VALUES (7)");
    EXPECT_EQ(pending_migrations(*connection_, two_steps()).value(), 1);
    EXPECT_EQ(migrate(*connection_, two_steps()).value(), 1);
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM parent"), 2);
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM schema_migration WHERE applied_at > 0"), 2);
}

TEST_P(Migrate, changed_migration_is_refused) {
    ASSERT_TRUE(migrate(*connection_, first_step()));
    auto changed = two_steps();
    changed[0].sql += " -- edited";
    const auto refused = migrate(*connection_, changed);
    EXPECT_EQ(refused.error().code(), Errc::conflict);
    EXPECT_THAT(refused.error().message(), HasSubstr("Migration 1 (first) has changed"));
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM schema_migration"), 1);
}

TEST_P(Migrate, newer_database_is_refused) {
    ASSERT_TRUE(migrate(*connection_, two_steps()));
    EXPECT_EQ(migrate(*connection_, first_step()).error().code(), Errc::conflict);
    EXPECT_EQ(pending_migrations(*connection_, first_step()).error().code(), Errc::conflict);
}

TEST_P(Migrate, failing_migration_leaves_nothing_of_itself) {
    auto broken = two_steps();
    broken[1].sql = "CREATE TABLE half (id BIGINT); INSERT INTO parent (id) VALUES (2); SELEKT;";
    const auto failed = migrate(*connection_, broken);
    EXPECT_EQ(failed.error().code(), Errc::internal);
    EXPECT_THAT(failed.error().message(), HasSubstr("0002 (second)"));
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM parent"), 1);
    EXPECT_EQ(migrate(*connection_, two_steps()).value(), 1);
}

TEST_P(Migrate, keys_that_point_nowhere_are_refused_and_checked_afterwards) {
    auto orphan = two_steps();
    orphan[1].sql =
        "CREATE TABLE child (parent_id BIGINT NOT NULL REFERENCES parent (id)); INSERT INTO child VALUES (99);";
    EXPECT_FALSE(migrate(*connection_, orphan));
    ASSERT_TRUE(migrate(*connection_, two_steps()));
    EXPECT_THROW(connection_->execute("INSERT INTO child (parent_id) VALUES (99)"), Failure);
}

TEST_P(Migrate, two_at_once_run_each_migration_once) {
    std::vector<Migration> many;
    for (int number = 1; number <= 8; ++number) {
        many.push_back({number, "step", "CREATE TABLE t" + std::to_string(number) + " (id BIGINT)"});
    }
    std::vector<int> ran(3, -1);
    std::vector<std::thread> threads;
    for (int& count : ran) {
        threads.emplace_back([this, &many, &count] {
            auto connection = database_.connect();
            auto outcome = migrate(*connection, many);
            EXPECT_TRUE(outcome) << outcome.error().message();
            if (outcome) count = *outcome;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(ran[0] + ran[1] + ran[2], 8);
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM schema_migration"), 8);
}

COLLEGIUM_ON_BOTH_ENGINES(Migrate);

TEST(Migrations, are_numbered_from_one_without_gaps) {
    int expected = 0;
    for (const Migration& migration : all_migrations()) {
        EXPECT_EQ(migration.number, ++expected);
        EXPECT_FALSE(migration.name.empty());
        EXPECT_FALSE(migration.sql.empty());
    }
    EXPECT_GT(expected, 0);
}

}  // namespace
}  // namespace collegium::sql::test
