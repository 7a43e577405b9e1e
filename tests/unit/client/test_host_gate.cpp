#include <gtest/gtest.h>

#include "client/host_gate.hpp"

namespace collegium::client {
namespace {

using Admission = HostGate::Admission;
using std::chrono::seconds;

const HostGate::TimePoint start = HostGate::TimePoint() + std::chrono::hours(1);

std::shared_ptr<HostGate::Waiter> waiter(const std::string& host) {
    return std::make_shared<HostGate::Waiter>(host);
}

TEST(HostGate, fifth_for_a_host_waits_until_one_leaves) {
    HostGate gate{GateLimits()};
    for (int i = 0; i < 4; ++i) EXPECT_EQ(gate.enter(waiter("a"), start), Admission::entered);
    const auto fifth = waiter("a");
    int woken = 0;
    fifth->wake = [&woken] { ++woken; };
    EXPECT_EQ(gate.enter(fifth, start), Admission::waits);
    EXPECT_EQ(gate.enter(waiter("b"), start), Admission::entered);
    EXPECT_FALSE(fifth->admitted);
    gate.leave("a", start);
    EXPECT_TRUE(fifth->admitted);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(gate.active(), 5u);
}

TEST(HostGate, total_is_shared_by_all_hosts) {
    GateLimits limits;
    limits.total = 2;
    HostGate gate{limits};
    EXPECT_EQ(gate.enter(waiter("a"), start), Admission::entered);
    EXPECT_EQ(gate.enter(waiter("b"), start), Admission::entered);
    const auto third = waiter("c");
    EXPECT_EQ(gate.enter(third, start), Admission::waits);
    gate.leave("a", start);
    EXPECT_TRUE(third->admitted);
}

TEST(HostGate, given_up_wait_takes_no_place) {
    GateLimits limits;
    limits.per_host = 1;
    limits.waiting_per_host = 1;
    HostGate gate{limits};
    EXPECT_EQ(gate.enter(waiter("a"), start), Admission::entered);
    const auto second = waiter("a");
    EXPECT_EQ(gate.enter(second, start), Admission::waits);
    EXPECT_EQ(gate.enter(waiter("a"), start), Admission::full);
    gate.give_up(second);
    gate.leave("a", start);
    EXPECT_FALSE(second->admitted);
    EXPECT_EQ(gate.active(), 0u);
    EXPECT_EQ(gate.known_hosts(), 0u);
}

TEST(HostGate, failures_in_a_row_pause_a_host_for_growing_times) {
    HostGate gate{GateLimits()};
    gate.connection_failed("a", start);
    gate.connection_failed("a", start);
    EXPECT_FALSE(gate.is_paused("a", start));
    gate.connection_failed("a", start);
    EXPECT_EQ(gate.enter(waiter("a"), start + seconds(9)), Admission::paused);
    EXPECT_EQ(gate.enter(waiter("b"), start), Admission::entered);
    EXPECT_EQ(gate.enter(waiter("a"), start + seconds(10)), Admission::entered);
    gate.connection_failed("a", start + seconds(10));
    EXPECT_TRUE(gate.is_paused("a", start + seconds(29)));
    EXPECT_FALSE(gate.is_paused("a", start + seconds(30)));
    for (int i = 0; i < 40; ++i) gate.connection_failed("a", start);
    EXPECT_FALSE(gate.is_paused("a", start + seconds(300)));
}

TEST(HostGate, success_ends_a_pause) {
    HostGate gate{GateLimits()};
    for (int i = 0; i < 3; ++i) gate.connection_failed("a", start);
    gate.connected("a");
    EXPECT_EQ(gate.enter(waiter("a"), start), Admission::entered);
}

TEST(HostGate, memory_of_hosts_is_bounded) {
    GateLimits limits;
    limits.hosts = 100;
    HostGate gate{limits};
    EXPECT_EQ(gate.enter(waiter("kept"), start), Admission::entered);
    for (int i = 0; i < 1000; ++i) {
        const std::string host = std::to_string(i);
        gate.enter(waiter(host), start);
        for (int k = 0; k < 3; ++k) gate.connection_failed(host, start);
        gate.leave(host, start);
    }
    EXPECT_LE(gate.known_hosts(), 101u);
    EXPECT_EQ(gate.active(), 1u);
}

}  // namespace
}  // namespace collegium::client
