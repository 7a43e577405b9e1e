// Where a request ends, decided by our own reading of its raw bytes before Beast's is believed: the Boost
// of Debian 12 has published request-smuggling faults (security.md 1.12, PRX-01; RFC 9112 sections 2, 5, 6).
// Everything that two programs could read in two ways is refused. It knows bytes, not meaning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace collegium::http::framing {

inline constexpr std::size_t max_head = 16 * 1024;
inline constexpr std::size_t max_fields = 100;
inline constexpr std::size_t max_target = 8 * 1024;

// Answered with `status`, and the connection closes: what follows can no longer be trusted.
struct Refusal {
    int status;
    const char* reason;
};

enum class Body { none, length, chunked };

struct Frame {
    std::string method;
    std::string target;  // absolute form ("http://host/path") reduced to origin form
    bool http_1_0 = false;
    Body body = Body::none;
    std::uint64_t length = 0;
    std::size_t fields = 0;
};

// How many bytes the head of the first request takes, its empty line included; 0 while more is needed.
// `seen` is how much of `input` earlier calls have looked at. A bare line feed is refused at once.
std::variant<std::size_t, Refusal> find_head(std::string_view input, std::size_t seen);

// `head` as measured by find_head.
std::variant<Frame, Refusal> check_head(std::string_view head);

}  // namespace collegium::http::framing
