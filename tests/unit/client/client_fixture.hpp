// A client whose configuration lets it reach the loopback, and one blocking call.
#pragma once

#include <future>
#include <memory>
#include <string>

#include "client/beast_client.hpp"

namespace collegium::client::test {

inline config::Config loopback_config() {
    config::Config config;
    config.instance.domain = "learn.localhost";
    config.instance.web_domain = "learn.localhost";
    config.federation.allow_addresses = {"127.0.0.0/8"};
    return config;
}

inline std::unique_ptr<HttpClient> make(const config::Config& config, const ClientOptions& options = ClientOptions()) {
    auto made = make_http_client(config, options);
    return made ? std::move(*made) : nullptr;
}

inline Fetch get(const std::string& scheme, const std::string& host, std::uint16_t port,
                 const std::string& path = "/") {
    return Fetch("GET", Url{scheme, host, port, path, "", ""});
}

inline Result<Answer> ask(HttpClient& client, Fetch fetch) {
    auto promise = std::make_shared<std::promise<Result<Answer>>>();
    auto future = promise->get_future();
    client.send(std::move(fetch), [promise](Result<Answer> answer) { promise->set_value(std::move(answer)); });
    return future.get();
}

}  // namespace collegium::client::test
