#include <gtest/gtest.h>

#include "client/address_guard.hpp"

namespace collegium::client {
namespace {

AddressGuard guard(const std::vector<std::string>& allow = {}, PlainHttp plain_http = PlainHttp::refused) {
    return *AddressGuard::make(allow, plain_http);
}

Url url(const std::string& text) {
    auto parsed = parse_url(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : Url{};
}

Url to(const std::string& host, std::uint16_t port = 443, const std::string& scheme = "https") {
    return Url{scheme, host, port, "/", "", ""};
}

TEST(AddressGuard, special_v4_is_not_public) {
    for (const char* text :
         {"0.0.0.0",         "0.1.2.3",        "10.0.0.1",        "10.255.255.255",  "100.64.0.1",
          "100.127.255.255", "127.0.0.1",      "127.255.255.254", "169.254.169.254", "172.16.0.1",
          "172.31.255.255",  "192.0.0.1",      "192.0.0.171",     "192.0.2.1",       "192.31.196.1",
          "192.52.193.1",    "192.88.99.1",    "192.168.0.1",     "192.175.48.1",    "198.18.0.1",
          "198.19.255.255",  "198.51.100.7",   "203.0.113.9",     "224.0.0.1",       "239.255.255.255",
          "240.0.0.1",       "255.255.255.255"}) {
        EXPECT_FALSE(AddressGuard::is_public(*IpAddress::parse(text))) << text;
    }
}

TEST(AddressGuard, neighbours_of_special_v4_are_public) {
    for (const char* text : {"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
                             "128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.1.1",
                             "198.17.255.255", "198.20.0.0", "203.0.112.1", "223.255.255.255", "8.8.8.8"}) {
        EXPECT_TRUE(AddressGuard::is_public(*IpAddress::parse(text))) << text;
    }
}

TEST(AddressGuard, special_v6_is_not_public) {
    for (const char* text : {"::",
                             "::1",
                             "::127.0.0.1",
                             "::8.8.8.8",
                             "::ffff:127.0.0.1",
                             "::ffff:7f00:1",
                             "::ffff:10.0.0.1",
                             "::ffff:169.254.169.254",
                             "::ffff:0.0.0.0",
                             "::ffff:0:7f00:1",
                             "64:ff9b::7f00:1",
                             "64:ff9b::808:808",
                             "64:ff9b:1::1",
                             "64:ff9b:1::7f00:1",
                             "100::1",
                             "100:0:0:1::1",
                             "2001::1",
                             "2001:0:7f00:1::",
                             "2001:2::1",
                             "2001:10::1",
                             "2001:20::1",
                             "2001:1ff::1",
                             "2001:db8::1",
                             "2002:7f00:1::",
                             "2002:a00:1::1",
                             "2002:808:808::1",
                             "2620:4f:8000::1",
                             "3fff::1",
                             "3fff:fff::1",
                             "4000::1",
                             "5f00::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1",
                             "ff0e::1",
                             "1::1",
                             "e000::1"}) {
        const auto address = IpAddress::parse(text);
        ASSERT_TRUE(address) << text;
        EXPECT_FALSE(AddressGuard::is_public(*address)) << text;
    }
}

TEST(AddressGuard, ordinary_v6_is_public) {
    for (const char* text : {"2606:4700::1111", "2a01:4f8::1", "2001:4860:4860::8888", "2001:200::1", "2003::1",
                             "2620:4f:7fff::1", "3ffe::1", "::ffff:8.8.8.8"}) {
        EXPECT_TRUE(AddressGuard::is_public(*IpAddress::parse(text))) << text;
    }
}

TEST(IpAddress, odd_spellings_do_not_parse) {
    for (const char* text : {"", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "127.1", "127.0.0.01", "1.2.3.4.5", "1.2.3",
                             " 1.2.3.4", "1.2.3.4 ", "256.1.1.1", "fe80::1%eth0", "[::1]", ":::", "1.2.3.4/8"}) {
        EXPECT_FALSE(IpAddress::parse(text)) << text;
    }
}

TEST(IpAddress, text_reads_back) {
    EXPECT_EQ(IpAddress::parse("192.0.2.7")->text(), "192.0.2.7");
    EXPECT_EQ(IpAddress::parse("2001:DB8:0:0::5")->text(), "2001:db8::5");
    EXPECT_EQ(IpAddress::parse("::ffff:1.2.3.4")->unmapped(), *IpAddress::parse("1.2.3.4"));
    EXPECT_NE(IpAddress::parse("::1.2.3.4")->unmapped(), *IpAddress::parse("1.2.3.4"));
}

TEST(Cidr, contains_up_to_its_edges) {
    const auto block = Cidr::parse("172.16.0.0/12");
    ASSERT_TRUE(block);
    EXPECT_TRUE(block->contains(*IpAddress::parse("172.31.255.255")));
    EXPECT_FALSE(block->contains(*IpAddress::parse("172.32.0.0")));
    EXPECT_FALSE(block->contains(*IpAddress::parse("::ffff:172.16.0.1")));
    EXPECT_TRUE(Cidr::parse("::/0")->contains(*IpAddress::parse("ff02::1")));
    EXPECT_FALSE(Cidr::parse("10.1.2.3")->contains(*IpAddress::parse("10.1.2.4")));
}

TEST(Cidr, malformed_does_not_parse) {
    for (const char* text :
         {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "localhost/8"}) {
        EXPECT_FALSE(Cidr::parse(text)) << text;
    }
    EXPECT_FALSE(AddressGuard::make({"10.0.0.0/8", "nonsense"}, PlainHttp::refused));
}

TEST(AddressGuard, private_literals_are_refused) {
    for (const char* text : {"https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data",
                             "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
                             "https://[2002:7f00:1::]/", "https://localhost/", "https://a.localhost/"}) {
        const auto checked = guard().check_url(url(text));
        ASSERT_FALSE(checked) << text;
        EXPECT_EQ(checked.error().code(), Errc::unreachable);
    }
    EXPECT_TRUE(guard().check_url(url("https://8.8.8.8/")));
    EXPECT_TRUE(guard().check_url(url("https://learn.example.org/")));
}

// Most of these do not even leave parse_url; what does is refused here.
TEST(AddressGuard, legacy_spellings_of_addresses_are_refused) {
    for (const char* host : {"2130706433", "0177.0.0.1", "0x7f.0.0.1", "127.1", "0x7f.1", "1.2.3.0x4", "host.123",
                             "127.0.0.1.", "localhost.", "intranet", "peer.local", "abcdef.onion"}) {
        EXPECT_FALSE(guard().check_url(to(host))) << host;
        const auto parsed = parse_url(std::string("https://") + host + "/");
        EXPECT_TRUE(!parsed || !guard().check_url(*parsed)) << host;
    }
}

TEST(AddressGuard, other_ports_need_the_allow_list) {
    const auto public_address = *IpAddress::parse("8.8.8.8");
    EXPECT_TRUE(guard().check_address(to("peer.example"), public_address));
    for (const std::uint16_t port : {22, 25, 80, 5432, 8443}) {
        EXPECT_FALSE(guard().check_address(to("peer.example", port), public_address)) << port;
        EXPECT_FALSE(guard().check_url(to("peer.example", port))) << port;
        EXPECT_FALSE(guard({"127.0.0.0/8"}).check_address(to("peer.example", port), public_address)) << port;
    }
    EXPECT_TRUE(guard({"127.0.0.0/8"}).check_address(to("peer.example", 8443), *IpAddress::parse("127.0.0.9")));
}

TEST(AddressGuard, allow_list_opens_only_what_it_names) {
    const auto some = guard({"127.0.0.0/8", "fd00::/8"});
    EXPECT_TRUE(some.check_url(url("https://localhost:8443/")));
    EXPECT_TRUE(some.check_url(url("https://a.localhost/")));
    EXPECT_TRUE(some.check_address(to("peer.example"), *IpAddress::parse("::ffff:127.0.0.1")));
    EXPECT_TRUE(some.check_address(to("peer.example"), *IpAddress::parse("fd00::1")));
    EXPECT_FALSE(some.check_address(to("peer.example"), *IpAddress::parse("10.0.0.1")));
    EXPECT_FALSE(some.check_address(to("peer.example"), *IpAddress::parse("::1")));
    EXPECT_FALSE(some.check_address(to("peer.example"), *IpAddress::parse("64:ff9b::7f00:1")));
}

TEST(AddressGuard, plain_http_needs_the_configuration_and_the_allow_list) {
    const auto loopback = *IpAddress::parse("127.0.0.1");
    const Url plain = to("a.localhost", 8080, "http");
    EXPECT_FALSE(guard({"127.0.0.0/8"}).check_url(plain));
    EXPECT_FALSE(guard({"127.0.0.0/8"}).check_address(plain, loopback));
    EXPECT_FALSE(guard({}, PlainHttp::allowed).check_url(plain));
    EXPECT_FALSE(guard({"127.0.0.0/8"}, PlainHttp::allowed)
                     .check_address(to("peer.example", 80, "http"), *IpAddress::parse("8.8.8.8")));
    EXPECT_TRUE(guard({"127.0.0.0/8"}, PlainHttp::allowed).check_url(plain));
    EXPECT_FALSE(guard().check_url(to("peer.example", 443, "ftp")));
}

}  // namespace
}  // namespace collegium::client
