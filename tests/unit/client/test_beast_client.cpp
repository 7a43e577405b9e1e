#include <boost/asio/awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/await.hpp"
#include "core/metrics.hpp"
#include "runtime/loop.hpp"
#include "runtime/spawn.hpp"
#include "unit/client/client_fixture.hpp"
#include "unit/client/loopback_server.hpp"

namespace collegium::client::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr const char* host = "peer.localhost";

void answer_all(Peer& peer) {
    for (auto request = peer.request(); !request.empty(); request = peer.request()) peer.answer(request);
}

ClientOptions quick() {
    ClientOptions options;
    options.connect = options.handshake = options.resolve = options.first_byte = milliseconds(300);
    options.total = milliseconds(1'000);
    return options;
}

Result<Answer> ask_once(const LoopbackServer& server, const ClientOptions& options = ClientOptions()) {
    const auto client = make(loopback_config(), options);
    return ask(*client, get("http", host, server.port()));
}

TEST(BeastClient, get_reaches_a_server_and_reads_its_answer) {
    LoopbackServer server(answer_all);
    const auto client = make(loopback_config());
    Fetch fetch = get("http", host, server.port(), "/users/grace");
    fetch.headers.emplace_back("Accept", "application/activity+json");
    const auto answer = ask(*client, fetch);
    ASSERT_TRUE(answer) << answer.error().detail();
    EXPECT_EQ(answer->status, 200);
    EXPECT_THAT(answer->body,
                HasSubstr("GET /users/grace HTTP/1.1\r\nHost: peer.localhost:" + std::to_string(server.port())));
    EXPECT_THAT(answer->body, HasSubstr("Accept: application/activity+json\r\n"));
    EXPECT_THAT(answer->body, HasSubstr("User-Agent: Collegium/"));
    EXPECT_THAT(answer->body, HasSubstr(" (+http://learn.localhost"));
}

TEST(BeastClient, post_carries_a_large_body) {
    LoopbackServer server(answer_all);
    const auto client = make(loopback_config());
    Fetch post("POST", Url{"http", host, server.port(), "/inbox", "", ""});
    post.body = std::string(500'000, 'b');
    const auto answer = ask(*client, post);
    ASSERT_TRUE(answer) << answer.error().detail();
    EXPECT_GT(answer->body.size(), 500'000u);
}

TEST(BeastClient, kept_alive_connection_serves_the_next_request) {
    LoopbackServer server(answer_all);
    const auto client = make(loopback_config());
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(ask(*client, get("http", host, server.port())));
    EXPECT_EQ(server.connections(), 1);
}

TEST(BeastClient, at_most_four_connections_to_one_host) {
    std::atomic<int> running{0};
    std::atomic<int> most{0};
    LoopbackServer server([&running, &most](Peer& peer) {
        while (!peer.request().empty()) {
            most = std::max(most.load(), ++running);
            std::this_thread::sleep_for(milliseconds(20));
            --running;
            peer.answer("x");
        }
    });
    const auto client = make(loopback_config());
    std::vector<std::future<Result<Answer>>> answers;
    for (int i = 0; i < 32; ++i) {
        auto promise = std::make_shared<std::promise<Result<Answer>>>();
        answers.push_back(promise->get_future());
        client->send(get("http", host, server.port()),
                     [promise](Result<Answer> answer) { promise->set_value(answer); });
    }
    for (auto& answer : answers) EXPECT_TRUE(answer.get());
    EXPECT_LE(server.connections(), 4);
    EXPECT_LE(most, 4);
}

TEST(BeastClient, stale_kept_connection_is_replaced_once) {
    // Reads the second request and closes without a byte, as a server does whose idle time ran out just then.
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.answer("first");
        if (peer.number() > 0) return answer_all(peer);
        peer.request();
    });
    const auto client = make(loopback_config());
    ASSERT_TRUE(ask(*client, get("http", host, server.port())));
    const auto second = ask(*client, get("http", host, server.port()));
    ASSERT_TRUE(second) << second.error().detail();
    EXPECT_EQ(second->body, "first");
    EXPECT_EQ(server.connections(), 2);
}

TEST(BeastClient, closed_idle_connection_is_not_used) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.answer("only");
    });
    const auto client = make(loopback_config());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(ask(*client, get("http", host, server.port())));
    EXPECT_EQ(server.connections(), 3);
}

TEST(BeastClient, half_an_answer_on_a_kept_connection_is_not_tried_again) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.answer("first");
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Len");
    });
    const auto client = make(loopback_config());
    ASSERT_TRUE(ask(*client, get("http", host, server.port())));
    const auto second = ask(*client, get("http", host, server.port()));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), Errc::bad_upstream);
    EXPECT_EQ(server.connections(), 1);
}

TEST(BeastClient, silent_server_is_a_timeout) {
    LoopbackServer server([](Peer& peer) { peer.wait_for_end(); });
    const auto answer = ask_once(server, quick());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::timeout);
}

TEST(BeastClient, dripping_server_is_a_timeout) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (peer.send("x")) std::this_thread::sleep_for(milliseconds(20));
    });
    const auto answer = ask_once(server, quick());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::timeout);
}

TEST(BeastClient, deadline_of_a_fetch_shortens_the_whole) {
    LoopbackServer server([](Peer& peer) { peer.wait_for_end(); });
    const auto client = make(loopback_config());
    Fetch fetch = get("http", host, server.port());
    fetch.deadline = milliseconds(100);
    EXPECT_EQ(ask(*client, fetch).error().code(), Errc::timeout);
}

TEST(BeastClient, endless_body_is_too_large) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\n\r\n");
        while (peer.send(std::string(65536, 'x'))) {
        }
    });
    const auto answer = ask_once(server);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::too_large);
}

TEST(BeastClient, garbage_is_bad_upstream) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.send("220 mail.example ESMTP\r\n");
    });
    const auto answer = ask_once(server);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::bad_upstream);
}

TEST(BeastClient, reset_in_a_close_delimited_body_is_an_error) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\n\r\nhalf");
        std::this_thread::sleep_for(milliseconds(50));
        peer.reset();
    });
    const auto answer = ask_once(server);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code(), Errc::bad_upstream);
}

TEST(BeastClient, redirect_is_reported_not_followed) {
    LoopbackServer server([](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    });
    const auto answer = ask_once(server);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(answer->header("location"), "http://127.0.0.1:1/");
    EXPECT_EQ(server.connections(), 1);
}

TEST(BeastClient, early_refusal_of_a_body_is_an_answer) {
    LoopbackServer server([](Peer& peer) {
        peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        peer.finish();
        peer.wait_for_end();
    });
    const auto client = make(loopback_config());
    Fetch post("POST", Url{"http", host, server.port(), "/inbox", "", ""});
    post.body = "{}";
    const auto answer = ask(*client, post);
    ASSERT_TRUE(answer) << answer.error().detail();
    EXPECT_EQ(answer->status, 413);
}

TEST(BeastClient, refused_connection_is_unreachable_and_then_paused) {
    std::uint16_t port = 0;
    {
        LoopbackServer server(answer_all);
        port = server.port();
    }
    const auto client = make(loopback_config());
    for (int i = 0; i < 3; ++i)
        EXPECT_THAT(ask(*client, get("http", host, port)).error().detail(), HasSubstr("connect"));
    const auto fourth = ask(*client, get("http", host, port));
    EXPECT_EQ(fourth.error().code(), Errc::unreachable);
    EXPECT_THAT(fourth.error().detail(), HasSubstr("paused"));
}

TEST(BeastClient, line_break_in_a_header_never_leaves) {
    LoopbackServer server(answer_all);
    const auto client = make(loopback_config());
    Fetch fetch = get("http", host, server.port());
    fetch.headers.emplace_back("Accept", "a\r\nX-Evil: 1");
    EXPECT_EQ(ask(*client, fetch).error().code(), Errc::bad_request);
    EXPECT_EQ(server.connections(), 0);
}

TEST(BeastClient, destruction_answers_what_is_open) {
    LoopbackServer server([](Peer& peer) { peer.wait_for_end(); });
    auto client = make(loopback_config());
    std::vector<std::future<Result<Answer>>> answers;
    for (int i = 0; i < 8; ++i) {
        auto promise = std::make_shared<std::promise<Result<Answer>>>();
        answers.push_back(promise->get_future());
        client->send(get("http", host, server.port()),
                     [promise](Result<Answer> answer) { promise->set_value(answer); });
    }
    client.reset();
    for (auto& answer : answers) EXPECT_EQ(answer.get().error().code(), Errc::unavailable);
}

boost::asio::awaitable<void> fetch_twice(HttpClient& client, Fetch what, std::promise<int>& done) {
    Fetch again = what;
    const auto first = co_await fetch(client, std::move(what));
    const auto second = co_await fetch(client, std::move(again));
    done.set_value(first && second ? first->status + second->status : 0);
}

TEST(Await, fetch_resumes_the_coroutine_with_the_answer) {
    LoopbackServer server(answer_all);
    const auto client = make(loopback_config());
    runtime::Loop loop("test");
    loop.start();
    std::promise<int> done;
    Fetch what = get("http", host, server.port());
    runtime::spawn(loop, "fetch twice", fetch_twice(*client, what, done));
    EXPECT_EQ(done.get_future().get(), 400);
}

}  // namespace
}  // namespace collegium::client::test
