// What is measured. Each phase runs some rounds and prints one line: the median of the rounds, the least and the
// most, and the processor time for each unit (of the server and of PostgreSQL), which is what stays comparable on a
// machine that is shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/instance.hpp"
#include "bench/peer_server.hpp"
#include "bench/people.hpp"

namespace collegium::bench {

struct Sizes {
    std::size_t rounds = 3;
    std::size_t connections = 64;
    std::size_t notes = 4000;      // a round
    std::size_t timelines = 4000;  // a round
    std::size_t posts = 50;        // a round; times 40 hosts
    std::size_t empty = 20'000;    // a round
};

struct Bench {
    Instance& instance;
    PeerServer& peers;
    const People& authors;    // followed by the person whose token it is
    const People& followers;  // one on each host
    Sizes sizes;
};

// The person follows every author and every follower follows the person; the server fetches all their keys.
void make_acquaintances(Bench& bench);

void measure_empty_route(Bench& bench);
void measure_inbox(Bench& bench);
void measure_home(Bench& bench);
void measure_deliveries(Bench& bench);
// "idle" or "after the load".
void print_memory(Bench& bench, const std::string& moment);

}  // namespace collegium::bench
