Task<int> f() {
    co_return 1;
}
