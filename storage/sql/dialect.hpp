// The whole list of what differs between SQLite 3.40 and PostgreSQL 15. SQL texts carry tokens in double
// braces, which `translate` fills in once per prepared statement; nothing else may branch on the dialect
// (tests/lint), but repo/search.
//
//   {{blob}}           column type for bytes                       BLOB | BYTEA
//   {{id}}             primary key whose values we make            INTEGER PRIMARY KEY | BIGINT PRIMARY KEY
//   {{serial}}         primary key that counts up                  INTEGER PRIMARY KEY AUTOINCREMENT | BIGINT GENERATED
//   ... PRIMARY KEY
//   {{without_rowid}}  clustered storage for narrow tables         WITHOUT ROWID | (nothing)
//   {{text}}           column type for text that is compared       TEXT | TEXT COLLATE "C"
//   {{in_ids}}         is one of an IdList parameter's ids: `x {{in_ids}}`
//                                                                  IN (SELECT value FROM json_each(?)) | = ANY (?)
//   {{texts}}          the texts of a parameter that is a JSON array of them: `x IN {{texts}}`, or a table with the
//   column `value`                                (SELECT value FROM json_each(?)) | (... json_array_elements_text(?))
//   {{claim}}          suffix of a SELECT that claims queue rows   (nothing) | FOR UPDATE SKIP LOCKED
//   {{for_update}}     suffix of a SELECT that locks its rows      (nothing) | FOR UPDATE
//   {{#sqlite}} ... {{/sqlite}}, {{#postgres}} ... {{/postgres}}     text for one of the two: full-text indexes in
//   migrations
//
// What PostgreSQL asks of SQL that is meant for both: integers are bound as bigint, text as text, NULL
// without a type. So `? IS NULL` needs CAST(? AS BIGINT), and substr() or << need CAST(? AS INTEGER).
#pragma once

#include <string>
#include <string_view>

namespace collegium::sql {

enum class Dialect { sqlite, postgres };

// Tokens filled in, and for PostgreSQL `?` outside of quotes and comments turned into $1, $2, ...
// An unknown or unclosed token is a bug of ours: it stays in the text, and the database refuses it.
std::string translate(Dialect dialect, std::string_view sql);
// How many parameters an untranslated text takes.
int count_parameters(std::string_view sql);

}  // namespace collegium::sql
