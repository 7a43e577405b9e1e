#include "domain/posts.hpp"
using namespace std::chrono_literals;
auto f = [&counter, this, limit = 3](int index) { return list[index] + counter; };
bool operator==(const A&, const A&) = default;
const char* work = "https://host/home/page /home/ page";
