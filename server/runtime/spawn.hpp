// The only way to start a coroutine: named, counted, its exceptions logged. asio::detached swallows them
// (cpp.md 4.2). A worker is started again after an exception, with growing pauses.
#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace collegium::runtime {

class Loop;

using Work = boost::asio::awaitable<void>;
// A plain function object that calls a coroutine function with copies: never a capturing coroutine lambda.
using MakeWork = std::function<Work()>;

// From any thread; runs on `loop`. Everything the coroutine takes must be passed by value or outlive the loop.
void spawn(Loop& loop, std::string name, Work work);
// `on_end` is called on the loop after the coroutine ended, whichever way.
void spawn(Loop& loop, std::string name, Work work, std::function<void()> on_end);
// Restarts `make()`'s coroutine after 1, 2, 4, ... 30 seconds when it ends by an exception; a plain return ends it.
void spawn_worker(Loop& loop, std::string name, MakeWork make);

}  // namespace collegium::runtime
