// Points in time are UTC with millisecond precision everywhere: in memory, in the database (integer
// milliseconds) and on the wire (RFC 3339, three decimals, "Z").
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace collegium {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

Timestamp current_time();

constexpr std::int64_t to_milliseconds(Timestamp time) {
    return time.time_since_epoch().count();
}
constexpr Timestamp from_milliseconds(std::int64_t milliseconds) {
    return Timestamp{std::chrono::milliseconds{milliseconds}};
}

// "2026-08-20T09:15:02.123Z"
std::string format_rfc3339(Timestamp time);
// "2026-08-20"
std::string format_date(Timestamp time);
// Midnight of the same UTC day.
Timestamp floor_to_day(Timestamp time);
// Any RFC 3339 date-time with an offset or "Z", 0 to 9 decimals; a zone-less one or a bare date is read as UTC.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

// IMF-fixdate of RFC 9110 5.6.7: "Tue, 01 Sep 2026 10:00:00 GMT"; seconds precision.
std::string format_http_date(Timestamp time);
std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace collegium
