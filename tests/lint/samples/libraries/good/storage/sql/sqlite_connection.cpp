#include <SQLiteCpp/Database.h>
#include <sqlite3.h>
bool is_sqlite(Dialect d) { return d == Dialect::sqlite; }
