#include "http/client_address.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

#include "core/strings.hpp"

namespace collegium::http {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

std::optional<Bytes> parse_bytes(std::string_view text) {
    const std::string copy(text.substr(0, 64));
    Bytes bytes{};
    if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
    std::array<std::uint8_t, 4> four{};
    if (inet_pton(AF_INET, copy.c_str(), four.data()) != 1) return std::nullopt;
    bytes[10] = bytes[11] = 0xff;
    std::copy(four.begin(), four.end(), bytes.begin() + 12);
    return bytes;
}

bool is_v4(const Bytes& bytes) {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) && bytes[10] == 0xff &&
           bytes[11] == 0xff;
}

std::string text_of(const Bytes& bytes) {
    char text[INET6_ADDRSTRLEN] = {};
    if (is_v4(bytes))
        inet_ntop(AF_INET, bytes.data() + 12, text, sizeof text);
    else
        inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
    return text;
}

// "for=" or "proto=" of every element of a Forwarded header, in order.
std::vector<std::string> forwarded_values(const Request& request, std::string_view wanted) {
    std::vector<std::string> values;
    for (const auto& [name, value] : request.headers) {
        if (name != "forwarded") continue;
        for (const auto element : strings::split(value, ',')) {
            for (const auto parameter : strings::split(element, ';')) {
                const auto pair = strings::trim(parameter);
                const auto equals = pair.find('=');
                if (equals == std::string_view::npos || !strings::equals_ignoring_case(pair.substr(0, equals), wanted))
                    continue;
                auto text = pair.substr(equals + 1);
                if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
                    text = text.substr(1, text.size() - 2);
                values.emplace_back(text);
            }
        }
    }
    return values;
}

std::vector<std::string> listed_values(const Request& request, std::string_view wanted) {
    std::vector<std::string> values;
    for (const auto& [name, value] : request.headers) {
        if (name != wanted) continue;
        for (const auto item : strings::split(value, ',')) values.emplace_back(strings::trim(item));
    }
    return values;
}

bool is_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_';
    });
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto bytes = parse_bytes(text.substr(0, slash));
    if (!bytes) return std::nullopt;
    Network network;
    network.bytes_ = *bytes;
    if (slash == std::string_view::npos) return network;
    const auto digits = text.substr(slash + 1);
    int prefix = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    const bool v4 = text.find(':') == std::string_view::npos;
    if (error != std::errc() || end != digits.data() + digits.size() || prefix < 0 || prefix > (v4 ? 32 : 128))
        return std::nullopt;
    network.prefix_ = v4 ? prefix + 96 : prefix;
    return network;
}

bool Network::contains(std::string_view address) const {
    const auto bytes = parse_bytes(address);
    if (!bytes) return false;
    for (int bit = 0; bit < prefix_; bit += 8) {
        const auto index = static_cast<std::size_t>(bit / 8);
        const int kept = std::min(8, prefix_ - bit);
        const auto mask = static_cast<std::uint8_t>(0xff << (8 - kept));
        if (((*bytes)[index] ^ bytes_[index]) & mask) return false;
    }
    return true;
}

std::optional<std::string> normalize_address(std::string_view text) {
    if (!text.empty() && text.front() == '[') {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        text = text.substr(1, end - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));  // IPv4 with a port, as some proxies write it
    }
    text = text.substr(0, text.find('%'));
    const auto bytes = parse_bytes(text);
    if (!bytes) return std::nullopt;
    return text_of(*bytes);
}

bool is_loopback(std::string_view address) {
    static const auto four = *Network::parse("127.0.0.0/8");
    static const auto six = *Network::parse("::1");
    return four.contains(address) || six.contains(address);
}

std::string client_key(std::string_view address) {
    auto bytes = parse_bytes(address);
    if (!bytes || is_v4(*bytes)) return std::string(address);
    std::fill(bytes->begin() + 8, bytes->end(), std::uint8_t{0});
    return text_of(*bytes) + "/64";
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& cidrs, std::vector<std::string> hosts)
    : hosts_(std::move(hosts)) {
    for (const auto& cidr : cidrs)
        if (auto network = Network::parse(cidr)) networks_.push_back(*network);
}

bool TrustedProxies::contains(std::string_view address) const {
    return std::any_of(networks_.begin(), networks_.end(),
                       [address](const Network& network) { return network.contains(address); });
}

std::string TrustedProxies::client_of(const Request& request) const {
    auto chain = listed_values(request, "x-forwarded-for");
    if (chain.empty()) chain = forwarded_values(request, "for");
    std::string client = request.remote_address;
    for (auto hop = chain.rbegin(); hop != chain.rend(); ++hop) {
        const auto address = normalize_address(*hop);
        if (!address) break;  // "unknown" or nonsense: the last proxy is all we know
        client = *address;
        if (!contains(client)) break;
    }
    return client;
}

void TrustedProxies::apply(Request& request) const {
    if (!contains(request.remote_address)) return;
    request.remote_address = client_of(request);
    auto schemes = listed_values(request, "x-forwarded-proto");
    if (schemes.empty()) schemes = forwarded_values(request, "proto");
    if (!schemes.empty()) request.secure = strings::equals_ignoring_case(schemes.back(), "https");
    auto hosts = listed_values(request, "x-forwarded-host");
    if (hosts.empty()) hosts = forwarded_values(request, "host");
    if (!hosts.empty()) {
        const auto host = strings::lower(hosts.back());
        if (std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end()) request.host = host;
    }
    const auto id = request.header("x-request-id");
    if (is_request_id(id)) request.id = id;
}

}  // namespace collegium::http
