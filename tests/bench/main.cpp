// The load generator of tests/bench/run.sh. It measures a server that already runs on this machine, over plain
// HTTP on the loopback interface, and ends by itself.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <string>
#include <thread>

#include "bench/phases.hpp"
#include "core/log.hpp"

namespace {

using namespace collegium;
using namespace collegium::bench;

constexpr std::size_t author_hosts = 20;
constexpr std::size_t authors_per_host = 10;
constexpr std::size_t follower_hosts = 40;
constexpr std::size_t key_pairs = 8;
constexpr auto time_to_rest = std::chrono::seconds(4);

using Options = std::map<std::string, std::string>;

Options read(int count, char** arguments) {
    Options options;
    for (int index = 1; index + 1 < count; index += 2) options[arguments[index]] = arguments[index + 1];
    return options;
}

std::size_t number(const Options& options, const std::string& name, std::size_t otherwise) {
    const auto found = options.find(name);
    return found == options.end() ? otherwise
                                  : static_cast<std::size_t>(std::strtoull(found->second.c_str(), nullptr, 10));
}

Sizes sizes_of(const Options& options) {
    Sizes sizes;
    sizes.rounds = std::max<std::size_t>(1, number(options, "--rounds", sizes.rounds));
    sizes.connections = number(options, "--connections", sizes.connections);
    sizes.notes = number(options, "--notes", sizes.notes);
    sizes.timelines = number(options, "--timelines", sizes.timelines);
    sizes.posts = number(options, "--posts", sizes.posts);
    sizes.empty = number(options, "--empty", sizes.empty);
    return sizes;
}

void run(const Options& options) {
    InstanceOptions where;
    where.engine = options.at("--engine");
    where.domain = options.at("--domain");
    where.port = static_cast<std::uint16_t>(number(options, "--port", 0));
    where.token = options.at("--token");
    where.database = options.at("--database");
    where.process = static_cast<int>(number(options, "--process", 0));
    Instance instance(std::move(where));
    const auto keys = make_keys(key_pairs);
    PeerServer peers;
    const People authors("authors", author_hosts, authors_per_host, peers.port(), keys);
    const People followers("followers", follower_hosts, 1, peers.port(), keys);
    peers.serve(authors);
    peers.serve(followers);
    Bench bench{instance, peers, authors, followers, sizes_of(options)};
    print_memory(bench, "when idle");
    make_acquaintances(bench);
    if (bench.sizes.empty > 0) measure_empty_route(bench);
    if (bench.sizes.notes > 0) measure_inbox(bench);
    if (bench.sizes.timelines > 0) measure_home(bench);
    if (bench.sizes.posts > 0) measure_deliveries(bench);
    print_memory(bench, "right after the load");
    std::this_thread::sleep_for(time_to_rest);
    print_memory(bench, "some seconds later");
}

}  // namespace

int main(int count, char** arguments) {
    try {
        run(read(count, arguments));
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "the benchmark failed: %s\n", failure.what());
        return 1;
    }
    return 0;
}
