// What a peer that reads slowly, or not at all, can make the server keep in memory.
#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "http/stream.hpp"
#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::Site;
using test::Wire;

constexpr std::size_t large = 16 * 1024 * 1024;  // more than the buffers of a socket take

void add_file(Site& site) {
    test::add(site.router, Method::get, "/file",
              [](Request, Respond respond) { respond(Response::text(std::string(large, 'x'))); });
    test::add(site.router, Method::get, "/page",
              [](Request, Respond respond) { respond(Response::text(std::string(64 * 1024, 'x'))); });
}

TEST(LargeAnswers, over_the_budget_are_refused_while_small_ones_go_out) {
    auto options = test::quiet_options();
    options.max_answer_bytes_in_flight = large;
    Site site(options);
    add_file(site);
    const auto port = site.start();
    Wire slow(port);
    slow.send(get("/file"));
    ASSERT_TRUE(slow.readable());  // its head has come, and it is read no further
    Wire other(port);
    const auto refused = other.ask(get("/file"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_FALSE(refused.header("Retry-After").empty());
    EXPECT_EQ(other.ask(get("/page")).status, 200);
    other.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(other.receive(true).status, 200);  // nothing of it is kept

    EXPECT_EQ(slow.receive().body.size(), large);
    EXPECT_EQ(slow.ask(get("/page")).status, 200);  // the file has been written, and given back
    EXPECT_EQ(other.ask(get("/file")).body.size(), large);
}

TEST(LargeAnswers, end_when_they_are_taken_too_slowly) {
    auto options = test::quiet_options();
    options.max_answer_bytes_in_flight = large;
    options.write_grace = 100ms;
    options.write_minimum_rate = 1024 * 1024 * 1024;
    Site site(options);
    add_file(site);
    const auto port = site.start();
    Wire slow(port);
    slow.send(get("/file"));
    ASSERT_TRUE(slow.readable());
    while (site.server->connections() > 0) std::this_thread::sleep_for(10ms);  // though write_timeout is far away
    EXPECT_EQ(slow.receive().status, 0);
}

TEST(LargeAnswers, pace_counts_the_whole_and_not_the_last_advance) {
    const Pace generous(30s, 1h, 1);
    EXPECT_EQ(generous.left(0), 30s);
    const Pace spent(30s, 0ms, 1024);
    EXPECT_LE(spent.left(0), 0ms);
    EXPECT_GT(spent.left(10 * 1024), 5s);
}

}  // namespace
}  // namespace collegium::http
