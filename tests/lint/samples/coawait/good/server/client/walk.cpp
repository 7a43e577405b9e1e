#include "runtime/task.hpp"

// co_await f({x}) in a comment, and "co_await f({x})" in a string, are nothing.
Task<int> walk(Client& client, Request request, bool loud) {
    co_await client.connect(request.host, deadline);
    auto answer = co_await client.send(std::move(request));
    auto [error, bytes] = co_await asio::async_read(stream, buffer, asio::as_tuple(asio::use_awaitable));
    const std::vector<Row>& rows = co_await read_rows(client, options.limit);
    answer = co_await std::move(task);
    this->items_[index] = co_await load(index);
    COLLEGIUM_CO_TRY(auto page, co_await fetch(client, url));
    COLLEGIUM_CO_TRY(Page other, co_await fetch(client, url));
    COLLEGIUM_CO_CHECK(co_await store(client, page));
    if (loud) co_await say(client, "for (;;) {");
    if (loud) {
        co_await say(client, Text("x"));
    } else {
        (void)co_await say(client, names[0]);
    }
    switch (state) {
        case State::open: co_await close(client);
    }
    for (const auto& item : items) co_await send(client, item);
    while (running) co_await turn(client);
    auto later = [&client]() -> Task<void> { co_await turn(client); };
    co_return co_await finish(client);
}
