#include "client/address.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>

namespace collegium::client {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int width_of(IpAddress::Family family) {
    return family == IpAddress::Family::v4 ? 32 : 128;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    if (text.empty() || text.size() >= INET6_ADDRSTRLEN) return std::nullopt;
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string copy(text);
    std::array<std::uint8_t, 4> four{};
    if (inet_pton(AF_INET, copy.c_str(), four.data()) == 1) return from_v4(four);
    std::array<std::uint8_t, 16> sixteen{};
    if (inet_pton(AF_INET6, copy.c_str(), sixteen.data()) == 1) return from_v6(sixteen);
    return std::nullopt;
}

IpAddress IpAddress::from_v4(const std::array<std::uint8_t, 4>& bytes) {
    IpAddress address;
    std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
    return address;
}

IpAddress IpAddress::from_v6(const std::array<std::uint8_t, 16>& bytes) {
    IpAddress address;
    address.family_ = Family::v6;
    address.bytes_ = bytes;
    return address;
}

IpAddress IpAddress::unmapped() const {
    if (family_ == Family::v4) return *this;
    if (!std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes_.begin())) return *this;
    return from_v4({bytes_[12], bytes_[13], bytes_[14], bytes_[15]});
}

std::string IpAddress::text() const {
    char buffer[INET6_ADDRSTRLEN] = {};
    inet_ntop(family_ == Family::v4 ? AF_INET : AF_INET6, bytes_.data(), buffer, sizeof buffer);
    return buffer;
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return std::nullopt;
    Cidr cidr;
    cidr.network_ = *address;
    cidr.prefix_ = width_of(address->family());
    if (slash == std::string_view::npos) return cidr;
    const std::string_view length = text.substr(slash + 1);
    int prefix = -1;
    const auto [end, problem] = std::from_chars(length.data(), length.data() + length.size(), prefix);
    if (problem != std::errc() || end != length.data() + length.size()) return std::nullopt;
    if (prefix < 0 || prefix > cidr.prefix_) return std::nullopt;
    cidr.prefix_ = prefix;
    return cidr;
}

bool Cidr::contains(const IpAddress& address) const {
    if (address.family() != network_.family()) return false;
    const int whole = prefix_ / 8;
    if (std::memcmp(address.bytes().data(), network_.bytes().data(), static_cast<std::size_t>(whole)) != 0)
        return false;
    const int rest = prefix_ % 8;
    if (rest == 0) return true;
    const int mask = (0xff << (8 - rest)) & 0xff;
    return (address.bytes()[whole] & mask) == (network_.bytes()[whole] & mask);
}

}  // namespace collegium::client
