#include "http/dispatcher.hpp"

#include <algorithm>
#include <atomic>
#include <exception>

#include "core/bytes.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "http/parameters.hpp"
#include "http/path.hpp"

namespace collegium::http {
namespace {

constexpr std::string_view not_found = "Record not found";
constexpr std::string_view every_method = "GET, HEAD, POST, PUT, PATCH, DELETE";

bool has_token(const Request& request) {
    return strings::equals_ignoring_case(request.header("authorization").substr(0, 7), "bearer ");
}

// Nothing in it can say who asks: the client API takes tokens from the header or a body alone, and no cookies.
bool is_anonymous(const Request& request, std::uint64_t announced) {
    return (request.method == Method::get || request.method == Method::head) && announced == 0 &&
           request.header("authorization").empty() && request.header("transfer-encoding").empty();
}

}  // namespace

std::string new_request_id() {
    static const std::string process = hex_encode(random_bytes(4));
    static std::atomic<std::uint64_t> counter{random_number() >> 16};
    std::string bytes(7, '\0');
    auto number = counter.fetch_add(1, std::memory_order_relaxed);
    for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, number >>= 8) *at = static_cast<char>(number & 0xff);
    return process + hex_encode(bytes);
}

Dispatcher::Dispatcher(const Options& options, const Router& router)
    : options_(options),
      router_(router),
      proxies_(options.http.trusted_proxies, options.hosts),
      limiter_(options.requests_per_5_minutes) {}

Response Dispatcher::refusal(int status, std::string_view message, Audience audience) const {
    return status_response(status, message, audience, options_.page_renderer);
}

Plan Dispatcher::plan(Request& request, std::uint64_t announced) {
    Plan plan;
    plan.method = request.method;
    identify(request, plan);
    const auto question = request.target.find('?');
    if (question != std::string::npos) request.query = request.target.substr(question + 1);
    const auto raw_path = std::string_view(request.target).substr(0, question);
    auto path = normalize_path(raw_path);
    if (!path) {
        plan.exchange.cors = is_cors_path(raw_path);
        plan.early = refusal(400, "Malformed path", Audience::server);
        return plan;
    }
    request.path = std::move(*path);
    choose(request, plan, announced);
    return plan;
}

void Dispatcher::identify(Request& request, Plan& plan) const {
    request.host = strings::lower(request.header("host"));
    request.id = new_request_id();
    proxies_.apply(request);
    plan.exchange.id = request.id;
    plan.exchange.secure = request.secure;
    plan.exchange.hsts = options_.demand_hsts;
    plan.remote_address = request.remote_address;
    plan.with_token = has_token(request);
}

void Dispatcher::choose(Request& request, Plan& plan, std::uint64_t announced) {
    auto match = router_.find(request.method, request.path);
    plan.exchange.audience =
        match.entry ? match.entry->audience : audience_of_path(request.path, request.header("accept"));
    plan.exchange.cors = match.entry ? match.entry->options.cors : is_cors_path(request.path);
    const auto audience = plan.exchange.audience;
    if (!match.entry) {
        // Also where nothing is: a browser shows an app no answer, not even 404, without leave to ask.
        if (request.method == Method::options && (!match.allow.empty() || plan.exchange.cors)) {
            plan.early = preflight(request, match);
        } else if (match.allow.empty()) {
            plan.early = refusal(404, not_found, audience);
        } else {
            plan.early = refusal(405, "Method not allowed", audience);
            plan.early->set("Allow", match.allow);
        }
        return;
    }
    plan.entry = match.entry;
    plan.exchange.anonymous = is_anonymous(request, announced);
    if (audience == Audience::page && !serves_name(request.host)) {
        plan.early = refusal(421, "This name is not served here", Audience::server);
        return;
    }
    plan.body_limit = match.entry->options.body_limit;
    request.parts_ = std::move(match.parts);
    plan.rate = limiter_.charge(match.entry->options.rate_limit, audience, request, current_time());
    if (!plan.rate.allowed)
        plan.early = refusal(429, "Too many requests", audience);
    else if (announced > plan.body_limit)
        plan.early = refusal(413, "The request body is too large", audience);
}

// Pages, with their forms and cookies, belong to our own names: under another, a page of ours would be a stranger's.
bool Dispatcher::serves_name(const std::string& host) const {
    return options_.hosts.empty() ||
           std::find(options_.hosts.begin(), options_.hosts.end(), host) != options_.hosts.end();
}

Response Dispatcher::preflight(const Request& request, const Router::Match& match) const {
    const auto wanted = parse_method(request.header("access-control-request-method"));
    bool cors = false;
    if (wanted) {
        const auto target = router_.find(*wanted, request.path);
        cors = target.entry ? target.entry->options.cors : is_cors_path(request.path);
    }
    const std::string_view allow = match.allow.empty() ? every_method : std::string_view(match.allow);
    auto response = preflight_response(allow, request.header("access-control-request-headers"), cors);
    if (cors) response.set("Access-Control-Allow-Origin", "*");
    return response;
}

// False when it was refused; `respond` then has the answer.
bool Dispatcher::guard_sign_in(const Plan& plan, const Request& request, Respond& respond) {
    const auto& name = request.parameters()[plan.entry->options.tried_name].string();
    const auto attempt = sign_ins_.enter(name, request.remote_address, current_time());
    if (attempt.wait) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(*attempt.wait).count();
        const auto message = "Too many failed attempts to sign in. Try again in " + std::to_string(minutes) +
                             (minutes == 1 ? " minute." : " minutes.");
        auto response = refusal(429, message, plan.exchange.audience);
        response.set("Retry-After", std::to_string(attempt.wait->count()));
        respond(std::move(response));
        return false;
    }
    respond = [this, attempt, respond = std::move(respond)](Response response) {
        using Outcome = SignInGuard::Outcome;
        const auto outcome = response.status < 400    ? Outcome::right
                             : response.status == 422 ? Outcome::wrong
                                                      : Outcome::undecided;
        sign_ins_.leave(attempt, outcome, current_time());
        respond(std::move(response));
    };
    return true;
}

void Dispatcher::run(const Plan& plan, Request request, Respond respond) {
    const auto audience = plan.exchange.audience;
    if (auto read = read_parameters(request); !read)
        return respond(error_response(read.error(), audience, options_.page_renderer));
    if (!plan.entry->options.tried_name.empty() && !guard_sign_in(plan, request, respond)) return;
    try {
        plan.entry->action(std::move(request), respond);
    } catch (const std::exception& failure) {
        static auto& failed = metrics::counter("collegium_http_exceptions_total", "Exceptions that left an action");
        failed.add();
        log::error("exception in an action",
                   {{"route", plan.entry->path}, {"id", plan.exchange.id}, {"what", failure.what()}});
        respond(refusal(500, "Something went wrong on our side.", audience));
    }
}

void Dispatcher::finish(const Plan& plan, Response& response) {
    const auto now = current_time();
    add_rate_headers(plan.rate, now, response);
    if (response.status == 401 && plan.with_token) limiter_.note_bad_token(plan.remote_address, now);
    finish_response(plan.exchange, response);
}

}  // namespace collegium::http
