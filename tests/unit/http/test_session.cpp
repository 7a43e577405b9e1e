#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

using namespace std::chrono_literals;
using test::get;
using test::Site;
using test::Wire;

TEST(Session, keep_alive_serves_many_requests_on_one_connection) {
    Site site;
    Wire wire(site.start());
    for (int index = 0; index < 5; ++index) {
        const auto answer = wire.ask(get("/hello/"));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
    }
    EXPECT_EQ(site.server->connections(), 1u);
}

TEST(Session, pipelined_requests_are_answered_in_order) {
    Site site;
    // The first answers late and from another thread.
    std::vector<std::thread> threads;
    test::add(site.router, Method::get, "/late", [&threads](Request, Respond respond) {
        threads.emplace_back([respond] {
            std::this_thread::sleep_for(50ms);
            respond(Response::text("late"));
        });
    });
    Wire wire(site.start());
    wire.send(get("/late") + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" +
              "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\n\r\n" +
              get("/hello"));
    EXPECT_EQ(wire.receive().body, "late");
    EXPECT_EQ(wire.receive().body, "abc");
    EXPECT_EQ(wire.receive().body, "de");
    EXPECT_EQ(wire.receive().body, "hello");
    for (auto& thread : threads) thread.join();
}

TEST(Session, expect_continue_is_told_to_go_on) {
    Site site;
    Wire wire(site.start());
    wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 100);
    EXPECT_EQ(wire.ask("abc").body, "abc");
}

TEST(Session, expect_continue_with_too_large_a_body_is_refused_before_it_is_sent) {
    Site site;
    Wire wire(site.start());
    const auto answer =
        wire.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(wire.closed());
}

TEST(Session, head_has_the_length_and_no_body) {
    Site site;
    Wire wire(site.start());
    wire.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = wire.receive(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "5");
    EXPECT_EQ(wire.ask(get("/hello")).body, "hello");  // no stray body before it
}

TEST(Session, body_at_the_limit_passes_and_one_more_byte_does_not) {
    Site site;
    const auto port = site.start();
    Wire fits(port);
    EXPECT_EQ(fits.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + std::string(100, 'x')).status,
              200);
    Wire exceeds(port);
    EXPECT_EQ(
        exceeds.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n" + std::string(101, 'x')).status,
        413);
}

TEST(Session, body_that_nobody_reads_does_not_become_a_request) {
    Site site;
    Wire wire(site.start());
    const std::string body = get("/hello");
    wire.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
              body);
    EXPECT_EQ(wire.receive().status, 404);
    EXPECT_EQ(wire.ask(get("/who")).status, 200);
}

TEST(Session, slow_head_is_refused) {
    auto options = test::quiet_options();
    options.head_timeout = 100ms;
    Site site(options);
    Wire wire(site.start());
    const auto answer = wire.ask("GET /hello HTTP/1.1\r\nHost:");
    EXPECT_EQ(answer.status, 408);
    EXPECT_TRUE(wire.closed());
}

TEST(Session, silent_connection_is_closed_without_a_word) {
    auto options = test::quiet_options();
    options.head_timeout = 50ms;
    options.keep_alive_timeout = 50ms;
    Site site(options);
    const auto port = site.start();
    Wire silent(port);
    EXPECT_TRUE(silent.closed());
    Wire served(port);
    EXPECT_EQ(served.ask(get("/hello")).status, 200);
    EXPECT_TRUE(served.closed());
}

TEST(Session, stalled_body_is_refused) {
    auto options = test::quiet_options();
    options.body_idle_timeout = 100ms;
    Site site(options);
    Wire wire(site.start());
    EXPECT_EQ(wire.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc").status, 408);
}

TEST(Session, dripping_body_is_refused_though_it_never_stalls) {
    auto options = test::quiet_options();
    options.body_idle_timeout = 10s;
    options.body_grace = 200ms;
    Site site(options);
    Wire wire(site.start());
    wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::atomic<bool> stop{false};
    std::thread drip([&wire, &stop] {
        while (!stop) {
            wire.send("1\r\na\r\n");
            std::this_thread::sleep_for(20ms);
        }
    });
    EXPECT_EQ(wire.receive().status, 408);
    stop = true;
    drip.join();
}

TEST(Session, action_that_never_answers_is_unavailable) {
    auto options = test::quiet_options();
    options.answer_timeout = 50ms;
    Site site(options);
    std::vector<Respond> kept;
    test::add(site.router, Method::get, "/never", [&kept](Request, Respond respond) { kept.push_back(respond); });
    Wire wire(site.start());
    const auto answer = wire.ask(get("/never"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(answer.header("Retry-After"), "");
    kept.front()(Response::text("too late"));
    EXPECT_EQ(wire.ask(get("/hello")).body, "hello");
    site.server->stop();
}

TEST(Session, action_that_throws_is_an_internal_error) {
    Site site;
    test::add(site.router, Method::get, "/broken", [](Request, Respond) { throw std::runtime_error("secret"); });
    Wire wire(site.start());
    const auto answer = wire.ask(get("/broken"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(wire.ask(get("/hello")).status, 200);
}

TEST(Session, http_1_0_closes_unless_asked_not_to) {
    Site site;
    const auto port = site.start();
    Wire plain(port);
    EXPECT_EQ(plain.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
    EXPECT_TRUE(plain.closed());
    Wire kept(port);
    const auto answer = kept.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(answer.header("Connection"), "keep-alive");
    EXPECT_EQ(kept.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
}

TEST(Session, large_answer_arrives_whole) {
    Site site;
    test::add(site.router, Method::get, "/large",
              [](Request, Respond respond) { respond(Response::text(std::string(5'000'000, 'x'))); });
    Wire wire(site.start());
    EXPECT_EQ(wire.ask(get("/large")).body.size(), 5'000'000u);
}

TEST(Server, connections_over_the_limit_are_turned_away) {
    auto options = test::quiet_options();
    options.max_connections = 1;
    Site site(options);
    const auto port = site.start();
    Wire first(port);
    EXPECT_EQ(first.ask(get("/hello")).status, 200);
    Wire second(port);
    const auto answer = second.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(answer.header("Retry-After"), "");
}

TEST(Server, stop_finishes_the_request_under_way_and_closes_idle_connections) {
    Site site;
    std::promise<Respond> asked;
    test::add(site.router, Method::get, "/slow", [&asked](Request, Respond respond) { asked.set_value(respond); });
    const auto port = site.start();
    Wire idle(port);
    EXPECT_EQ(idle.ask(get("/hello")).status, 200);
    Wire busy(port);
    busy.send(get("/slow") + get("/hello"));
    auto respond = asked.get_future().get();
    std::thread stopper([&site] { site.server->stop(); });
    EXPECT_TRUE(idle.closed());
    EXPECT_FALSE(Wire(port).connected());
    respond(Response::text("done"));
    const auto answer = busy.receive();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(busy.closed());
    stopper.join();
    EXPECT_EQ(site.server->connections(), 0u);
}

TEST(Server, stop_cuts_what_does_not_end) {
    auto options = test::quiet_options();
    options.shutdown_grace = 50ms;
    Site site(options);
    Wire wire(site.start());
    wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
    ASSERT_EQ(wire.receive().status, 100);  // so it is within a request
    site.server->stop();
    EXPECT_EQ(wire.receive().status, 0);
}

TEST(Server, several_loops_share_a_port_and_a_second_server_cannot_have_it) {
    auto options = test::quiet_options();
    options.http.threads = 3;
    Site site(options);
    const auto port = site.start();
    ASSERT_NE(port, 0);
    for (int index = 0; index < 30; ++index) EXPECT_EQ(Wire(port).ask(get("/hello")).status, 200);
    options.http.listen = {{"127.0.0.1", port}};
    Site second(options);
    EXPECT_FALSE(second.server->start());
}

TEST(Server, forwarded_headers_count_from_listed_proxies_only) {
    const auto headers =
        "X-Forwarded-For: 203.0.113.9, 198.51.100.7, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Host: learn.example.org\r\n";
    const auto request = "GET /who HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" + std::string(headers) + "\r\n";
    Site direct;
    EXPECT_EQ(Wire(direct.start()).ask(request).body, "127.0.0.1 127.0.0.1:8080 http");
    auto options = test::quiet_options();
    options.http.trusted_proxies = {"127.0.0.0/8"};
    options.hosts = {"learn.example.org"};
    Site proxied(options);
    const auto port = proxied.start();
    const auto answer = Wire(port).ask(request);
    EXPECT_EQ(answer.body, "198.51.100.7 learn.example.org https");
    EXPECT_NE(answer.header("Strict-Transport-Security"), "");
    const auto forged = "GET /who HTTP/1.1\r\nHost: learn.example.org\r\nX-Forwarded-Host: evil.example\r\n\r\n";
    EXPECT_EQ(Wire(port).ask(forged).body, "127.0.0.1 learn.example.org http");
    const auto standard = "GET /who HTTP/1.1\r\nHost: a\r\nForwarded: for=\"[2001:db8::1]:4711\";proto=https\r\n\r\n";
    EXPECT_EQ(Wire(port).ask(standard).body, "2001:db8::1 a https");
}

TEST(Server, pages_are_served_under_our_own_names_only) {
    auto options = test::quiet_options();
    options.hosts = {"learn.example.org"};
    Site site(options);
    test::add(
        site.router, Method::get, "/page", [](Request, Respond respond) { respond(Response::html("<p>ours</p>")); }, {},
        Audience::page);
    const auto port = site.start();
    EXPECT_EQ(Wire(port).ask("GET /page HTTP/1.1\r\nHost: Learn.Example.org\r\n\r\n").status, 200);
    EXPECT_EQ(Wire(port).ask("GET /page HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n").status, 421);
    EXPECT_EQ(Wire(port).ask("GET /hello HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n").status, 200);
}

}  // namespace
}  // namespace collegium::http
