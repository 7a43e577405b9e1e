#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "config/load.hpp"

namespace collegium::config {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A folder that goes away with the test.
class Files {
  public:
    Files() {
        std::string pattern = (std::filesystem::temp_directory_path() / "collegium-config-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~Files() { std::filesystem::remove_all(folder_); }
    std::string write(const std::string& name, const std::string& text) const {
        const std::string path = folder_ + "/" + name;
        std::ofstream(path) << text;
        return path;
    }
    const std::string& folder() const { return folder_; }

  private:
    std::string folder_;
};

using Variables = std::map<std::string, std::string>;

Loaded load_text(const std::string& text, const Variables& variables = {}) {
    const Files files;
    return load(files.write("collegium.toml", text), [&variables](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
}

std::string with_domain(const std::string& rest) {
    return "[instance]\ndomain = \"learn.example.org\"\n" + rest;
}

auto mistake(const std::string& where, const std::string& what) {
    return AllOf(Field(&Mistake::where, EndsWith(where)), Field(&Mistake::what, HasSubstr(what)));
}

TEST(ConfigLoad, domain_alone_gives_the_defaults) {
    const Loaded loaded = load_text(with_domain(""));
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    EXPECT_EQ(loaded.config.instance.domain, "learn.example.org");
    EXPECT_EQ(loaded.config.storage.database, "sqlite:///var/lib/collegium/collegium.db");
    EXPECT_EQ(loaded.config.limits.media_bytes, 25u * 1024 * 1024);
    EXPECT_EQ(loaded.config.federation.mode, FederationMode::open);
}

TEST(ConfigLoad, every_key_of_the_file_is_taken) {
    const Files files;
    const std::string pem = files.write("cert.pem", "x");
    const Loaded loaded = load_text(R"([instance]
domain = "Learn.Example.org"
web_domain = "social.example.org:8443"
name = "Nordtal"
description = "Teachers of Nordtal"
contact_email = "office@example.org"
nodeinfo_software = "collegium-2"
source_url = "https://git.district.example/collegium"
languages = ["de", "pt-BR"]
[http]
listen = ["127.0.0.1:8080", "[::1]:8081"]
tls_certificate = ")" + pem + "\"\ntls_key = \"" +
                                    pem + R"("
trusted_proxies = ["10.0.0.0/8", "::1"]
threads = 3
[storage]
database = "postgresql://u@h/db"
media = "file:///srv/media"
[federation]
mode = "consortium"
allow_addresses = ["127.0.0.0/8"]
consortium = ["north.example.org"]
block = ["Bad.Example"]
ca_file = ")" + pem + R"("
authorized_fetch = true
[limits]
requests_per_5_minutes = 0
post_characters = 700
media_bytes = 2048
new_people_per_domain = 12
[log]
level = "debug"
format = "json"
)");
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    const Config& config = loaded.config;
    EXPECT_EQ(config.instance.domain, "learn.example.org");
    EXPECT_EQ(config.instance.web_domain, "social.example.org:8443");
    EXPECT_EQ(config.instance.name, "Nordtal");
    EXPECT_EQ(config.instance.description, "Teachers of Nordtal");
    EXPECT_EQ(config.instance.contact_email, "office@example.org");
    EXPECT_EQ(config.instance.nodeinfo_software, "collegium-2");
    EXPECT_EQ(config.instance.source_url, "https://git.district.example/collegium");
    EXPECT_THAT(config.instance.languages, ElementsAre("de", "pt-BR"));
    ASSERT_THAT(config.http.listen, SizeIs(2));
    EXPECT_EQ(config.http.listen[1].address, "::1");
    EXPECT_EQ(config.http.listen[1].port, 8081);
    EXPECT_EQ(config.http.tls_key, pem);
    EXPECT_THAT(config.http.trusted_proxies, ElementsAre("10.0.0.0/8", "::1"));
    EXPECT_EQ(config.http.threads, 3u);
    EXPECT_EQ(config.storage.database, "postgresql://u@h/db");
    EXPECT_EQ(config.storage.media, "file:///srv/media");
    EXPECT_EQ(config.federation.mode, FederationMode::consortium);
    EXPECT_THAT(config.federation.allow_addresses, ElementsAre("127.0.0.0/8"));
    EXPECT_THAT(config.federation.consortium, ElementsAre("north.example.org"));
    EXPECT_THAT(config.federation.block, ElementsAre("bad.example"));
    EXPECT_EQ(config.federation.ca_file, pem);
    EXPECT_TRUE(config.federation.authorized_fetch);
    EXPECT_EQ(config.limits.requests_per_5_minutes, 0u);
    EXPECT_EQ(config.limits.post_characters, 700u);
    EXPECT_EQ(config.limits.media_bytes, 2048u);
    EXPECT_EQ(config.limits.new_people_per_domain, 12u);
    EXPECT_EQ(config.log.level, LogLevel::debug);
    EXPECT_EQ(config.log.format, LogFormat::json);
}

TEST(ConfigLoad, example_file_is_sound_and_says_the_defaults) {
    const Loaded loaded = load(COLLEGIUM_SOURCE_DIR "/config/collegium.example.toml",
                               [](std::string_view) { return std::optional<std::string>(); });
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    const Config defaults;
    EXPECT_EQ(loaded.config.storage.media, defaults.storage.media);
    EXPECT_EQ(loaded.config.limits.media_bytes, defaults.limits.media_bytes);
    EXPECT_EQ(loaded.config.limits.post_characters, defaults.limits.post_characters);
    EXPECT_EQ(loaded.config.http.listen[0].port, defaults.http.listen[0].port);
}

TEST(ConfigLoad, unknown_key_is_a_mistake_with_the_nearest_name) {
    const Loaded loaded = load_text(with_domain("nmae = \"x\"\n[htttp]\nlisten = [\"127.0.0.1:1\"]\n"));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:3", "did you mean instance.name?")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:5", "did you mean http.listen?")));
    EXPECT_THAT(loaded.mistakes, SizeIs(2));
}

TEST(ConfigLoad, key_outside_of_its_section_is_a_mistake) {
    const Loaded loaded = load_text("domain = \"learn.example.org\"\n");
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:1", "did you mean instance.domain?")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml", "instance.domain is missing")));
}

TEST(ConfigLoad, empty_unknown_section_is_a_mistake) {
    EXPECT_THAT(load_text(with_domain("[logging]\n")).mistakes, ElementsAre(mistake("collegium.toml:3", "[logging]")));
}

TEST(ConfigLoad, all_mistakes_come_at_once) {
    const Loaded loaded = load_text(R"([instance]
domain = "https://learn.example.org/"
nodeinfo_software = "Col legium"
languages = ["english!"]
contact_email = "nobody"
name = 7
[http]
listen = ["localhost:80"]
tls_certificate = "/nowhere/at/all.pem"
trusted_proxies = ["10.0.0.0/33"]
[storage]
database = "mysql://x"
media = "s3://bucket"
[federation]
mode = "clsoed"
block = ["no domain"]
[limits]
post_characters = 1
media_bytes = 1.5
[log]
level = "loud"
)");
    EXPECT_THAT(loaded.mistakes, SizeIs(15));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:2", "without https://")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:8", "\"localhost:80\" is not address:port")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:9", "does not exist")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:10", "10.0.0.0/33")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:12", "postgresql://")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:15", "\"guarded\"")));
    EXPECT_THAT(loaded.mistakes, Contains(mistake("collegium.toml:19", "whole number from 1024")));
}

TEST(ConfigLoad, address_of_the_source_is_one_of_the_web) {
    EXPECT_THAT(load_text(with_domain("source_url = \"javascript:alert(1)\"\n")).mistakes,
                ElementsAre(mistake("collegium.toml:3", "not a web address")));
    EXPECT_THAT(load_text(with_domain("source_url = \"\"\n")).mistakes, SizeIs(0));
}

TEST(ConfigLoad, broken_toml_is_one_mistake_with_its_line) {
    EXPECT_THAT(load_text("[instance]\ndomain = \"x\n").mistakes, ElementsAre(mistake("collegium.toml:2", "not TOML")));
}

TEST(ConfigLoad, missing_file_and_folder_are_mistakes) {
    const Environment nothing = [](std::string_view) { return std::optional<std::string>(); };
    EXPECT_THAT(load("/nowhere/collegium.toml", nothing).mistakes,
                ElementsAre(mistake("collegium.toml", "cannot be read")));
    EXPECT_THAT(load("/tmp", nothing).mistakes, SizeIs(1));
}

TEST(ConfigLoad, tls_pair_must_be_complete) {
    const Files files;
    const std::string pem = files.write("cert.pem", "x");
    const Loaded certificate = load_text(with_domain("[http]\ntls_certificate = \"" + pem + "\"\n"));
    EXPECT_THAT(certificate.mistakes, ElementsAre(mistake("collegium.toml:4", "needs http.tls_key")));
    const Loaded key = load_text(with_domain("[http]\ntls_key = \"" + pem + "\"\n"));
    EXPECT_THAT(key.mistakes, ElementsAre(mistake("collegium.toml:4", "needs http.tls_certificate")));
}

TEST(ConfigLoad, consortium_mode_needs_members) {
    EXPECT_THAT(load_text(with_domain("[federation]\nmode = \"consortium\"\n")).mistakes,
                ElementsAre(mistake("collegium.toml:4", "federation.consortium")));
}

TEST(ConfigLoad, environment_wins_over_the_file) {
    const Loaded loaded =
        load_text(with_domain("[http]\nthreads = 1\n"), {{"COLLEGIUM_INSTANCE_DOMAIN", "other.example.org"},
                                                         {"COLLEGIUM_HTTP_THREADS", "4"},
                                                         {"COLLEGIUM_HTTP_LISTEN", "127.0.0.1:1, [::1]:2"},
                                                         {"COLLEGIUM_FEDERATION_AUTHORIZED_FETCH", "true"},
                                                         {"COLLEGIUM_LIMITS_REQUESTS_PER_5_MINUTES", "0"},
                                                         {"COLLEGIUM_LOG_LEVEL", "warn"}});
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    EXPECT_EQ(loaded.config.instance.domain, "other.example.org");
    EXPECT_EQ(loaded.config.http.threads, 4u);
    EXPECT_THAT(loaded.config.http.listen, SizeIs(2));
    EXPECT_TRUE(loaded.config.federation.authorized_fetch);
    EXPECT_EQ(loaded.config.limits.requests_per_5_minutes, 0u);
    EXPECT_EQ(loaded.config.log.level, LogLevel::warn);
}

TEST(ConfigLoad, list_in_the_environment_may_look_as_in_the_file) {
    for (const char* listen : {R"(["127.0.0.1:1", "[::1]:2"])", "['127.0.0.1:1','[::1]:2']"})
        EXPECT_THAT(load_text(with_domain(""), {{"COLLEGIUM_HTTP_LISTEN", listen}}).config.http.listen, SizeIs(2));
}

TEST(ConfigLoad, environment_alone_is_enough) {
    const Loaded loaded = load("", [](std::string_view name) -> std::optional<std::string> {
        if (name == "COLLEGIUM_INSTANCE_DOMAIN") return "learn.example.org";
        return std::nullopt;
    });
    EXPECT_THAT(loaded.mistakes, IsEmpty());
}

TEST(ConfigLoad, mistake_in_the_environment_names_the_variable) {
    const Loaded loaded = load_text(with_domain(""), {{"COLLEGIUM_HTTP_THREADS", "many"}});
    EXPECT_THAT(loaded.mistakes, ElementsAre(mistake("COLLEGIUM_HTTP_THREADS", "whole number")));
}

TEST(ConfigLoad, number_in_quotes_is_a_mistake_in_a_file) {
    EXPECT_THAT(load_text(with_domain("[http]\nthreads = \"4\"\n")).mistakes, SizeIs(1));
}

TEST(ConfigLoad, database_comes_from_the_file_that_is_named) {
    const Files files;
    const std::string secret = files.write("database", "postgresql://u:secret@h/db\n");
    const Loaded loaded = load_text(with_domain("[storage]\ndatabase_file = \"" + secret + "\"\n"));
    ASSERT_THAT(loaded.mistakes, IsEmpty());
    EXPECT_EQ(loaded.config.storage.database, "postgresql://u:secret@h/db");

    const Loaded by_variable = load_text(with_domain(""), {{"COLLEGIUM_STORAGE_DATABASE_FILE", secret}});
    EXPECT_EQ(by_variable.config.storage.database, "postgresql://u:secret@h/db");
}

TEST(ConfigLoad, secret_given_twice_or_unreadable_is_a_mistake) {
    const Files files;
    const std::string secret = files.write("database", "postgresql://u@h/db");
    const std::string both = "[storage]\ndatabase = \"sqlite:///x.db\"\ndatabase_file = \"" + secret + "\"\n";
    EXPECT_THAT(load_text(with_domain(both)).mistakes, ElementsAre(mistake("collegium.toml:5", "both given")));
    EXPECT_THAT(load_text(with_domain("[storage]\ndatabase_file = \"/nowhere/x\"\n")).mistakes,
                ElementsAre(mistake("collegium.toml:4", "can be read")));
}

TEST(ConfigLoad, misspelt_variable_is_a_mistake) {
    ::setenv("COLLEGIUM_INSTANCE_DOMAIN", "learn.example.org", 1);
    ::setenv("COLLEGIUM_STORAGE_DATABSE", "sqlite:///x.db", 1);
    const Loaded loaded = load("");
    ::unsetenv("COLLEGIUM_INSTANCE_DOMAIN");
    ::unsetenv("COLLEGIUM_STORAGE_DATABSE");
    EXPECT_THAT(loaded.mistakes, ElementsAre(mistake("COLLEGIUM_STORAGE_DATABSE", "known key")));
}

}  // namespace
}  // namespace collegium::config
