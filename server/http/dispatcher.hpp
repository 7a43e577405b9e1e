// From a request to its answer, without sockets: path, route, cross-origin questions, rate limits,
// parameters, the action, and the headers that every answer gets. Called on the network loops, from several
// threads at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "http/client_address.hpp"
#include "http/middleware.hpp"
#include "http/options.hpp"
#include "http/rate_limit.hpp"
#include "http/router.hpp"
#include "http/sign_in_guard.hpp"

namespace collegium::http {

// What is known once the head has been read.
class Plan {
  public:
    Plan() = default;

    const Entry* entry = nullptr;
    std::optional<Response> early;  // the answer, when the body is of no interest
    std::size_t body_limit = 0;
    Exchange exchange;
    RateVerdict rate;
    Method method = Method::get;
    std::string remote_address;
    bool with_token = false;
};

class Dispatcher {
  public:
    // Both must outlive it.
    Dispatcher(const Options& options, const Router& router);

    // `request` has its method, target, headers and the connection's address and security; fills in the rest
    // but the body and its parameters. `announced` is Content-Length, 0 without one.
    Plan plan(Request& request, std::uint64_t announced);
    // Answers once, from any thread; an exception of the action is a 500.
    void run(const Plan& plan, Request request, Respond respond);
    // Rate and security headers; counts wrong tokens.
    void finish(const Plan& plan, Response& response);
    Response refusal(int status, std::string_view message, Audience audience) const;

  private:
    void identify(Request& request, Plan& plan) const;
    void choose(Request& request, Plan& plan, std::uint64_t announced);
    bool serves_name(const std::string& host) const;
    Response preflight(const Request& request, const Router::Match& match) const;
    bool guard_sign_in(const Plan& plan, const Request& request, Respond& respond);

    const Options& options_;
    const Router& router_;
    TrustedProxies proxies_;
    RateLimiter limiter_;
    SignInGuard sign_ins_;
};

// 22 characters, unique in this process and hard to confuse with another's.
std::string new_request_id();

}  // namespace collegium::http
