#include <gtest/gtest.h>

#include "http/sign_in_guard.hpp"
#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

using Outcome = SignInGuard::Outcome;

const Timestamp noon = from_milliseconds(1'790'000'000'000);
const std::string home = "192.0.2.1";

// Whether the attempt was looked at.
bool attempt(SignInGuard& guard, const std::string& name, const std::string& address, Outcome outcome,
             Timestamp now = noon) {
    const auto entered = guard.enter(name, address, now);
    if (!entered.wait) guard.leave(entered, outcome, now);
    return !entered.wait;
}

std::string elsewhere(int number) {
    return "198.51." + std::to_string(number / 250) + "." + std::to_string(number % 250);
}

TEST(SignInGuard, ten_wrong_passwords_close_a_name_for_five_minutes_from_everywhere) {
    SignInGuard guard;
    for (int index = 0; index < 10; ++index)
        EXPECT_TRUE(attempt(guard, "maya", elsewhere(index), Outcome::wrong, noon + std::chrono::seconds(index)));
    const auto refused = guard.enter("maya", elsewhere(99), noon + std::chrono::seconds(60));
    EXPECT_EQ(refused.wait, std::chrono::seconds(240));
    for (const auto* same : {"Maya", " @maya ", "MAYA"})
        EXPECT_FALSE(attempt(guard, same, elsewhere(98), Outcome::right, noon + std::chrono::seconds(60))) << same;
    EXPECT_TRUE(attempt(guard, "tom", elsewhere(99), Outcome::wrong));
    EXPECT_TRUE(attempt(guard, "maya", elsewhere(99), Outcome::right, noon + std::chrono::minutes(5)))
        << "refused attempts do not make it longer";
}

TEST(SignInGuard, thirty_wrong_passwords_close_an_address_whatever_the_names) {
    SignInGuard guard;
    for (int index = 0; index < 30; ++index)
        EXPECT_TRUE(attempt(guard, "person" + std::to_string(index), home, Outcome::wrong));
    EXPECT_FALSE(attempt(guard, "another", home, Outcome::right));
    EXPECT_TRUE(attempt(guard, "another", "192.0.2.2", Outcome::right));
    EXPECT_TRUE(attempt(guard, "another", home, Outcome::right, noon + std::chrono::minutes(5)));
}

TEST(SignInGuard, right_passwords_are_not_counted) {
    SignInGuard guard;
    for (int index = 0; index < 200; ++index) EXPECT_TRUE(attempt(guard, "maya", home, Outcome::right));
    for (int index = 0; index < 200; ++index) EXPECT_TRUE(attempt(guard, "tom", home, Outcome::undecided));
    EXPECT_EQ(guard.entries(), 1u) << "that maya was here";
}

TEST(SignInGuard, guesses_of_strangers_do_not_close_an_address_where_the_owner_signed_in) {
    SignInGuard guard;
    EXPECT_TRUE(attempt(guard, "maya", home, Outcome::right));
    for (int index = 0; index < 20; ++index) attempt(guard, "maya", elsewhere(index), Outcome::wrong);
    EXPECT_FALSE(attempt(guard, "maya", elsewhere(50), Outcome::right));
    EXPECT_TRUE(attempt(guard, "maya", home, Outcome::right));
    for (int index = 0; index < 10; ++index) EXPECT_TRUE(attempt(guard, "maya", home, Outcome::wrong));
    EXPECT_FALSE(attempt(guard, "maya", home, Outcome::wrong)) << "it has a count of its own";
}

TEST(SignInGuard, attempts_under_way_count_until_they_are_decided) {
    SignInGuard guard;
    std::vector<SignInGuard::Attempt> running;
    for (int index = 0; index < 10; ++index) running.push_back(guard.enter("maya", elsewhere(index), noon));
    EXPECT_TRUE(guard.enter("maya", elsewhere(10), noon).wait);
    for (const auto& one : running) guard.leave(one, Outcome::undecided, noon);
    EXPECT_EQ(guard.entries(), 0u);
    EXPECT_FALSE(guard.enter("maya", elsewhere(10), noon).wait);
}

TEST(SignInGuard, memory_is_bounded_whatever_is_tried) {
    SignInGuard guard(100);
    for (int index = 0; index < 5000; ++index)
        attempt(guard, std::string(100, 'x') + std::to_string(index), elsewhere(index), Outcome::wrong);
    EXPECT_EQ(guard.entries(), 100u);
}

// From outside, with the general limit off.
TEST(SignInGuard, refusal_is_a_page_that_says_when_to_come_back) {
    test::Site site;
    RouteOptions options;
    options.tried_name = "login";
    test::add(
        site.router, Method::post, "/sign-in",
        [](Request request, Respond respond) {
            respond(Response::html("<p>", request.parameters()["password"].string() == "right" ? 200 : 422));
        },
        options, Audience::page);
    test::Wire wire(site.start());
    const auto sign_in = [&wire](const std::string& body) {
        return wire.ask(
            "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
    };
    for (int index = 0; index < 40; ++index) EXPECT_EQ(sign_in("login=tom&password=right").status, 200);
    for (int index = 0; index < 10; ++index) EXPECT_EQ(sign_in("login=maya&password=wrong").status, 422);
    const auto refused = sign_in("login=maya&password=right");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_NE(refused.body.find("Too many failed attempts to sign in. Try again in 5 minutes."), std::string::npos);
    const auto wait = std::stoi(refused.header("Retry-After"));
    EXPECT_GT(wait, 200);
    EXPECT_LE(wait, 300);
    EXPECT_EQ(sign_in("login=tom&password=right").status, 200);
}

}  // namespace
}  // namespace collegium::http
