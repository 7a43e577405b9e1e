#include <gtest/gtest.h>

#include "federation/delivery_rules.hpp"

namespace collegium::federation::delivery {
namespace {

using namespace std::chrono_literals;
using model::SignatureFamily;

TEST(DeliveryRules, success_is_any_2xx) {
    for (int status : {200, 201, 202, 204}) EXPECT_EQ(judge(status, 0), Verdict::delivered) << status;
}

TEST(DeliveryRules, refusals_of_4xx_are_final_but_for_three) {
    for (int status : {400, 403, 404, 405, 410, 413, 415, 422}) EXPECT_EQ(judge(status, 0), Verdict::refused) << status;
    for (int status : {401, 408, 429}) EXPECT_EQ(judge(status, 0), Verdict::again) << status;
}

TEST(DeliveryRules, faults_silence_and_redirects_are_tried_again) {
    for (int status : {0, 301, 307, 500, 502, 503, 504}) EXPECT_EQ(judge(status, 0), Verdict::again) << status;
}

TEST(DeliveryRules, unauthorized_is_final_after_three_retries) {
    EXPECT_EQ(judge(401, 2), Verdict::again);
    EXPECT_EQ(judge(401, 3), Verdict::refused);
}

TEST(DeliveryRules, twenty_attempts_are_enough) {
    EXPECT_EQ(judge(503, 18), Verdict::again);
    EXPECT_EQ(judge(503, 19), Verdict::refused);
}

TEST(DeliveryRules, only_400_and_401_ask_for_the_other_family) {
    for (int status : {400, 401}) EXPECT_TRUE(calls_for_other_family(status)) << status;
    for (int status : {0, 202, 403, 404, 410, 422, 429, 500, 503})
        EXPECT_FALSE(calls_for_other_family(status)) << status;
}

TEST(DeliveryRules, pauses_double_up_to_eight_hours_and_a_fifth) {
    EXPECT_EQ(back_off(0, 0), 15s);
    EXPECT_EQ(back_off(1, 0), 30s);
    EXPECT_EQ(back_off(5, 0), 480s);
    EXPECT_EQ(back_off(11, 0), 8h);
    EXPECT_EQ(back_off(1'000'000, 0), 8h);
    for (std::uint64_t dice : {1ull, 12345ull, ~0ull}) {
        EXPECT_GE(back_off(3, dice), 120s);
        EXPECT_LE(back_off(3, dice), 144s);
    }
}

TEST(DeliveryRules, retry_after_is_read_in_both_forms_and_bounded) {
    const auto now = from_milliseconds(1'788'256'800'000);
    EXPECT_EQ(retry_after("120", now), 120s);
    EXPECT_EQ(retry_after(" 86400 ", now), 1h);
    EXPECT_EQ(retry_after("-5", now), 0s);
    EXPECT_EQ(retry_after(format_http_date(now + 90s), now), 90s);
    EXPECT_EQ(retry_after(format_http_date(now - 90s), now), 0s);
    EXPECT_EQ(retry_after("", now), std::nullopt);
    EXPECT_EQ(retry_after("soon", now), std::nullopt);
    EXPECT_EQ(retry_after("99999999999999999999999", now), std::nullopt);
}

TEST(DeliveryRules, a_short_wish_does_not_use_up_the_tries_of_a_delivery) {
    EXPECT_EQ(pause_after(0, 0, 10s, 0), 10s);
    EXPECT_EQ(pause_after(0, 0, 0s, 0), 1s);
    EXPECT_EQ(pause_after(0, 3, std::nullopt, 0), 120s);
    EXPECT_EQ(pause_after(5, 0, 10s, 0), 480s);
    EXPECT_EQ(pause_after(5, 0, 1800s, 0), 1800s);
    std::chrono::milliseconds spent = 0s;
    for (int attempts = 0; judge(503, attempts) == Verdict::again; ++attempts)
        spent += pause_after(attempts, 0, std::chrono::milliseconds(0), 0);
    EXPECT_GE(spent, std::chrono::days(2));
}

TEST(DeliveryRules, a_family_that_works_is_kept_until_it_flips_too_often) {
    FamilyMemory memory;
    const auto start = from_milliseconds(1'788'256'800'000);
    EXPECT_EQ(memory.changed("south.example", SignatureFamily::rfc9421, start), SignatureFamily::rfc9421);
    EXPECT_EQ(memory.changed("south.example", SignatureFamily::draft_cavage, start + 30min),
              SignatureFamily::draft_cavage);
    EXPECT_EQ(memory.changed("south.example", SignatureFamily::rfc9421, start + 2h), std::nullopt);
    EXPECT_EQ(memory.changed("south.example", SignatureFamily::rfc9421, start + 25h), SignatureFamily::rfc9421);
    EXPECT_EQ(memory.changed("west.example", SignatureFamily::rfc9421, start + 30min), SignatureFamily::rfc9421);
}

TEST(DeliveryRules, bodies_leave_the_cache_oldest_use_first) {
    BodyCache cache(10);
    const auto body = [](const char* text) { return std::make_shared<const std::string>(text); };
    cache.put(1, body("1234"));
    cache.put(2, body("1234"));
    EXPECT_NE(cache.find(1), nullptr);
    cache.put(3, body("1234"));
    EXPECT_NE(cache.find(1), nullptr);
    EXPECT_EQ(cache.find(2), nullptr);
    EXPECT_NE(cache.find(3), nullptr);
}

TEST(DeliveryRules, a_body_larger_than_the_cache_is_kept_for_its_turn) {
    BodyCache cache(3);
    cache.put(1, std::make_shared<const std::string>("too long"));
    EXPECT_NE(cache.find(1), nullptr);
}

}  // namespace
}  // namespace collegium::federation::delivery
