bool fts(sql::Dialect d) { return d == sql::Dialect::sqlite; }
