// Sends requests over kept-alive connections, one under way on each, and takes the time of every answer. One
// thread, as the server shares the machine. The requests are ready texts, so that making them is not measured.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace collegium::bench {

struct Load {
    std::uint16_t port = 0;
    std::size_t connections = 64;
    std::size_t requests = 0;
    std::function<const std::string&(std::size_t index)> text;
    std::chrono::seconds longest{120};  // then it gives up
};

struct Answers {
    std::chrono::steady_clock::time_point began;
    double seconds = 0;
    std::size_t bytes = 0;
    std::size_t connections_lost = 0;
    std::map<int, std::size_t> statuses;
    std::vector<double> milliseconds;  // sorted

    std::size_t count() const { return milliseconds.size(); }
    std::size_t with_status(int status) const;
    double per_second() const { return static_cast<double>(count()) / seconds; }
    double percentile(double share) const;
};

// Throws std::runtime_error when the time is over before the last answer.
Answers drive(const Load& load);

}  // namespace collegium::bench
