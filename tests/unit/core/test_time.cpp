#include <gtest/gtest.h>

#include "core/time.hpp"

namespace collegium {
namespace {

std::string reread(std::string_view text) {
    const auto time = parse_rfc3339(text);
    return time ? format_rfc3339(*time) : "refused";
}

TEST(Time, rfc3339_forms_are_read_as_utc) {
    EXPECT_EQ(reread("2026-08-20T09:15:02.123Z"), "2026-08-20T09:15:02.123Z");
    EXPECT_EQ(reread("2026-08-20T09:15:02Z"), "2026-08-20T09:15:02.000Z");
    EXPECT_EQ(reread("2026-08-20t09:15:02.123456789z"), "2026-08-20T09:15:02.123Z");
    EXPECT_EQ(reread("2026-08-20T09:15:02.5+02:00"), "2026-08-20T07:15:02.500Z");
    EXPECT_EQ(reread("2026-01-01T00:30:00-05:45"), "2026-01-01T06:15:00.000Z");
    EXPECT_EQ(reread("2026-01-01T00:30:00+0100"), "2025-12-31T23:30:00.000Z");
    EXPECT_EQ(reread("2026-08-20 09:15:02"), "2026-08-20T09:15:02.000Z");
    EXPECT_EQ(reread("2026-08-20"), "2026-08-20T00:00:00.000Z");
    EXPECT_EQ(reread("2024-02-29T23:59:60Z"), "2024-03-01T00:00:00.000Z");
    EXPECT_EQ(reread("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00.000Z");
}

TEST(Time, malformed_rfc3339_is_refused) {
    for (const char* text : {"",
                             "2026",
                             "2026-8-20",
                             "2026-02-30",
                             "2025-02-29T00:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-10",
                             "2026-08-20T",
                             "2026-08-20T24:00:00Z",
                             "2026-08-20T09:60:00Z",
                             "2026-08-20T09:15:61Z",
                             "2026-08-20T09:15Z",
                             "2026-08-20T09:15:02.Z",
                             "2026-08-20T09:15:02.1234567890Z",
                             "2026-08-20T09:15:02+24:00",
                             "2026-08-20T09:15:02+02",
                             "2026-08-20T09:15:02Zjunk",
                             "2026-08-20T09:15:02.123ZZ",
                             " 2026-08-20",
                             "+2026-08-20",
                             "20260820T091502Z",
                             "2026-08-20T-1:00:00Z"}) {
        EXPECT_EQ(reread(text), "refused") << text;
    }
}

TEST(Time, date_before_1970_is_floored_not_truncated) {
    const auto time = parse_rfc3339("1969-12-31T23:59:59.999Z");
    ASSERT_TRUE(time);
    EXPECT_EQ(to_milliseconds(*time), -1);
    EXPECT_EQ(format_date(*time), "1969-12-31");
    EXPECT_EQ(format_rfc3339(floor_to_day(*time)), "1969-12-31T00:00:00.000Z");
    EXPECT_EQ(format_http_date(*time), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(Time, http_date_goes_both_ways) {
    const char* text = "Tue, 01 Sep 2026 10:00:00 GMT";
    const auto time = parse_http_date(text);
    ASSERT_TRUE(time);
    EXPECT_EQ(to_milliseconds(*time), 1788256800000);
    EXPECT_EQ(format_http_date(*time), text);
    for (const char* bad :
         {"", "Tue, 1 Sep 2026 10:00:00 GMT", "Tue, 01 Sep 2026 10:00:00", "tue, 01 Sep 2026 10:00:00 GMT",
          "Tue, 31 Feb 2026 10:00:00 GMT", "Tue, 01 Sep 2026 10:00:00 UTC", "Tue, 01 Sep 26 10:00:00 GMT"}) {
        EXPECT_FALSE(parse_http_date(bad)) << bad;
    }
}

}  // namespace
}  // namespace collegium
