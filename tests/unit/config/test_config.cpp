#include <gtest/gtest.h>

#include "config/config.hpp"
#include "config/load.hpp"

namespace collegium::config {
namespace {

Config config_of(const std::string& domain) {
    Config config;
    config.instance.domain = domain;
    return config;
}

TEST(Config, public_domain_is_https_without_the_listeners_port) {
    const Config config = config_of("learn.example.org");
    EXPECT_EQ(config.base_url(), "https://learn.example.org");
    EXPECT_EQ(config.web_authority(), "learn.example.org");
    EXPECT_FALSE(config.plain_http());
}

TEST(Config, web_domain_carries_the_addresses) {
    Config config = config_of("example.org");
    config.instance.web_domain = "social.example.org";
    EXPECT_EQ(config.base_url(), "https://social.example.org");
}

TEST(Config, localhost_name_is_http_with_the_listeners_port) {
    Config config = config_of("north.localhost");
    EXPECT_EQ(config.base_url(), "http://north.localhost:8080");
    EXPECT_EQ(config.web_authority(), "north.localhost:8080");
    config.http.listen = {{"127.0.0.1", 80}};
    EXPECT_EQ(config.base_url(), "http://north.localhost");
}

TEST(Config, localhost_name_with_a_port_keeps_it) {
    EXPECT_EQ(config_of("north.localhost:3000").base_url(), "http://north.localhost:3000");
}

TEST(Config, localhost_name_with_a_certificate_is_https) {
    Config config = config_of("north.localhost:3000");
    config.http.tls_certificate = "cert.pem";
    EXPECT_EQ(config.base_url(), "https://north.localhost:3000");
}

TEST(Config, names_that_only_look_local_are_https) {
    EXPECT_EQ(config_of("localhost:4443").base_url(), "https://localhost:4443");
    EXPECT_EQ(config_of("127.0.0.1:4443").base_url(), "https://127.0.0.1:4443");
    EXPECT_EQ(config_of("evillocalhost").base_url(), "https://evillocalhost");
    EXPECT_EQ(config_of("north.localhost.example").base_url(), "https://north.localhost.example");
}

struct DomainCase {
    std::string given;
    std::string taken;  // "": a mistake
};

class ConfigDomain : public ::testing::TestWithParam<DomainCase> {};

TEST_P(ConfigDomain, is_taken_or_refused) {
    const Loaded loaded = load("", [](std::string_view name) -> std::optional<std::string> {
        if (name == "COLLEGIUM_INSTANCE_DOMAIN") return GetParam().given;
        return std::nullopt;
    });
    EXPECT_EQ(loaded.mistakes.empty(), !GetParam().taken.empty());
    EXPECT_EQ(loaded.config.instance.domain, GetParam().taken);
}

INSTANTIATE_TEST_SUITE_P(Forms, ConfigDomain,
                         ::testing::Values(DomainCase{"127.0.0.1:4443", "127.0.0.1:4443"},
                                           DomainCase{"localhost:4443", "localhost:4443"},
                                           DomainCase{"north.test:8443", "north.test:8443"},
                                           DomainCase{"North.Example.ORG", "north.example.org"}, DomainCase{"", ""},
                                           DomainCase{"a b.example", ""}, DomainCase{"http://a.example", ""},
                                           DomainCase{"a.example/path", ""}, DomainCase{"user@a.example", ""},
                                           DomainCase{"a..example", ""}, DomainCase{"-a.example", ""},
                                           DomainCase{"a.example:99999", ""}));

}  // namespace
}  // namespace collegium::config
