// Makes the HttpClient of this process (HTTP/1.1 over Asio, answers parsed by Beast). Only app/build.cpp and
// tests include it; everyone else sees http_client.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "client/host_gate.hpp"
#include "client/http_client.hpp"
#include "client/resolver.hpp"
#include "config/config.hpp"
#include "core/result.hpp"

namespace collegium::client {

// The limits of security.md 1.3 and 1.4; tests shorten them.
struct ClientOptions {
    std::chrono::milliseconds resolve{5'000};
    std::chrono::milliseconds connect{5'000};  // for each address
    std::chrono::milliseconds handshake{5'000};
    std::chrono::milliseconds first_byte{10'000};
    std::chrono::milliseconds total{30'000};  // Fetch::deadline can only shorten it
    std::chrono::milliseconds idle{45'000};   // kept-alive connections
    std::size_t idle_per_host = 4;
    std::size_t connections = 500;
    std::size_t waiting = 4'096;  // exchanges begun and not ended; more is Errc::unavailable
    GateLimits gate;
    Lookup lookup = system_lookup;
};

// Runs on a thread of its own until it is destroyed; the destructor answers what is open with
// Errc::unavailable. Errors: bad_request, for a CA file or an address block that cannot be read.
Result<std::unique_ptr<HttpClient>> make_http_client(const config::Config& config, ClientOptions options);
Result<std::unique_ptr<HttpClient>> make_http_client(const config::Config& config);

}  // namespace collegium::client
