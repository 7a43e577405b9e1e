#include "bench/phases.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "bench/driver.hpp"
#include "core/url.hpp"

namespace collegium::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view remote_posts = "SELECT COUNT(*) FROM post WHERE local = 0";

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Rounds {
    std::vector<double> rates;
    std::vector<double> microseconds;  // of the server's processor time for one unit

    void add(double units, double seconds, double processor_seconds) {
        rates.push_back(units / seconds);
        microseconds.push_back(processor_seconds * 1e6 / units);
    }
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const Bench& bench, const std::string& what, const Rounds& rounds, const std::string& more) {
    const auto [least, most] = std::minmax_element(rounds.rates.begin(), rounds.rates.end());
    std::printf("%-10s | %-34s | %7.0f/s | %.0f to %.0f | %5.0f us | %s\n", bench.instance.options().engine.c_str(),
                what.c_str(), median(rounds.rates), *least, *most, median(rounds.microseconds), more.c_str());
    std::fflush(stdout);
}

std::string latencies(const Answers& answers) {
    char text[100];
    std::snprintf(text, sizeof text, "p50 %.1f ms, p99 %.1f ms", answers.percentile(0.5), answers.percentile(0.99));
    return text;
}

Answers send_all(const Bench& bench, const std::vector<std::string>& texts, int expected) {
    Load load;
    load.port = bench.instance.options().port;
    load.connections = std::min(bench.sizes.connections, texts.size());
    load.requests = texts.size();
    load.text = [&texts](std::size_t index) -> const std::string& { return texts[index]; };
    auto answers = drive(load);
    if (answers.with_status(expected) != texts.size()) {
        std::string seen;
        for (const auto& [status, count] : answers.statuses)
            seen += " " + std::to_string(count) + "x" + std::to_string(status);
        throw std::runtime_error("not all were answered with " + std::to_string(expected) + ":" + seen);
    }
    return answers;
}

Answers repeat(const Bench& bench, const std::string& text, std::size_t requests, int expected) {
    Load load;
    load.port = bench.instance.options().port;
    load.connections = bench.sizes.connections;
    load.requests = requests;
    load.text = [&text](std::size_t) -> const std::string& { return text; };
    auto answers = drive(load);
    if (answers.with_status(expected) != requests)
        throw std::runtime_error("refused: " + text.substr(0, text.find("\r\n")));
    return answers;
}

std::string inbox_of(const Instance& instance) {
    return instance.base() + "/ap/inbox";
}

// How far the server is by its own account; what the database holds is checked when it has finished.
struct Progress {
    std::int64_t applied = 0;
    std::int64_t handled = 0;
};

Progress progress(const Instance& instance) {
    return {instance.metric("collegium_inbox_applied_total"), instance.metric("collegium_events_total")};
}

// Signed by all processors, as that takes longer than what is measured.
std::vector<std::string> signed_notes(const Bench& bench, std::size_t first, std::size_t count) {
    std::vector<std::string> texts(count);
    const std::size_t workers = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;
    for (std::size_t worker = 0; worker < workers; ++worker) {
        threads.emplace_back([&bench, &texts, worker, workers, first, count] {
            const auto& people = bench.authors.all();
            for (std::size_t index = worker; index < count; index += workers) {
                const auto& person = people[index % people.size()];
                texts[index] =
                    bench.authors.signed_post(person, inbox_of(bench.instance), People::note(person, first + index));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    return texts;
}

void follow_authors(Bench& bench) {
    for (const auto& person : bench.authors.all()) {
        const auto found =
            bench.instance.call("GET", "/api/v2/search?type=accounts&resolve=true&q=" + percent_encode(person.id()));
        const auto& accounts = found["accounts"].items();
        if (accounts.empty()) throw std::runtime_error("the server does not find " + person.id());
        bench.instance.call("POST", "/api/v1/accounts/" + accounts.front()["id"].string() + "/follow");
    }
    std::vector<std::string> accepts;
    wait_until("the authors hear of their follower", [&bench, &accepts] {
        for (const auto& follow : bench.peers.take_follows())
            accepts.push_back(bench.authors.signed_post(*follow.target, inbox_of(bench.instance),
                                                        People::accept(*follow.target, follow.id, follow.follower)));
        return accepts.size() >= bench.authors.all().size();
    });
    send_all(bench, accepts, 202);
    wait_until("the server follows", [&bench] {
        return bench.instance.count("SELECT COUNT(*) FROM follow WHERE local = 1 AND accepted = 1") >=
               static_cast<std::int64_t>(bench.authors.all().size());
    });
}

void become_followed(Bench& bench, const std::string& id) {
    std::vector<std::string> follows;
    const std::string me = bench.instance.base() + "/ap/users/" + id;
    for (const auto& person : bench.followers.all())
        follows.push_back(bench.followers.signed_post(person, inbox_of(bench.instance), People::follow(person, me)));
    const auto before = bench.peers.received();
    send_all(bench, follows, 202);
    wait_until("the followers are accepted",
               [&bench, before, &follows] { return bench.peers.received() >= before + follows.size(); });
}

std::vector<std::string> new_posts(const Bench& bench, std::size_t round) {
    std::vector<std::string> texts;
    for (std::size_t index = 0; index < bench.sizes.posts; ++index)
        texts.push_back(bench.instance.request(
            "POST", "/api/v1/statuses",
            R"({"status":"Two places left for the hard-conversations circle. Bring one real sentence you regret. )" +
                std::to_string(round) + "." + std::to_string(index) + R"(","visibility":"public"})"));
    return texts;
}

}  // namespace

void make_acquaintances(Bench& bench) {
    const auto me = bench.instance.call("GET", "/api/v1/accounts/verify_credentials");
    follow_authors(bench);
    become_followed(bench, me["id"].string());
}

void measure_empty_route(Bench& bench) {
    const std::string text = bench.instance.request("GET", "/healthz");
    Rounds rounds;
    Answers last;
    for (std::size_t round = 0; round < bench.sizes.rounds; ++round) {
        const auto before = bench.instance.processor_seconds();
        last = repeat(bench, text, bench.sizes.empty, 200);
        rounds.add(static_cast<double>(bench.sizes.empty), last.seconds, bench.instance.processor_seconds() - before);
    }
    print(bench, "requests to an empty route", rounds, latencies(last));
}

void measure_inbox(Bench& bench) {
    Rounds stored;
    std::vector<double> shown;
    Answers last;
    std::size_t made = 0;
    for (std::size_t round = 0; round <= bench.sizes.rounds; ++round) {  // the first warms up
        const auto size = round == 0 ? bench.sizes.notes / 4 : bench.sizes.notes;
        const auto texts = signed_notes(bench, made, size);
        made += size;
        const auto start = progress(bench.instance);
        const auto count = static_cast<std::int64_t>(size);
        const auto posts_before = bench.instance.count(remote_posts);
        const auto before = bench.instance.processor_seconds();
        last = send_all(bench, texts, 202);
        wait_until("everything is applied",
                   [&bench, start, count] { return progress(bench.instance).applied >= start.applied + count; });
        const auto seconds = seconds_since(last.began);
        wait_until("every event is handled",
                   [&bench, start, count] { return progress(bench.instance).handled >= start.handled + count; });
        const auto until_shown = seconds_since(last.began);
        const auto used = bench.instance.processor_seconds() - before;
        wait_until("the posts are in the database", [&bench, posts_before, count] {
            return bench.instance.count(remote_posts) - posts_before == count;
        });
        if (round == 0) continue;
        stored.add(static_cast<double>(size), seconds, used);
        shown.push_back(static_cast<double>(size) / until_shown);
    }
    char more[200];
    std::snprintf(more, sizeof more, "accepted %s; in home timelines %.0f/s", latencies(last).c_str(), median(shown));
    print(bench, "signed Create{Note} stored", stored, more);
}

void measure_home(Bench& bench) {
    const std::string text = bench.instance.request("GET", "/api/v1/timelines/home?limit=20");
    const auto page = bench.instance.call("GET", "/api/v1/timelines/home?limit=20");
    if (page.items().size() != 20) throw std::runtime_error("the home timeline has fewer than 20 posts");
    repeat(bench, text, bench.sizes.timelines / 10, 200);
    Rounds rounds;
    Answers last;
    for (std::size_t round = 0; round < bench.sizes.rounds; ++round) {
        const auto before = bench.instance.processor_seconds();
        last = repeat(bench, text, bench.sizes.timelines, 200);
        rounds.add(static_cast<double>(bench.sizes.timelines), last.seconds,
                   bench.instance.processor_seconds() - before);
    }
    const auto size = last.bytes / bench.sizes.timelines / 1024;
    print(bench, "home timelines of 20 posts", rounds, latencies(last) + ", " + std::to_string(size) + " KiB each");
}

void measure_deliveries(Bench& bench) {
    const auto hosts = bench.followers.all().size();
    Rounds rounds;
    for (std::size_t round = 0; round <= bench.sizes.rounds; ++round) {  // the first opens the connections
        const auto texts = new_posts(bench, round);
        const auto wanted = bench.peers.received() + texts.size() * hosts;
        bench.peers.forget_hosts();
        const auto before = bench.instance.processor_seconds();
        const auto began = Clock::now();
        send_all(bench, texts, 200);
        wait_until("everything is delivered", [&bench, wanted] { return bench.peers.received() >= wanted; });
        const auto seconds = seconds_since(began);
        const auto used = bench.instance.processor_seconds() - before;
        if (bench.peers.hosts_reached() != hosts) throw std::runtime_error("not all hosts were reached");
        if (round > 0) rounds.add(static_cast<double>(texts.size() * hosts), seconds, used);
    }
    if (bench.peers.unsigned_received() > 0) throw std::runtime_error("deliveries without a signature");
    print(bench, "deliveries to " + std::to_string(hosts) + " hosts", rounds,
          std::to_string(bench.sizes.posts) + " posts a round");
}

void print_memory(Bench& bench, const std::string& moment) {
    std::printf("%-10s | %-34s | %7.1f MB |\n", bench.instance.options().engine.c_str(),
                ("resident memory " + moment).c_str(), bench.instance.resident_megabytes());
    std::fflush(stdout);
}

}  // namespace collegium::bench
