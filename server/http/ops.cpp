#include "http/ops.hpp"

#include "core/log.hpp"
#include "core/metrics.hpp"
#include "http/errors.hpp"

namespace collegium::http {
namespace {

RouteOptions unlimited() {
    RouteOptions options;
    options.rate_limit = RateLimit::none;
    options.body_limit = 0;
    return options;
}

void answer_health(Request, Respond respond) {
    respond(Response::text("OK\n"));
}

void answer_ready(const ReadyCheck& ready, Respond respond) {
    ready([respond = std::move(respond)](Result<void> state) {
        if (state) return respond(Response::text("ready\n"));
        log::warn("not ready", {{"why", state.error().message()}, {"detail", state.error().detail()}});
        Response response = Response::text("not ready\n", 503);
        response.set("Retry-After", "10");
        respond(std::move(response));
    });
}

bool may_see_metrics(const Request& request, const TrustedProxies& proxies) {
    for (const auto* name : {"x-forwarded-for", "forwarded", "x-real-ip", "via"})
        if (request.header_count(name)) return false;
    return is_loopback(request.remote_address) || proxies.contains(request.remote_address);
}

}  // namespace

void mount_ops(Router& router, ReadyCheck ready, TrustedProxies proxies) {
    router.add({Method::get, "/healthz", Audience::server, unlimited(), answer_health});
    router.add({Method::get, "/health", Audience::server, unlimited(), answer_health});
    auto readiness = [ready = std::move(ready)](Request, Respond respond) { answer_ready(ready, std::move(respond)); };
    router.add({Method::get, "/readyz", Audience::server, unlimited(), std::move(readiness)});
    auto show = [proxies = std::move(proxies)](Request request, Respond respond) {
        if (!may_see_metrics(request, proxies))
            return respond(error_response(Error(Errc::not_found, "Record not found"), Audience::server));
        auto response = Response::text(metrics::render());
        response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        respond(std::move(response));
    };
    router.add({Method::get, "/metrics", Audience::server, unlimited(), std::move(show)});
}

}  // namespace collegium::http
