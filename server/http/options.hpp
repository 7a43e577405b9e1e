// Everything the HTTP edge can be told: limits and deadlines with the values of security.md sections 1.4 and 3.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "http/errors.hpp"

namespace collegium::http {

struct Options {
    config::Http http;
    std::vector<std::string> hosts;         // our own authorities, lower case: for X-Forwarded-Host and for pages
    unsigned requests_per_5_minutes = 300;  // 0: no rate limits
    bool demand_hsts = true;                // Strict-Transport-Security on https answers
    PageRenderer page_renderer = nullptr;

    std::chrono::milliseconds head_timeout{10'000};         // first byte to end of the head; the TLS handshake too
    std::chrono::milliseconds body_idle_timeout{10'000};    // between two reads
    std::chrono::milliseconds body_grace{10'000};           // after it, body_minimum_rate applies
    std::size_t body_minimum_rate = 1024;                   // bytes a second, on average
    std::chrono::milliseconds answer_timeout{60'000};       // how long an action may take; then 503
    std::chrono::milliseconds write_timeout{30'000};        // between two writes
    std::chrono::milliseconds write_grace{30'000};          // after it, write_minimum_rate applies
    std::size_t write_minimum_rate = 16 * 1024;             // bytes a second, on average
    std::chrono::milliseconds keep_alive_timeout{60'000};   // between two requests
    std::chrono::milliseconds shutdown_grace{10'000};       // for requests under way when stop() is called
    std::chrono::milliseconds tls_reload_interval{60'000};  // how often the certificate files are looked at

    std::size_t max_connections = 20'000;           // over it: 503
    std::size_t max_connections_per_address = 512;  // a school sits behind one address; not for proxies, loopback
    std::size_t max_body_bytes_in_flight = 512 * 1024 * 1024;  // bodies being received, together; over it: 503
    // Bodies of more than 64 KiB being sent, together; over it: 503. Apart from those above, so that slow readers of
    // large files keep nobody from writing.
    std::size_t max_answer_bytes_in_flight = 256 * 1024 * 1024;
};

}  // namespace collegium::http
