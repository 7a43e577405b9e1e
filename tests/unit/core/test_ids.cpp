#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/ids.hpp"

namespace collegium {
namespace {

TEST(Ids, only_plain_positive_decimals_are_read) {
    EXPECT_EQ(parse_id<PostId>("42"), PostId{42});
    EXPECT_EQ(parse_id<PostId>("9223372036854775807"), PostId{INT64_MAX});
    for (const char* text :
         {"", "0", "-1", "+1", "01", " 1", "1 ", "0x1", "1e3", "9223372036854775808", "99999999999999999999"}) {
        EXPECT_EQ(parse_id<PostId>(text), std::nullopt) << text;
    }
}

TEST(IdGenerator, ids_rise_and_carry_the_time) {
    IdGenerator generator;
    const Timestamp before = current_time();
    PostId last;
    for (int index = 0; index < 5'000; ++index) {  // more than one millisecond holds
        const auto next = generator.next<PostId>();
        ASSERT_LT(last, next);
        last = next;
    }
    EXPECT_GE(time_of_id(last.value), before);
}

TEST(IdGenerator, threads_get_distinct_rising_ids) {
    IdGenerator generator(5);
    std::vector<std::vector<PostId>> taken(4);
    std::vector<std::thread> threads;
    for (auto& mine : taken) {
        threads.emplace_back([&generator, &mine] {
            for (int index = 0; index < 20'000; ++index) mine.push_back(generator.next<PostId>());
        });
    }
    for (auto& thread : threads) thread.join();
    std::vector<PostId> all;
    for (const auto& mine : taken) {
        EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
        all.insert(all.end(), mine.begin(), mine.end());
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(IdGenerator, nodes_never_collide) {
    IdGenerator first(1);
    IdGenerator second(2);
    for (int index = 0; index < 3'000; ++index) {
        EXPECT_EQ(first.next<PostId>().value >> 10 & 63, 1);
        EXPECT_EQ(second.next<PostId>().value >> 10 & 63, 2);
    }
}

TEST(IdGenerator, past_object_gets_its_own_time_and_future_one_gets_now) {
    IdGenerator generator;
    const Timestamp past = *parse_rfc3339("2020-02-29T12:00:00Z");
    EXPECT_EQ(time_of_id(generator.at<PostId>(past).value), past);
    EXPECT_LE(time_of_id(generator.at<PostId>(*parse_rfc3339("2999-01-01")).value), current_time());
    EXPECT_GT(generator.at<PostId>(*parse_rfc3339("1066-10-14")).value, 0);
}

}  // namespace
}  // namespace collegium
