// Other servers, on one port of the system's choice and under as many names as are asked for: they check what
// is delivered to them, remember it, and answer as they are told.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.hpp"
#include "http/server.hpp"
#include "signatures/draft_cavage.hpp"
#include "signatures/rfc9421.hpp"
#include "storage/model/queue.hpp"
#include "support/test_keys.hpp"

namespace collegium::federation::test {

struct Received {
    std::string host;
    std::string path;
    std::string body;
    model::SignatureFamily family;
    bool verified;
};

class Peers {
  public:
    using Judge = std::function<http::Response(const Received&)>;

    Peers() {
        http::Options options;
        options.http.listen = {{"127.0.0.1", 0}};
        options.http.threads = 1;
        options.requests_per_5_minutes = 0;
        const auto take = [this](http::Request request, http::Respond respond) { respond(receive(request)); };
        router_.add({http::Method::post, "/inbox", http::Audience::server, {}, take});
        server_ = std::make_unique<http::Server>(std::move(options), router_);
        if (!server_->start()) throw std::runtime_error("cannot listen");
    }
    std::string authority(std::string_view name) const {
        return std::string(name) + ".localhost:" + std::to_string(server_->bound_ports().front());
    }
    void answer(const std::string& host, Judge judge) {
        std::lock_guard lock(mutex_);
        judges_[host] = std::move(judge);
    }
    std::vector<Received> received() {
        std::lock_guard lock(mutex_);
        return received_;
    }
    std::vector<std::string> bodies_at(const std::string& host) {
        std::vector<std::string> bodies;
        for (const auto& one : received())
            if (one.host == host) bodies.push_back(one.body);
        return bodies;
    }

  private:
    http::Response receive(const http::Request& request) {
        Received one{request.host, request.path, request.body, model::SignatureFamily::draft_cavage, false};
        signatures::Message message;
        message.method = "POST";
        message.scheme = "http";
        message.authority = request.host;
        message.target = request.target;
        message.headers = request.headers;
        message.body = request.body;
        const std::vector<std::string> authorities = {request.host};
        signatures::Policy policy;
        policy.authorities = authorities;
        if (request.header_count("signature-input") > 0) one.family = model::SignatureFamily::rfc9421;
        const auto claim = one.family == model::SignatureFamily::rfc9421
                               ? signatures::examine_rfc9421(message, policy, current_time())
                               : signatures::examine_cavage(message, policy, current_time());
        one.verified = claim && claim->verify(collegium::test::rsa_key().public_key());
        std::lock_guard lock(mutex_);
        received_.push_back(one);
        const auto judge = judges_.find(one.host);
        return judge == judges_.end() ? http::Response(202) : judge->second(one);
    }

    http::Router router_;
    std::unique_ptr<http::Server> server_;
    std::mutex mutex_;
    std::vector<Received> received_;
    std::map<std::string, Judge> judges_;
};

}  // namespace collegium::federation::test
