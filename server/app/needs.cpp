#include "app/needs.hpp"

#include <memory>

#include "federation/fetcher.hpp"
#include "runtime/deadline.hpp"
#include "runtime/loop.hpp"
#include "runtime/spawn.hpp"

namespace collegium::app {
namespace {

boost::asio::awaitable<void> resolve_then(federation::Fetcher& fetcher, http::Needs needs, Resolved done) {
    auto unresolved = co_await fetcher.resolve(std::move(needs));
    done(std::move(unresolved));
}

boost::asio::awaitable<void> wait_then(std::chrono::milliseconds patience, std::function<void()> late) {
    co_await runtime::sleep_for(patience);
    late();
}

std::vector<http::Unresolved> all_of(const http::Needs& needs) {
    std::vector<http::Unresolved> unresolved;
    for (const auto* names : {&needs.uris, &needs.handles, &needs.actors})
        for (const auto& name : *names) unresolved.push_back({name, std::nullopt});
    return unresolved;
}

}  // namespace

void resolve_in_time(runtime::Loop& loop, federation::Fetcher& fetcher, http::Needs needs,
                     std::chrono::milliseconds patience, Resolved done) {
    auto waiting = std::make_shared<Resolved>(std::move(done));
    Resolved answer = [waiting](std::vector<http::Unresolved> unresolved) {
        if (auto first = std::exchange(*waiting, nullptr)) first(std::move(unresolved));
    };
    auto late = wait_then(patience, [answer, needs] { answer(all_of(needs)); });
    auto work = resolve_then(fetcher, std::move(needs), std::move(answer));
    runtime::spawn(loop, "resolve", std::move(work));
    runtime::spawn(loop, "resolve in time", std::move(late));
}

}  // namespace collegium::app
