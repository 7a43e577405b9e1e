// Result<T>: a value or an Error; the only way an expected failure travels. Exceptions are for bugs
// and broken drivers and end at the two walls, pool job and session.
#pragma once

#include <boost/system/result.hpp>

#include "core/error.hpp"

namespace collegium {

// Called by boost::system::result when value() is asked of a failure.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;

// error() returns a copy in Boost 1.81: do not keep references into it.

// The success of something that only can fail, a Result<void>: `return ok();`.
inline Result<void> ok() {
    return {};
}

}  // namespace collegium

#define COLLEGIUM_CONCAT_INNER(a, b) a##b
#define COLLEGIUM_CONCAT(a, b) COLLEGIUM_CONCAT_INNER(a, b)

// COLLEGIUM_TRY(auto x, f()): declares x from f()'s value, or returns its error. COLLEGIUM_CHECK(f()) drops the value.
// Plain statements on purpose: g++ 12 miscompiles statement expressions that hold a co_await.
#define COLLEGIUM_TRY_VIA(temporary, declaration, return_word, ...) \
    auto temporary = __VA_ARGS__;                                   \
    if (!temporary) return_word std::move(temporary).error();       \
    declaration = std::move(*temporary)
#define COLLEGIUM_TRY(declaration, ...) \
    COLLEGIUM_TRY_VIA(COLLEGIUM_CONCAT(result_, __LINE__), declaration, return, __VA_ARGS__)
#define COLLEGIUM_CO_TRY(declaration, ...) \
    COLLEGIUM_TRY_VIA(COLLEGIUM_CONCAT(result_, __LINE__), declaration, co_return, __VA_ARGS__)

#define COLLEGIUM_CHECK_VIA(temporary, return_word, ...) \
    auto temporary = __VA_ARGS__;                        \
    if (!temporary) return_word std::move(temporary).error()
#define COLLEGIUM_CHECK(...) COLLEGIUM_CHECK_VIA(COLLEGIUM_CONCAT(result_, __LINE__), return, __VA_ARGS__)
#define COLLEGIUM_CO_CHECK(...) COLLEGIUM_CHECK_VIA(COLLEGIUM_CONCAT(result_, __LINE__), co_return, __VA_ARGS__)
