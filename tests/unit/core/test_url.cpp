#include <gtest/gtest.h>

#include "core/url.hpp"

namespace collegium {
namespace {

TEST(Url, parts_are_taken_apart_and_put_together) {
    const auto url = parse_url("HTTPS://Learn.Example:8443/users/mina?page=1&x=%2F#top");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "https");
    EXPECT_EQ(url->host, "learn.example");
    EXPECT_EQ(url->port, 8443);
    EXPECT_EQ(url->target(), "/users/mina?page=1&x=%2F");
    EXPECT_EQ(url->fragment, "top");
    EXPECT_EQ(url->text(), "https://learn.example:8443/users/mina?page=1&x=%2F");
    EXPECT_EQ(url->origin(), "https://learn.example:8443");
}

TEST(Url, default_port_and_empty_path_are_normal_forms) {
    EXPECT_EQ(parse_url("https://learn.example:443")->text(), "https://learn.example/");
    EXPECT_EQ(parse_url("http://learn.example:80?x")->text(), "http://learn.example/?x");
    EXPECT_EQ(parse_url("https://[2001:DB8:0::1]:8080/")->authority(), "[2001:db8::1]:8080");
    EXPECT_EQ(parse_url("http://127.0.0.1:5000/")->host, "127.0.0.1");
}

TEST(Url, international_name_becomes_ascii) {
    EXPECT_EQ(parse_url("https://Schüle.example/ü")->host, "xn--schle-mva.example");
    EXPECT_EQ(parse_url("https://schule.example/ü")->target(), "/%C3%BC");
    EXPECT_EQ(normalize_domain("SCHÜLE.example"), normalize_domain("xn--schle-mva.example"));
}

// security.md SSR-04
TEST(Url, disguised_address_is_refused) {
    for (const char* host :
         {"2130706433",       "0177.0.0.1",   "0x7f.1",      "0x7f000001",  "127.1",      "127.0.1",
          "①②⑦.0.0.1",        "127。0。0。1", "127.0.0.1.",  "127.0.0.256", "127.0.0.01", "1.2.3.4.5",
          "example.0x1",      "example.1",    "localhost.",  "[::1",        "::1",        "[127.0.0.1]",
          "[fe80::1%25eth0]", "[]",           "127%2e0.0.1", "１２７.0.0.1"}) {
        EXPECT_FALSE(parse_url("http://" + std::string(host) + "/")) << host;
    }
}

// security.md ORI-10, SSR-13
TEST(Url, hostile_spelling_is_refused) {
    for (const char* text : {"",
                             "learn.example",
                             "//learn.example/",
                             "ftp://learn.example/",
                             "javascript://learn.example/%0aalert(1)",
                             "https:///x",
                             "https://",
                             "https://user@learn.example/",
                             "https://user:pass@learn.example/",
                             "https://learn.example@evil.example/",
                             "https://learn.example\\@evil.example/",
                             "https://learn.example\\.evil.example/",
                             "https://learn.example:/",
                             "https://learn.example:0/",
                             "https://learn.example:65536/",
                             "https://learn.example:+80/",
                             "https://learn.example:80:80/",
                             "https://learn.example/a b",
                             "https://learn.example/\r\nX-Injected: 1",
                             "https://learn.example/\x7f",
                             "https://learn%2eexample/",
                             "https://le arn.example/",
                             "https://-learn.example/",
                             "https://learn-.example/",
                             "https://learn..example/",
                             "https://.example/",
                             "https://learn.example./",
                             "https://a,b.example/",
                             "https://*.example/",
                             "https://learn.example/\"onload=",
                             "https://learn.example/<script>",
                             " https://learn.example/",
                             "https://learn.example/\xff",
                             "https://xn--a/",
                             "https://ex\u202eample.example/"}) {
        EXPECT_FALSE(parse_url(text)) << text;
    }
    EXPECT_FALSE(parse_url(std::string_view("https://a.example\0.b.example/", 29)));
    EXPECT_FALSE(parse_url("https://" + std::string(64, 'a') + ".example/"));
    EXPECT_FALSE(parse_url("https://learn.example/" + std::string(2048, 'a')));
}

TEST(Url, encoded_line_break_in_the_path_stays_encoded) {
    EXPECT_EQ(parse_url("https://learn.example/%0d%0aX:1")->target(), "/%0d%0aX:1");
}

TEST(Url, origin_is_scheme_host_and_port) {
    EXPECT_TRUE(same_origin("https://learn.example/a", "HTTPS://LEARN.example:443/b#c"));
    EXPECT_FALSE(same_origin("https://learn.example/", "http://learn.example/"));
    EXPECT_FALSE(same_origin("https://learn.example/", "https://learn.example:8443/"));
    EXPECT_FALSE(same_origin("https://learn.example/", "https://learn.example.evil.example/"));
    EXPECT_FALSE(same_origin("nonsense", "nonsense"));
    EXPECT_EQ(authority_of("https://Learn.Example:8443/users/mina"), "learn.example:8443");
    EXPECT_EQ(authority_of("acct:mina@learn.example"), "");
}

// security.md ORI-10
TEST(Domain, only_a_plain_domain_is_normalized) {
    EXPECT_EQ(normalize_domain("SUT.Test."), "sut.test");
    EXPECT_EQ(normalize_domain("sut.test:8443"), "sut.test:8443");
    EXPECT_EQ(normalize_domain("127.0.0.1:5000"), "127.0.0.1:5000");
    for (const char* domain :
         {"", ".", "sut/.test", "sut.test/", "sut.test@evil.test", "sut%2etest", "sut.test..", "https://sut.test",
          "sut .test", "sut.test\n", "sut\\.test", "sut.test:", "sut.test:x", "127.1"}) {
        EXPECT_EQ(normalize_domain(domain), "") << domain;
    }
}

TEST(Percent, encoding_goes_both_ways_and_malformed_escapes_stay) {
    EXPECT_EQ(percent_encode("a b/ü~"), "a%20b%2F%C3%BC~");
    EXPECT_EQ(percent_decode("a%20b%2F%c3%bc~"), "a b/ü~");
    EXPECT_EQ(percent_decode("100%, %zz %4"), "100%, %zz %4");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
}

}  // namespace
}  // namespace collegium
