#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/request_text.hpp"

namespace collegium::client {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Fetch fetch(const std::string& method, const std::string& target = "/inbox?x=1") {
    return Fetch(method, Url{"https", "peer.example", 443, target.substr(0, target.find('?')),
                             target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1), ""});
}

std::string text(const Fetch& fetch) {
    auto written = request_text(fetch, "Collegium/0");
    return written ? *written : "error: " + written.error().detail();
}

TEST(RequestText, post_carries_host_length_and_identity) {
    Fetch post = fetch("POST");
    post.headers.emplace_back("Content-Type", "application/activity+json");
    post.body = "{}";
    const auto written = text(post);
    EXPECT_THAT(written, StartsWith("POST /inbox?x=1 HTTP/1.1\r\nHost: peer.example\r\n"));
    EXPECT_THAT(written, HasSubstr("Content-Type: application/activity+json\r\n"));
    EXPECT_THAT(written, HasSubstr("User-Agent: Collegium/0\r\n"));
    EXPECT_THAT(written, HasSubstr("Accept-Encoding: identity\r\n"));
    EXPECT_THAT(written, EndsWith("Content-Length: 2\r\n\r\n{}"));
}

TEST(RequestText, get_has_no_length) {
    EXPECT_THAT(text(fetch("GET")), Not(HasSubstr("Content-Length")));
}

TEST(RequestText, port_and_v6_host_are_written_as_authority) {
    Fetch get("GET", Url{"https", "::1", 8443, "/", "", ""});
    EXPECT_THAT(text(get), HasSubstr("Host: [::1]:8443\r\n"));
}

TEST(RequestText, same_host_header_is_taken_once_and_other_refused) {
    Fetch get = fetch("GET");
    get.headers.emplace_back("Host", "peer.example");
    const auto written = text(get);
    EXPECT_EQ(written.find("Host:"), written.rfind("Host:"));
    get.headers[0].second = "victim.example";
    EXPECT_FALSE(request_text(get, "x"));
}

TEST(RequestText, line_breaks_in_headers_are_refused) {
    for (const std::string& value : {std::string("a\r\nX-Evil: 1"), std::string("a\nb"), std::string("a\rb"),
                                     std::string("a\0b", 3), std::string("\x7f")}) {
        Fetch get = fetch("GET");
        get.headers.emplace_back("X-Test", value);
        const auto written = request_text(get, "x");
        ASSERT_FALSE(written) << value;
        EXPECT_EQ(written.error().code(), Errc::bad_request);
    }
    for (const std::string name : {"", "a b", "a:", "a\r\nb", "é"}) {
        Fetch get = fetch("GET");
        get.headers.emplace_back(name, "1");
        EXPECT_FALSE(request_text(get, "x")) << name;
    }
    EXPECT_FALSE(request_text(fetch("GET", "/a b"), "x"));
    EXPECT_FALSE(request_text(fetch("GET", "/a\r\nHost: evil"), "x"));
    EXPECT_FALSE(request_text(fetch("GET / HTTP/1.1\r\nX:"), "x"));
}

TEST(RequestText, framing_headers_are_not_the_callers) {
    for (const char* name : {"Content-Length", "transfer-encoding", "Connection", "Expect", "Upgrade"}) {
        Fetch post = fetch("POST");
        post.headers.emplace_back(name, "1");
        EXPECT_FALSE(request_text(post, "x")) << name;
    }
    Fetch get = fetch("GET");
    get.headers.emplace_back("Accept-Encoding", "gzip");
    EXPECT_FALSE(request_text(get, "x"));
}

}  // namespace
}  // namespace collegium::client
