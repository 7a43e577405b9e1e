// IP addresses and address blocks as plain values: parsed strictly, compared bit by bit. It knows no policy
// (address_guard.hpp) and opens no socket.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace collegium::client {

class IpAddress {
  public:
    enum class Family { v4, v6 };

    // Four decimal numbers without leading zeros, or RFC 4291 text without brackets and zone.
    static std::optional<IpAddress> parse(std::string_view text);
    static IpAddress from_v4(const std::array<std::uint8_t, 4>& bytes);
    static IpAddress from_v6(const std::array<std::uint8_t, 16>& bytes);

    Family family() const { return family_; }
    // Network order; an IPv4 address fills the first four.
    const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    // ::ffff:a.b.c.d as a.b.c.d: the kernel connects to the same place. Everything else stays.
    IpAddress unmapped() const;
    std::string text() const;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;

  private:
    Family family_ = Family::v4;
    std::array<std::uint8_t, 16> bytes_{};
};

class Cidr {
  public:
    // "10.0.0.0/8", "fd00::/8"; a bare address is a block of one.
    static std::optional<Cidr> parse(std::string_view text);
    // Families never match each other: unmap first.
    bool contains(const IpAddress& address) const;

  private:
    IpAddress network_;
    int prefix_ = 0;
};

}  // namespace collegium::client
