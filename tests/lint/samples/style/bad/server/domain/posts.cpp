auto f = [&] { return 1; };
auto g = [=, &x]() { return x; };
// TODO: later
const char* where = "/home/somebody/file";
