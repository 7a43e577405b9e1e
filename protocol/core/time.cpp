#include "core/time.hpp"

#include <array>
#include <cstdio>

namespace collegium {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array weekday_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads fixed shapes from the front of a text; the first mismatch sticks.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        int value = 0;
        if (rest_.size() < count) return fail();
        for (std::size_t index = 0; index < count; ++index) {
            if (rest_[index] < '0' || rest_[index] > '9') return fail();
            value = value * 10 + (rest_[index] - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    void expect(std::string_view text) {
        if (!accept(text)) fail();
    }
    bool accept(std::string_view text) {
        if (failed_ || !rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    // The position of the name that comes next, -1 when none does.
    template <std::size_t Count>
    int one_of(const std::array<const char*, Count>& names) {
        for (std::size_t index = 0; index < Count; ++index) {
            if (accept(names[index])) return static_cast<int>(index);
        }
        return fail();
    }
    bool next_is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
    bool at_end() const { return rest_.empty(); }
    bool good() const { return !failed_; }
    int fail() {
        failed_ = true;
        return -1;
    }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

std::optional<sys_days> make_day(int year, int month, int day) {
    const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

// A leap second (":60", RFC 3339 5.7) counts as the first of the next minute.
std::optional<seconds> make_clock(int hour, int minute, int second) {
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return hours(hour) + minutes(minute) + seconds(second);
}

milliseconds scan_fraction(Scanner& scanner) {
    int value = 0;
    int count = 0;
    while (scanner.next_is_digit()) {
        const int digit = scanner.digits(1);
        if (count < 3) value = value * 10 + digit;
        if (++count > 9) scanner.fail();
        if (!scanner.good()) return {};
    }
    if (count == 0) scanner.fail();
    for (; count < 3; ++count) value *= 10;
    return milliseconds(value);
}

minutes scan_offset(Scanner& scanner) {
    if (scanner.at_end() || scanner.accept("Z") || scanner.accept("z")) return {};
    const int sign = scanner.accept("-") ? -1 : 1;
    if (sign == 1) scanner.expect("+");
    const int hour = scanner.digits(2);
    scanner.accept(":");
    const int minute = scanner.digits(2);
    if (hour > 23 || minute > 59) scanner.fail();
    return sign * (hours(hour) + minutes(minute));
}

}  // namespace

Timestamp current_time() {
    return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

std::string format_date(Timestamp time) {
    const year_month_day date(std::chrono::floor<days>(time));
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return buffer;
}

std::string format_rfc3339(Timestamp time) {
    const auto in_day = static_cast<int>((time - std::chrono::floor<days>(time)).count());
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d.%03dZ", in_day / 3'600'000, in_day / 60'000 % 60,
                  in_day / 1000 % 60, in_day % 1000);
    return format_date(time) + buffer;
}

Timestamp floor_to_day(Timestamp time) {
    return std::chrono::floor<days>(time);
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    Scanner scanner(text);
    const int year = scanner.digits(4);
    scanner.expect("-");
    const int month = scanner.digits(2);
    scanner.expect("-");
    const int day_of_month = scanner.digits(2);
    if (!scanner.good()) return std::nullopt;
    const auto day = make_day(year, month, day_of_month);
    if (!day) return std::nullopt;
    if (scanner.at_end()) return *day;
    if (!scanner.accept("T") && !scanner.accept("t")) scanner.expect(" ");
    const int hour = scanner.digits(2);
    scanner.expect(":");
    const int minute = scanner.digits(2);
    scanner.expect(":");
    const int second = scanner.digits(2);
    const milliseconds fraction = scanner.accept(".") ? scan_fraction(scanner) : milliseconds(0);
    const minutes offset = scan_offset(scanner);
    if (!scanner.good() || !scanner.at_end()) return std::nullopt;
    const auto clock = make_clock(hour, minute, second);
    if (!clock) return std::nullopt;
    return Timestamp(*day) + *clock + fraction - offset;
}

std::string format_http_date(Timestamp time) {
    const auto day = std::chrono::floor<days>(time);
    const year_month_day date(day);
    const auto in_day = static_cast<int>(std::chrono::floor<seconds>(time - day).count());
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  weekday_names[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                  month_names[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()), in_day / 3600,
                  in_day / 60 % 60, in_day % 60);
    return buffer;
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
    Scanner scanner(text);
    scanner.one_of(weekday_names);
    scanner.expect(", ");
    const int day_of_month = scanner.digits(2);
    scanner.expect(" ");
    const int month = scanner.one_of(month_names) + 1;
    scanner.expect(" ");
    const int year = scanner.digits(4);
    scanner.expect(" ");
    const int hour = scanner.digits(2);
    scanner.expect(":");
    const int minute = scanner.digits(2);
    scanner.expect(":");
    const int second = scanner.digits(2);
    scanner.expect(" GMT");
    if (!scanner.good() || !scanner.at_end()) return std::nullopt;
    const auto day = make_day(year, month, day_of_month);
    const auto clock = make_clock(hour, minute, second);
    if (!day || !clock) return std::nullopt;
    return Timestamp(*day) + *clock;
}

}  // namespace collegium
