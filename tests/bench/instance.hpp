// The server under test, seen from outside: its client API with one person's token, what the kernel says of its
// process, and its database, asked over a connection of our own.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::bench {

struct InstanceOptions {
    std::string engine;  // as it is to be printed
    std::string domain;  // host:port
    std::uint16_t port = 0;
    std::string token;
    std::string database;  // URL
    int process = 0;
};

class Instance {
  public:
    explicit Instance(InstanceOptions options);

    const InstanceOptions& options() const { return options_; }
    std::string base() const { return "http://" + options_.domain; }

    // The whole text of a request with the token, to be sent as it is.
    std::string request(const std::string& method, const std::string& target, const std::string& body = "") const;
    // Sends one on a connection of its own; throws std::runtime_error unless it is answered with 2xx.
    json::Value call(const std::string& method, const std::string& target, const std::string& body = "") const;

    std::int64_t count(std::string_view sql);
    // One of /metrics, without labels; 0 when it is not there yet. Cheap to ask for, unlike a count of rows.
    std::int64_t metric(const std::string& name) const;
    double resident_megabytes() const;
    // User and system, so far, of the server and of the database's own processes.
    double processor_seconds();

  private:
    InstanceOptions options_;
    std::unique_ptr<sql::Connection> database_;
    std::vector<int> processes_;
};

// Asks every few milliseconds; throws std::runtime_error when it is not so in time.
void wait_until(const std::string& what, const std::function<bool()>& condition,
                std::chrono::seconds longest = std::chrono::seconds(120));

}  // namespace collegium::bench
