Task<void> walk() {
    co_await f(Aggregate{a, b});
    co_await f({a, b});
    auto x = co_await f(ok ? a : b);
    auto x = ok ? co_await f(a) : co_await f(b);
    co_await run(pool, [x] { use(x); });
    co_await run(pool, std::function<void()>([x] { use(x); }));
    co_await g(co_await f(a));
    if (co_await f(a)) return;
    use(co_await f(a));
    auto n = 1 + co_await f(a);
    bool both = ready && co_await f(a);
    Aggregate all{X{co_await f(a)}, b};
    while (co_await f(a)) step();
    auto x = co_await f(a || b);
    auto worker = [x](int y) -> asio::awaitable<void> { co_return; };
    asio::co_spawn(loop, walk(), asio::detached);
    auto x = (co_await f(a)).value;
}
