// The whole configuration with its defaults: design contract of the command line and configuration.
// config/load.cpp fills it from a TOML file and the environment and reports every mistake at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace collegium::config {

struct Instance {
    std::string domain;      // handle domain; required
    std::string web_domain;  // where pages and ids live; the handle domain when empty in the file
    std::string name = "Collegium";
    std::string description;
    std::string contact_email;
    std::string nodeinfo_software = "collegium";
    std::string source_url = "https://w3id.org/collegium";  // where the program's source is (AGPL section 13)
    std::vector<std::string> languages = {"en"};
};

struct Listen {
    std::string address;  // IPv4, or IPv6 without brackets
    std::uint16_t port = 0;
};

struct Http {
    std::vector<Listen> listen = {{"127.0.0.1", 8080}};
    std::string tls_certificate;
    std::string tls_key;
    std::vector<std::string> trusted_proxies;  // CIDRs
    unsigned threads = 0;                      // network loops; 0: one per core
};

struct Storage {
    std::string database = "sqlite:///var/lib/collegium/collegium.db";
    std::string media = "file:///var/lib/collegium/media";  // or s3://bucket?endpoint=..., see media_url.hpp
    std::string media_access_key;                           // for s3; AWS_ACCESS_KEY_ID when empty
    std::string media_secret_key;                           // for s3; AWS_SECRET_ACCESS_KEY when empty
};

enum class FederationMode { open, guarded, consortium, closed };

struct Federation {
    FederationMode mode = FederationMode::open;
    std::vector<std::string> allow_addresses;  // CIDRs
    std::vector<std::string> consortium;       // domains, for mode "consortium"; reviewed in mode "guarded"
    std::vector<std::string> block;            // domains, with all their subdomains
    std::string ca_file;
    bool authorized_fetch = false;
};

struct Limits {
    unsigned requests_per_5_minutes = 300;
    unsigned post_characters = 5000;
    std::uint64_t media_bytes = 25ull * 1024 * 1024;
    unsigned new_people_per_domain = 5000;  // a day, from other servers; 0: no limit
};

enum class LogLevel { debug, info, warn, error };
enum class LogFormat { text, json };

struct Log {
    LogLevel level = LogLevel::info;
    LogFormat format = LogFormat::text;
};

struct Config {
    Instance instance;
    Http http;
    Storage storage;
    Federation federation;
    Limits limits;
    Log log;

    // "https://learn.example.org": the start of every id and page address of this instance. http only for
    // names under .localhost, with the first listener's port (collegium demo).
    std::string base_url() const;
    // base_url() without the scheme: what a Host header to us carries.
    std::string web_authority() const;
    bool plain_http() const;
};

}  // namespace collegium::config
