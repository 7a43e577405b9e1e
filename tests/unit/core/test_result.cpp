#include <gtest/gtest.h>

#include "core/result.hpp"

namespace collegium {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error(Errc::bad_request, "odd");
    return number / 2;
}

Result<int> quarter(int number) {
    COLLEGIUM_TRY(auto once, half(number));
    COLLEGIUM_TRY(auto twice, half(once));
    return twice;
}

TEST(Result, try_with_a_failure_returns_it) {
    ASSERT_TRUE(quarter(8));
    EXPECT_EQ(*quarter(8), 2);
    ASSERT_FALSE(quarter(6));
    EXPECT_EQ(quarter(6).error().code(), Errc::bad_request);
}

}  // namespace
}  // namespace collegium
