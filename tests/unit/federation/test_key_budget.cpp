#include <gtest/gtest.h>

#include "federation/keys.hpp"

namespace collegium::federation {
namespace {

const Timestamp noon = from_milliseconds(1'790'000'000'000);

TEST(KeyBudget, one_client_makes_us_fetch_300_times_a_minute_and_costs_others_nothing) {
    KeyCache cache;
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(cache.spend_fetch("203.0.113.7", noon)) << i;
    EXPECT_FALSE(cache.spend_fetch("203.0.113.7", noon));
    EXPECT_EQ(cache.ask_to_fetch("https://a.example/ann#main-key", "203.0.113.7", noon), FetchLeave::later);
    EXPECT_TRUE(cache.spend_fetch("203.0.113.8", noon));
    EXPECT_TRUE(cache.spend_fetch("203.0.113.7", noon + std::chrono::minutes(1)));
}

}  // namespace
}  // namespace collegium::federation
