// Dialect::sqlite in a comment is nothing.
void f(sql::Connection& connection) {
    if (connection.dialect() == sql::Dialect::postgres) run("a");
    switch (connection.dialect()) {
    }
}
