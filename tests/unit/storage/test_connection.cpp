#include <limits>

#include <gmock/gmock.h>

#include "database_fixture.hpp"

namespace collegium::sql::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ConnectionContract : public OnBothEngines {
  protected:
    void SetUp() override {
        connection_ = database_.connect();
        connection_->run_script(
            "CREATE TABLE parent (id BIGINT PRIMARY KEY);"
            "CREATE TABLE thing (id BIGINT PRIMARY KEY, name {{text}} UNIQUE, bytes {{blob}}, share DOUBLE PRECISION,"
            " parent_id BIGINT REFERENCES parent (id), at BIGINT, flag INTEGER NOT NULL DEFAULT 0 CHECK (flag IN (0, "
            "1)));"
            "CREATE TABLE counted (id {{serial}}, name TEXT NOT NULL);");
    }
    Failure::Kind kind_of(const std::string& sql, const Params& params = {}) {
        try {
            connection_->execute(sql, params);
        } catch (const Failure& failure) {
            return failure.kind();
        }
        ADD_FAILURE() << "no failure: " << sql;
        return Failure::Kind::other;
    }

    std::unique_ptr<Connection> connection_;
};

using ThingId = Id<struct ThingTag>;
enum class Colour { red = 3 };

TEST_P(ConnectionContract, values_come_back_as_they_went_in) {
    const std::string bytes("\x00\xff'\\\x01 x", 7);
    const std::string name = "Zoë Ω 学校 👩🏽‍🏫 '\"\\ ? $1";
    const Timestamp at = from_milliseconds(1'780'000'000'123);
    connection_->execute("INSERT INTO thing (id, name, bytes, share, at, flag) VALUES (?, ?, ?, ?, ?, ?)",
                         {ThingId{std::numeric_limits<std::int64_t>::max()}, name, Blob{bytes}, 0.125, at, true});
    const bool found = connection_
                           ->one("SELECT id, name, bytes, share, at, flag FROM thing", {},
                                 [&name, &bytes, at](const Row& row) {
                                     EXPECT_EQ(row.id<ThingId>(0).value, std::numeric_limits<std::int64_t>::max());
                                     EXPECT_EQ(row.text(1), name);
                                     EXPECT_EQ(row.blob(2), bytes);
                                     EXPECT_EQ(row.text(2), bytes);
                                     EXPECT_EQ(row.real(3), 0.125);
                                     EXPECT_EQ(row.time(4), at);
                                     EXPECT_TRUE(row.flag(5));
                                     return true;
                                 })
                           .has_value();
    EXPECT_TRUE(found);
}

TEST_P(ConnectionContract, smallest_number_and_empty_values_are_not_null) {
    connection_->execute("INSERT INTO thing (id, name, bytes) VALUES (?, ?, ?)",
                         {std::numeric_limits<std::int64_t>::min(), "", Blob{}});
    connection_->each("SELECT id, name, bytes FROM thing", {}, [](const Row& row) {
        EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
        EXPECT_FALSE(row.null(1));
        EXPECT_FALSE(row.null(2));
        EXPECT_EQ(row.blob(2), "");
    });
}

TEST_P(ConnectionContract, null_reads_as_null_and_as_neutral_values) {
    connection_->execute("INSERT INTO thing (id, name, bytes, share, parent_id, at) VALUES (?, ?, ?, ?, ?, ?)",
                         {1, std::nullopt, std::optional<std::string>(), std::optional<double>(), ThingId{},
                          std::optional<Timestamp>()});
    connection_->each("SELECT name, bytes, share, parent_id, at FROM thing", {}, [](const Row& row) {
        for (int column = 0; column < 5; ++column) EXPECT_TRUE(row.null(column));
        EXPECT_EQ(row.text(0), "");
        EXPECT_EQ(row.blob(1), "");
        EXPECT_EQ(row.real(2), 0.0);
        EXPECT_EQ(row.integer(3), 0);
        EXPECT_EQ(row.optional_time(4), std::nullopt);
        EXPECT_EQ(row.optional_string(0), std::nullopt);
    });
}

TEST_P(ConnectionContract, the_same_text_takes_null_and_value_in_turn) {
    const std::string insert = "INSERT INTO thing (id, at) VALUES (?, ?)";
    connection_->execute(insert, {1, std::nullopt});
    connection_->execute(insert, {2, 1'780'000'000'123});
    connection_->execute(insert, {3, std::nullopt});
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM thing WHERE at IS NULL"), 2);
    EXPECT_EQ(connection_->number("SELECT at FROM thing WHERE id = ?", {2}), 1'780'000'000'123);
}

TEST_P(ConnectionContract, enums_and_sums_are_numbers) {
    connection_->execute("INSERT INTO thing (id, at) VALUES (?, ?), (?, ?)", {1, Colour::red, 2, 4});
    EXPECT_EQ(connection_->number("SELECT SUM(at) FROM thing"), 7);
    EXPECT_EQ(
        connection_->one("SELECT at FROM thing WHERE id = 1", {}, [](const Row& row) { return row.as<Colour>(0); }),
        Colour::red);
}

TEST_P(ConnectionContract, id_list_is_one_parameter) {
    for (int id = 1; id <= 5; ++id) connection_->execute("INSERT INTO thing (id) VALUES (?)", {id});
    const auto ids_in = [this](const Param& list) {
        return connection_->all("SELECT id FROM thing WHERE id {{in_ids}} AND id < ? ORDER BY id", {list, 5},
                                [](const Row& row) { return row.integer(0); });
    };
    EXPECT_THAT(ids_in(IdList{{2, 4, 5, 9}}), ElementsAre(2, 4));
    EXPECT_THAT(ids_in(std::vector<ThingId>{ThingId{1}}), ElementsAre(1));
    EXPECT_THAT(ids_in(IdList{}), IsEmpty());
}

TEST_P(ConnectionContract, long_id_list_works) {
    IdList many;
    for (std::int64_t id = 1; id <= 20'000; ++id) many.values.push_back(id << 30);
    connection_->execute("INSERT INTO thing (id) VALUES (?)", {std::int64_t{20'000} << 30});
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM thing WHERE id {{in_ids}}", {many}), 1);
}

TEST_P(ConnectionContract, changed_rows_are_counted) {
    EXPECT_EQ(connection_->execute("INSERT INTO thing (id) VALUES (?), (?)", {1, 2}), 2);
    EXPECT_EQ(connection_->execute("INSERT INTO thing (id) VALUES (?) ON CONFLICT DO NOTHING", {1}), 0);
    EXPECT_EQ(connection_->execute("UPDATE thing SET at = 1"), 2);
    EXPECT_EQ(connection_->execute("SELECT id FROM thing"), 0);
    EXPECT_EQ(connection_->execute("DELETE FROM thing WHERE id = ?", {9}), 0);
    EXPECT_EQ(connection_->execute("DELETE FROM thing WHERE id = ? RETURNING id", {1}), 1);
}

TEST_P(ConnectionContract, conflict_and_returning_say_what_happened) {
    const std::string upsert =
        "INSERT INTO thing (id, name, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at RETURNING "
        "id, at";
    const auto both = [](const Row& row) { return std::pair(row.integer(0), row.integer(1)); };
    EXPECT_EQ(connection_->one(upsert, {1, "a", 10}, both), std::pair(std::int64_t{1}, std::int64_t{10}));
    EXPECT_EQ(connection_->one(upsert, {2, "a", 20}, both), std::pair(std::int64_t{1}, std::int64_t{20}));
    EXPECT_FALSE(connection_->exists("INSERT INTO thing (id) VALUES (1) ON CONFLICT DO NOTHING RETURNING id"));
}

TEST_P(ConnectionContract, serial_counts_up) {
    const std::string insert = "INSERT INTO counted (name) VALUES (?) RETURNING id";
    const auto first = connection_->number(insert, {"a"});
    const auto second = connection_->number(insert, {"b"});
    EXPECT_LT(*first, *second);
}

TEST_P(ConnectionContract, compared_text_sorts_by_bytes) {
    for (const char* name : {"b", "B", "a", "ä", "A_", "Aa"}) {
        connection_->execute("INSERT INTO thing (id, name) SELECT COALESCE(MAX(id), 0) + 1, ? FROM thing", {name});
    }
    EXPECT_THAT(
        connection_->all("SELECT name FROM thing ORDER BY name", {}, [](const Row& row) { return row.string(0); }),
        ElementsAre("A_", "Aa", "B", "a", "b", "ä"));
}

TEST_P(ConnectionContract, query_inside_of_a_row_callback_works_with_the_same_text) {
    connection_->execute("INSERT INTO thing (id) VALUES (1), (2)");
    const std::string sql = "SELECT id FROM thing ORDER BY id";
    std::vector<std::int64_t> seen;
    connection_->each(sql, {}, [this, &sql, &seen](const Row& outer) {
        connection_->each(
            sql, {}, [&seen, &outer](const Row& inner) { seen.push_back(outer.integer(0) * 10 + inner.integer(0)); });
    });
    EXPECT_THAT(seen, ElementsAre(11, 12, 21, 22));
}

TEST_P(ConnectionContract, exception_in_a_row_callback_leaves_the_statement_usable) {
    connection_->execute("INSERT INTO thing (id) VALUES (1), (2)");
    const std::string sql = "SELECT id FROM thing";
    EXPECT_THROW(connection_->each(sql, {}, [](const Row&) { throw std::logic_error("stop"); }), std::logic_error);
    EXPECT_EQ(connection_->all(sql, {}, [](const Row& row) { return row.integer(0); }).size(), 2u);
}

TEST_P(ConnectionContract, broken_rules_are_constraint_failures) {
    connection_->execute("INSERT INTO thing (id, name) VALUES (1, 'a')");
    EXPECT_EQ(kind_of("INSERT INTO thing (id) VALUES (1)"), Failure::Kind::constraint);
    EXPECT_EQ(kind_of("INSERT INTO thing (id, name) VALUES (2, ?)", {"a"}), Failure::Kind::constraint);
    EXPECT_EQ(kind_of("INSERT INTO thing (id, parent_id) VALUES (3, 99)"), Failure::Kind::constraint);
    EXPECT_EQ(kind_of("INSERT INTO thing (id, flag) VALUES (4, 2)"), Failure::Kind::constraint);
    EXPECT_EQ(kind_of("INSERT INTO counted (name) VALUES (?)", {std::nullopt}), Failure::Kind::constraint);
    EXPECT_EQ(connection_->number("SELECT COUNT(*) FROM thing"), 1);
}

TEST_P(ConnectionContract, our_own_mistakes_are_other_failures) {
    EXPECT_EQ(kind_of("SELEKT 1"), Failure::Kind::other);
    EXPECT_EQ(kind_of("SELECT * FROM no_such_table"), Failure::Kind::other);
    EXPECT_EQ(kind_of("SELECT id FROM thing WHERE id = ?", {1, 2}), Failure::Kind::other);
    EXPECT_EQ(kind_of("SELECT id FROM thing WHERE id = ?"), Failure::Kind::other);
    EXPECT_EQ(kind_of("SELECT 1; SELECT 2"), Failure::Kind::other);
}

TEST_P(ConnectionContract, more_texts_than_the_cache_holds_still_work) {
    for (int count = 0; count < 1200; ++count) {
        EXPECT_EQ(connection_->number("SELECT " + std::to_string(count) + " + ?", {1}), count + 1);
    }
    EXPECT_EQ(connection_->number("SELECT 0 + ?", {5}), 5);
}

TEST_P(ConnectionContract, prepared_statement_survives_a_change_of_the_schema) {
    const std::string sql = "SELECT * FROM counted";
    connection_->execute(sql);
    connection_->run_script("ALTER TABLE counted ADD COLUMN more TEXT");
    connection_->execute("INSERT INTO counted (name, more) VALUES ('a', 'b')");
    try {
        connection_->execute(sql);
    } catch (const Failure& failure) {
        EXPECT_TRUE(failure.retry()) << failure.what();
    }
    EXPECT_EQ(connection_->one(sql, {}, [](const Row& row) { return row.string(2); }), "b");
}

COLLEGIUM_ON_BOTH_ENGINES(ConnectionContract);

TEST(OpenConnection, foreign_address_is_refused) {
    EXPECT_EQ(open_connection("mysql://x").error().code(), Errc::bad_request);
    EXPECT_EQ(open_connection("sqlite://relative.db").error().code(), Errc::bad_request);
}

TEST(OpenConnection, unreachable_server_is_unavailable_and_the_password_stays_unsaid) {
    const auto opened = open_connection("postgresql://u:secret@127.0.0.1:1/db?connect_timeout=2");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), Errc::unavailable);
    EXPECT_EQ(opened.error().message().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace collegium::sql::test
