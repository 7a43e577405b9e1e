#include <gtest/gtest.h>

#include "storage/sql/dialect.hpp"

namespace collegium::sql {
namespace {

TEST(Dialect, tokens_are_filled_in_for_each_engine) {
    EXPECT_EQ(translate(Dialect::sqlite, "a {{blob}}, b {{text}}) {{without_rowid}}"), "a BLOB, b TEXT) WITHOUT ROWID");
    EXPECT_EQ(translate(Dialect::postgres, "a {{blob}}, b {{text}}) {{without_rowid}}"),
              "a BYTEA, b TEXT COLLATE \"C\") ");
    EXPECT_EQ(translate(Dialect::sqlite, "SELECT 1 {{claim}}{{for_update}}"), "SELECT 1 ");
    EXPECT_EQ(translate(Dialect::postgres, "SELECT 1 {{claim}}"), "SELECT 1 FOR UPDATE SKIP LOCKED");
}

TEST(Dialect, parameters_are_numbered_for_postgres_only) {
    EXPECT_EQ(translate(Dialect::sqlite, "a = ? AND b = ?"), "a = ? AND b = ?");
    EXPECT_EQ(translate(Dialect::postgres, "a = ? AND b = ?"), "a = $1 AND b = $2");
    EXPECT_EQ(translate(Dialect::postgres, "a = ? AND b {{in_ids}} AND c = ?"),
              "a = $1 AND b = ANY ($2::bigint[]) AND c = $3");
}

TEST(Dialect, question_marks_in_quotes_and_comments_are_no_parameters) {
    EXPECT_EQ(translate(Dialect::postgres, "'why?' \"?\" ? 'it''s ?' -- ?\n? /* ? */ $$ ? $$ ?"),
              "'why?' \"?\" $1 'it''s ?' -- ?\n$2 /* ? */ $$ ? $$ $3");
    EXPECT_EQ(translate(Dialect::postgres, "? 'unclosed ?"), "$1 'unclosed ?");
}

TEST(Dialect, sections_stay_for_their_engine_alone) {
    const std::string sql = "A;{{#sqlite}} B {{blob}};{{/sqlite}}{{#postgres}} C {{blob}};{{/postgres}} D";
    EXPECT_EQ(translate(Dialect::sqlite, sql), "A; B BLOB; D");
    EXPECT_EQ(translate(Dialect::postgres, sql), "A; C BYTEA; D");
}

TEST(Dialect, unknown_and_unclosed_tokens_stay_for_the_database_to_refuse) {
    EXPECT_EQ(translate(Dialect::sqlite, "a {{bolb}} b"), "a {{bolb}} b");
    EXPECT_EQ(translate(Dialect::sqlite, "a {{blob"), "a {{blob");
    EXPECT_EQ(translate(Dialect::sqlite, "a {{#sqlite}} b"), "a {{#sqlite}} b");
}

}  // namespace
}  // namespace collegium::sql
