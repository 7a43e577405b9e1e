// Which forms of co_await does this compiler get right? Each case counts how often a counted object is
// made and destroyed. The forms that CONTRIBUTING.md permits have to balance. The forms that it forbids are
// only reported: once a newer compiler balances them all, the rule can go.
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

int alive = 0;

struct Counted {
    Counted() { ++alive; }
    Counted(const Counted&) { ++alive; }
    Counted(Counted&&) noexcept { ++alive; }
    Counted& operator=(const Counted&) = default;
    Counted& operator=(Counted&&) = default;
    ~Counted() { --alive; }
};

// A lazy task that runs to its end when awaited, as the server's do; nothing here suspends for long.
template <class T>
struct Task {
    struct promise_type {
        std::optional<T> value;
        std::coroutine_handle<> waiting;
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        auto final_suspend() noexcept {
            struct Back {
                bool await_ready() noexcept { return false; }
                std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept {
                    auto next = self.promise().waiting;
                    return next ? next : std::noop_coroutine();
                }
                void await_resume() noexcept {}
            };
            return Back{};
        }
        void return_value(T result) { value.emplace(std::move(result)); }
        void unhandled_exception() { std::terminate(); }
    };

    explicit Task(std::coroutine_handle<promise_type> made) : handle(made) {}
    Task(Task&& other) noexcept : handle(std::exchange(other.handle, {})) {}
    Task(const Task&) = delete;
    ~Task() {
        if (handle) handle.destroy();
    }

    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) {
        handle.promise().waiting = caller;
        return handle;
    }
    T await_resume() { return std::move(*handle.promise().value); }

    std::coroutine_handle<promise_type> handle;
};

struct Pair {  // an aggregate
    Counted first;
    Counted second;
};

struct Options {  // the same with a constructor
    Options(Counted one, Counted two) : first(std::move(one)), second(std::move(two)) {}
    Counted first;
    Counted second;
};

Task<int> take(Counted) {
    co_return 1;
}
Task<int> take_reference(const Counted&) {
    co_return 1;
}
Task<int> take_pair(Pair) {
    co_return 1;
}
Task<int> take_pair_reference(const Pair&) {
    co_return 1;
}
Task<int> take_options(Options) {
    co_return 1;
}
Task<int> take_function(std::function<int()> work) {
    co_return work();
}
Task<int> take_optional(std::optional<Counted>) {
    co_return 1;
}
Task<Counted> give() {
    co_return Counted();
}
Task<Pair> give_pair() {
    co_return Pair{};
}
template <class Work>
Task<int> call(Work work) {
    co_return work();
}
bool yes() {
    return std::getenv("COLLEGIUM_NEVER_SET") == nullptr;
}

// Permitted.
Task<int> named_moved_in() {
    Counted one;
    auto result = co_await take(std::move(one));
    co_return result;
}
Task<int> temporary_with_constructor() {
    auto result = co_await take_options(Options(Counted(), Counted()));
    co_return result;
}
Task<int> aggregate_named_first() {
    Pair pair{Counted(), Counted()};
    auto result = co_await take_pair(std::move(pair));
    co_return result;
}
Task<int> function_named_first() {
    Counted one;
    std::function<int()> work = [one] { return 1; };
    auto result = co_await take_function(std::move(work));
    co_return result;
}
Task<int> plain_call_as_argument() {
    auto result = co_await take_optional(std::optional<Counted>(Counted()));
    co_return result;
}
Task<int> reference_to_named() {
    Counted one;
    auto result = co_await take_reference(one);
    co_return result;
}
Task<int> structured_binding() {
    auto [first, second] = co_await give_pair();
    co_return 1;
}
Task<int> two_steps() {
    auto task = take_pair(Pair{Counted(), Counted()});
    auto result = co_await std::move(task);
    co_return result;
}
Task<int> statement_under_if() {
    Counted one;
    if (yes()) co_await take(std::move(one));
    co_return 1;
}
Task<int> awaited_in_return() {
    Counted one;
    co_return co_await take(std::move(one));
}

// Forbidden: g++ 12 gets some of these wrong.
Task<int> aggregate_in_call() {
    auto result = co_await take_pair(Pair{Counted(), Counted()});
    co_return result;
}
Task<int> aggregate_by_reference() {
    auto result = co_await take_pair_reference(Pair{Counted(), Counted()});
    co_return result;
}
Task<int> lambda_in_call() {
    Counted one;
    auto result = co_await call([one] { return 1; });
    co_return result;
}
Task<int> lambda_into_function() {
    Counted one;
    auto result = co_await take_function([one] { return 1; });
    co_return result;
}
Task<int> conditional_argument() {
    auto result = co_await take_reference(yes() ? Counted() : Counted(Counted()));
    co_return result;
}
Task<int> await_in_conditional() {
    Counted one = yes() ? Counted(co_await give()) : Counted();
    co_return 1;
}
Task<int> await_in_braces() {
    Pair pair{Counted(co_await give()), Counted()};
    co_return 1;
}

struct Case {
    const char* name;
    Task<int> (*run)();
};

int balance(const Case& form) {
    alive = 0;
    {
        auto task = form.run();
        task.handle.resume();
    }
    return alive;
}

const Case permitted[] = {
    {"a named object, moved in", named_moved_in},
    {"a temporary with a constructor", temporary_with_constructor},
    {"an aggregate, named first", aggregate_named_first},
    {"a function, named first", function_named_first},
    {"a plain call as argument", plain_call_as_argument},
    {"a reference to a named object", reference_to_named},
    {"a structured binding", structured_binding},
    {"a task made first, awaited then", two_steps},
    {"a statement under if", statement_under_if},
    {"co_return co_await", awaited_in_return},
};

const Case forbidden[] = {
    {"an aggregate in the call", aggregate_in_call},    {"an aggregate by reference", aggregate_by_reference},
    {"a capturing lambda in the call", lambda_in_call}, {"a capturing lambda into std::function", lambda_into_function},
    {"?: in an argument", conditional_argument},        {"co_await inside ?:", await_in_conditional},
    {"co_await inside braces", await_in_braces},
};

}  // namespace

int main() {
    int wrong = 0;
    for (const auto& form : permitted) {
        if (int left = balance(form); left != 0) {
            std::printf("permitted, but wrong with this compiler (balance %d): %s\n", left, form.name);
            ++wrong;
        }
    }
    int miscompiled = 0;
    for (const auto& form : forbidden) {
        int left = balance(form);
        if (left != 0) ++miscompiled;
        std::printf("forbidden: %-40s %s (balance %d)\n", form.name, left == 0 ? "right" : "WRONG", left);
    }
    if (miscompiled == 0) std::printf("this compiler gets all forbidden forms right; see docs/adr/0001\n");
    return wrong == 0 ? 0 : 1;
}
