// Typed 64-bit ids. Snowflakes: Unix milliseconds << 16 | 16 bits of sequence, so that they are
// decimal, positive, and sort by creation time, as Mastodon clients expect (mastodon-api.md 2.1).
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace collegium {

template <class Tag>
struct Id {
    std::int64_t value = 0;  // 0: no id

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
    std::string text() const { return std::to_string(value); }
};

using AccountId = Id<struct AccountTag>;
using PostId = Id<struct PostTag>;
using ResourceId = Id<struct ResourceTag>;
using ProposalId = Id<struct ProposalTag>;
using AgreementId = Id<struct AgreementTag>;
using MediaId = Id<struct MediaTag>;
using NotificationId = Id<struct NotificationTag>;
using ListId = Id<struct ListTag>;
using AppId = Id<struct AppTag>;
using TagId = Id<struct TagTag>;

// Only decimal digits, positive, no leading zero, fits 63 bits.
std::optional<std::int64_t> parse_decimal_id(std::string_view text);

template <class IdType>
std::optional<IdType> parse_id(std::string_view text) {
    auto value = parse_decimal_id(text);
    if (!value) return std::nullopt;
    return IdType{*value};
}

// Makes snowflakes; safe from any thread. Two processes on one database differ in the top bits of the
// sequence (`node`, 0 to 63), which leaves each 1,024 ids per millisecond before it borrows from the next.
class IdGenerator {
  public:
    explicit IdGenerator(unsigned node = 0) : node_(node & 63u) {}

    // Strictly greater than any id this generator returned for the present before.
    template <class IdType>
    IdType next() {
        return IdType{next_value(current_time())};
    }
    // For an object that is older than today: time from `when` (never later than now), random sequence.
    // Not guaranteed unique: the insert decides, the caller asks again.
    template <class IdType>
    IdType at(Timestamp when) {
        return IdType{value_at(when)};
    }

  private:
    std::int64_t next_value(Timestamp now);
    std::int64_t value_at(Timestamp when);

    unsigned node_;
    std::atomic<std::int64_t> last_{0};  // milliseconds << 10 | sequence
};

constexpr Timestamp time_of_id(std::int64_t snowflake) {
    return from_milliseconds(snowflake >> 16);
}

}  // namespace collegium

template <class Tag>
struct std::hash<collegium::Id<Tag>> {
    std::size_t operator()(collegium::Id<Tag> id) const { return std::hash<std::int64_t>{}(id.value); }
};
