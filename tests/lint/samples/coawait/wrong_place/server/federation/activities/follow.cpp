Task<int> f() {
    co_await g(a);
}
