// Fetches what a request needs, for as long as somebody waits for the answer (design: needs, fetch, apply).
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "http/request.hpp"
#include "http/route.hpp"

namespace collegium::federation {
class Fetcher;
}
namespace collegium::runtime {
class Loop;
}

namespace collegium::app {

using Resolved = std::function<void(std::vector<http::Unresolved> unresolved)>;

// `done` is called once, on the loop: with what could not be had, or after `patience` with all of it. What is under
// way then goes on, and is there the next time.
void resolve_in_time(runtime::Loop& loop, federation::Fetcher& fetcher, http::Needs needs,
                     std::chrono::milliseconds patience, Resolved done);

}  // namespace collegium::app
