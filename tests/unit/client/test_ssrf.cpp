// The rows of security.md 1.3 that can be tried without a network: a canary listens on the loopback, and nothing
// may reach it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/metrics.hpp"
#include "unit/client/client_fixture.hpp"
#include "unit/client/loopback_server.hpp"

namespace collegium::client::test {
namespace {

void answer_all(Peer& peer) {
    while (!peer.request().empty()) peer.answer("canary");
}

config::Config closed_config() {
    config::Config config = loopback_config();
    config.federation.allow_addresses = {};
    return config;
}

std::vector<IpAddress> addresses(const std::vector<std::string>& texts) {
    std::vector<IpAddress> parsed;
    for (const auto& text : texts) parsed.push_back(*IpAddress::parse(text));
    return parsed;
}

void expect_refused(HttpClient& client, const Fetch& fetch) {
    const auto answer = ask(client, fetch);
    ASSERT_FALSE(answer) << fetch.url.text();
    EXPECT_EQ(answer.error().code(), Errc::unreachable) << fetch.url.text();
}

TEST(Ssrf, loopback_by_any_name_is_refused_without_the_allow_list) {
    LoopbackServer canary(answer_all);
    const auto client = make(closed_config());
    for (const char* host : {"127.0.0.1", "localhost", "a.localhost", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
                             "2002:7f00:1::", "0.0.0.0", "::", "127.1", "2130706433", "0177.0.0.1", "0x7f.1"}) {
        expect_refused(*client, get("http", host, canary.port()));
        expect_refused(*client, get("https", host, canary.port()));
    }
    EXPECT_EQ(canary.connections(), 0);
}

TEST(Ssrf, every_resolved_address_is_checked) {
    LoopbackServer canary(answer_all);
    ClientOptions options;
    options.lookup = [](const std::string&) -> Result<std::vector<IpAddress>> {
        return addresses({"127.0.0.1", "::ffff:127.0.0.1", "10.0.0.1", "::1", "64:ff9b::7f00:1", "fd00::1"});
    };
    const auto client = make(closed_config(), options);
    auto& refused = metrics::counter("collegium_client_refused_addresses_total", "");
    const auto before = refused.value();
    expect_refused(*client, get("https", "evil.example", 443));
    EXPECT_EQ(refused.value(), before + 6);
    EXPECT_EQ(canary.connections(), 0);
}

TEST(Ssrf, rebinding_name_is_judged_by_the_answer_that_is_dialled) {
    LoopbackServer canary(answer_all);
    std::atomic<int> lookups{0};
    config::Config config = loopback_config();
    config.federation.allow_addresses = {"127.0.0.9/32"};  // what the first answer names; nothing listens there
    ClientOptions options;
    options.gate.failures_before_pause = 1000;
    options.lookup = [&lookups](const std::string&) -> Result<std::vector<IpAddress>> {
        return addresses({lookups++ % 2 == 0 ? "127.0.0.9" : "127.0.0.1"});
    };
    const auto client = make(config, options);
    for (int i = 0; i < 200; ++i) expect_refused(*client, get("http", "rebind.example", canary.port()));
    EXPECT_EQ(lookups, 200);
    EXPECT_EQ(canary.connections(), 0);
}

TEST(Ssrf, mixed_answers_reach_only_the_allowed_address) {
    LoopbackServer good(answer_all);
    ClientOptions options;
    options.lookup = [](const std::string&) -> Result<std::vector<IpAddress>> {
        return addresses({"10.0.0.1", "169.254.169.254", "127.0.0.1"});
    };
    const auto client = make(loopback_config(), options);
    EXPECT_TRUE(ask(*client, get("http", "mixed.example", good.port())));
}

TEST(Ssrf, localhost_names_need_no_resolver) {
    LoopbackServer server(answer_all);
    ClientOptions options;
    options.lookup = [](const std::string& host) -> Result<std::vector<IpAddress>> {
        ADD_FAILURE() << "asked for " << host;
        return addresses({"127.0.0.1"});
    };
    const auto client = make(loopback_config(), options);
    EXPECT_TRUE(ask(*client, get("http", "north.localhost", server.port())));
    EXPECT_TRUE(ask(*client, get("http", "localhost", server.port())));
}

TEST(Ssrf, plain_http_is_refused_unless_the_instance_is_under_localhost) {
    LoopbackServer canary(answer_all);
    config::Config config = loopback_config();
    config.instance.domain = config.instance.web_domain = "learn.example.org";
    const auto client = make(config);
    expect_refused(*client, get("http", "peer.localhost", canary.port()));
    EXPECT_EQ(canary.connections(), 0);
}

TEST(Ssrf, odd_ports_of_public_addresses_are_refused) {
    ClientOptions options;
    options.lookup = [](const std::string&) -> Result<std::vector<IpAddress>> { return addresses({"8.8.8.8"}); };
    for (const auto& config : {closed_config(), loopback_config()}) {
        const auto client = make(config, options);
        for (const std::uint16_t port : {22, 25, 3306, 6379}) {
            expect_refused(*client, get("https", "peer.example", port));
            expect_refused(*client, get("https", "8.8.8.8", port));
        }
    }
}

TEST(Ssrf, hanging_lookup_is_a_timeout_and_holds_nothing_up) {
    std::promise<void> release;
    auto released = release.get_future().share();
    ClientOptions options;
    options.resolve = std::chrono::milliseconds(100);
    options.lookup = [released](const std::string& host) -> Result<std::vector<IpAddress>> {
        if (host == "tarpit.example") released.wait();
        return addresses({"127.0.0.1"});
    };
    LoopbackServer server(answer_all);
    auto client = make(loopback_config(), options);
    EXPECT_EQ(ask(*client, get("http", "tarpit.example", server.port())).error().code(), Errc::timeout);
    EXPECT_TRUE(ask(*client, get("http", "good.example", server.port())));
    client.reset();
    release.set_value();
}

}  // namespace
}  // namespace collegium::client::test
