#include "core/ids.hpp"

#include <algorithm>
#include <charconv>

#include "core/random.hpp"

namespace collegium {
namespace {

constexpr std::int64_t sequence_bits = 10;
constexpr std::int64_t low_bits = 16;

}  // namespace

std::optional<std::int64_t> parse_decimal_id(std::string_view text) {
    if (text.empty() || text.size() > 19 || text.front() < '1' || text.front() > '9') return std::nullopt;
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || rest != end) return std::nullopt;
    return value;
}

std::int64_t IdGenerator::next_value(Timestamp now) {
    const std::int64_t fresh = to_milliseconds(now) << sequence_bits;
    std::int64_t last = last_.load(std::memory_order_relaxed);
    std::int64_t next = 0;
    do {
        next = std::max(fresh, last + 1);
    } while (!last_.compare_exchange_weak(last, next, std::memory_order_relaxed));
    const std::int64_t milliseconds = next >> sequence_bits;
    const std::int64_t sequence = next & ((1 << sequence_bits) - 1);
    return milliseconds << low_bits | static_cast<std::int64_t>(node_) << sequence_bits | sequence;
}

std::int64_t IdGenerator::value_at(Timestamp when) {
    const Timestamp bounded = std::clamp(when, from_milliseconds(1), current_time());
    return to_milliseconds(bounded) << low_bits | static_cast<std::int64_t>(random_number() & 0xffff);
}

}  // namespace collegium
