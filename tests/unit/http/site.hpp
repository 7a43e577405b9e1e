// A small server on a port of the system's choice, with routes that tell what they were asked.
#pragma once

#include <memory>

#include "http/router.hpp"
#include "http/server.hpp"

namespace collegium::http::test {

inline Options quiet_options() {
    Options options;
    options.http.listen = {{"127.0.0.1", 0}};
    options.http.threads = 1;
    options.requests_per_5_minutes = 0;
    return options;
}

inline void add(Router& router, Method method, std::string path, Action action, RouteOptions options = {},
                Audience audience = Audience::client_api) {
    router.add({method, std::move(path), audience, options, std::move(action)});
}

// GET /hello, POST /echo (100 bytes at most, tells the body), GET /who (address, host, scheme).
inline void add_common(Router& router) {
    RouteOptions small;
    small.body_limit = 100;
    add(router, Method::get, "/hello", [](Request, Respond respond) { respond(Response::text("hello")); });
    add(
        router, Method::post, "/echo", [](Request request, Respond respond) { respond(Response::text(request.body)); },
        small);
    add(router, Method::get, "/who", [](Request request, Respond respond) {
        respond(Response::text(request.remote_address + " " + request.host + (request.secure ? " https" : " http")));
    });
}

class Site {
  public:
    explicit Site(Options options = quiet_options()) {
        add_common(router);
        server = std::make_unique<Server>(std::move(options), router);
    }
    std::uint16_t start() {
        const auto started = server->start();
        return started ? server->bound_ports().front() : std::uint16_t{0};
    }

    Router router;
    std::unique_ptr<Server> server;
};

inline std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: learn.example.org\r\n" + std::string(headers) + "\r\n";
}

}  // namespace collegium::http::test
