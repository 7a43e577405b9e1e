#include <gtest/gtest.h>

#include "http/client_address.hpp"
#include "http/ops.hpp"
#include "http/static_files.hpp"
#include "site.hpp"
#include "wire.hpp"

namespace collegium::http {
namespace {

using test::get;
using test::Site;
using test::Wire;

RouteOptions with_cors() {
    RouteOptions options;
    options.cors = true;
    return options;
}

void answer_ok(Request, Respond respond) {
    respond(Response::json("{}"));
}

TEST(Cors, preflight_allows_what_was_asked_for) {
    Site site;
    test::add(site.router, Method::post, "/api/v1/statuses", answer_ok, with_cors());
    Wire wire(site.start());
    const auto answer = wire.ask(
        "OPTIONS /api/v1/statuses HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\n"
        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,x-new\r\n\r\n");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "POST, OPTIONS");
    EXPECT_EQ(answer.header("Access-Control-Allow-Headers"), "authorization,x-new");
    EXPECT_EQ(answer.header("Content-Length"), "");
}

TEST(Cors, preflight_of_an_unknown_endpoint_lets_the_app_see_its_404) {
    Site site;
    test::add(site.router, Method::get, "/api/v1/lists", answer_ok, with_cors());
    Wire wire(site.start());
    for (const auto* path : {"/api/v9/unknown", "/api/v1/lists"}) {
        const auto answer = wire.ask("OPTIONS " + std::string(path) +
                                     " HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\n"
                                     "Access-Control-Request-Method: DELETE\r\n\r\n");
        EXPECT_EQ(answer.status, 204) << path;
        EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*") << path;
    }
    EXPECT_EQ(wire.ask("OPTIONS /unknown HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
    EXPECT_EQ(wire.ask(get("/api/v1/a%2fb")).header("Access-Control-Allow-Origin"), "*");
}

TEST(Caching, only_answers_to_nobody_in_particular_may_be_kept) {
    Site site;
    test::add(site.router, Method::get, "/api/v1/timelines/public", answer_ok, with_cors());
    Wire wire(site.start());
    const auto open = wire.ask(get("/api/v1/timelines/public"));
    EXPECT_EQ(open.header("Cache-Control").substr(0, 18), "public, max-age=15");
    EXPECT_EQ(open.header("Vary"), "Authorization");
    for (const auto* headers : {"Authorization: Bearer a\r\n", "Content-Length: 2\r\n"}) {
        wire.send(get("/api/v1/timelines/public", headers) + (headers[0] == 'C' ? "{}" : ""));
        EXPECT_EQ(wire.receive().header("Cache-Control"), "private, no-store") << headers;
    }
    EXPECT_EQ(wire.ask(get("/api/v1/unknown")).header("Cache-Control"), "no-store");
}

TEST(Cors, preflight_for_a_page_allows_nothing) {
    Site site;
    Wire wire(site.start());
    const auto answer = wire.ask(
        "OPTIONS /hello HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\nAccess-Control-Request-Method: "
        "GET\r\n\r\n");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "");
}

TEST(Cors, answers_and_errors_expose_the_paging_header) {
    Site site;
    test::add(site.router, Method::get, "/api/v1/timelines/home", answer_ok, with_cors());
    Wire wire(site.start());
    for (const auto* path : {"/api/v1/timelines/home", "/api/v1/unknown"}) {
        const auto answer = wire.ask(get(path, "Origin: https://app.example\r\n"));
        EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*") << path;
        EXPECT_EQ(answer.header("Access-Control-Expose-Headers").substr(0, 5), "Link,") << path;
        EXPECT_EQ(answer.header("Content-Type").substr(0, 16), "application/json") << path;
    }
    EXPECT_EQ(wire.ask(get("/hello")).header("Access-Control-Allow-Origin"), "");
}

TEST(Middleware, pages_get_a_strict_policy_unless_they_bring_their_own) {
    Site site;
    test::add(
        site.router, Method::get, "/page", [](Request, Respond respond) { respond(Response::html("<p>")); }, {},
        Audience::page);
    test::add(
        site.router, Method::get, "/consent",
        [](Request, Respond respond) {
            auto response = Response::html("<p>");
            response.set("Content-Security-Policy", "form-action 'self' https://app.example");
            respond(std::move(response));
        },
        {}, Audience::page);
    Wire wire(site.start());
    const auto page = wire.ask(get("/page"));
    EXPECT_EQ(page.header("Content-Security-Policy").substr(0, 19), "default-src 'none';");
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.header("Cache-Control"), "private, no-store");
    EXPECT_EQ(page.header("Strict-Transport-Security"), "");
    EXPECT_EQ(wire.ask(get("/consent")).header("Content-Security-Policy"), "form-action 'self' https://app.example");
}

TEST(Middleware, line_breaks_in_a_header_value_start_no_header) {
    Site site;
    test::add(site.router, Method::get, "/name", [](Request, Respond respond) {
        respond(Response::text("x").set("Content-Disposition", "a\r\nSet-Cookie: b=c"));
    });
    Wire wire(site.start());
    const auto answer = wire.ask(get("/name"));
    EXPECT_EQ(answer.header("Set-Cookie"), "");
    EXPECT_EQ(answer.header("Content-Disposition"), "aSet-Cookie: b=c");
}

TEST(Errors, each_audience_is_told_in_its_own_form) {
    const Error error(Errc::unauthorized, "The access token is <invalid>", "token 7 is gone");
    const auto api = error_response(error, Audience::client_api);
    EXPECT_EQ(api.status, 401);
    EXPECT_EQ(api.body, R"({"error":"The access token is <invalid>"})");
    EXPECT_NE(api.find("WWW-Authenticate"), nullptr);
    const auto oauth = error_response(error, Audience::oauth);
    EXPECT_EQ(oauth.body, R"({"error":"invalid_client","error_description":"The access token is <invalid>"})");
    const auto page = error_response(error, Audience::page);
    EXPECT_NE(page.body.find("&lt;invalid&gt;"), std::string::npos);
    EXPECT_EQ(page.body.find("token 7"), std::string::npos);
    const auto rendered = error_response(error, Audience::page, [](int status, std::string_view, std::string_view) {
        return "<b>" + std::to_string(status) + "</b>";
    });
    EXPECT_EQ(rendered.body, "<b>401</b>");
}

TEST(Errors, temporary_faults_say_when_to_come_back) {
    for (const auto code : {Errc::unavailable, Errc::timeout, Errc::too_many_requests, Errc::unreachable}) {
        const auto response = error_response(Error(code, "later"), Audience::server);
        EXPECT_NE(response.find("Retry-After"), nullptr) << name_of(code);
    }
    EXPECT_EQ(error_response(Error(Errc::not_found, "no"), Audience::server).find("Retry-After"), nullptr);
}

TEST(Session, unknown_path_is_told_to_apps_in_json_and_to_browsers_as_a_page) {
    Site site;
    Wire wire(site.start());
    const auto api = wire.ask(get("/api/v1/nothing", "Accept: text/html\r\n"));
    EXPECT_EQ(api.status, 404);
    EXPECT_EQ(api.body, R"({"error":"Record not found"})");
    EXPECT_EQ(wire.ask(get("/nothing", "Accept: text/html\r\n")).header("Content-Type"), "text/html; charset=utf-8");
    const auto other = wire.ask("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(other.status, 405);
    EXPECT_EQ(other.header("Allow"), "GET, HEAD");
    EXPECT_EQ(wire.ask(get("/a%2fb")).status, 400);
}

TEST(StaticFiles, version_is_immutable_and_tag_is_compared) {
    Site site;
    StaticFiles files;
    files.add("/assets/style.css", "text/css; charset=utf-8", "body{}");
    files.mount(site.router);
    Wire wire(site.start());
    const auto first = wire.ask(get(files.url("/assets/style.css")));
    EXPECT_EQ(first.body, "body{}");
    EXPECT_EQ(first.header("Cache-Control"), "public, max-age=31536000, immutable");
    const auto plain = wire.ask(get("/assets/style.css?v=other"));
    EXPECT_EQ(plain.header("Cache-Control"), "public, max-age=300");
    wire.send(get("/assets/style.css", "If-None-Match: W/\"x\", " + first.header("ETag") + "\r\n"));
    const auto cached = wire.receive();
    EXPECT_EQ(cached.status, 304);
    EXPECT_EQ(cached.body, "");
}

TEST(Ops, health_is_open_and_metrics_are_for_this_machine) {
    Site site;
    auto ready = true;
    mount_ops(
        site.router,
        [&ready](std::function<void(Result<void>)> answer) {
            answer(ready ? ok() : Result<void>(Error(Errc::unavailable, "database is away")));
        },
        TrustedProxies());
    Wire wire(site.start());
    EXPECT_EQ(wire.ask(get("/healthz")).status, 200);
    EXPECT_EQ(wire.ask(get("/readyz")).status, 200);
    ready = false;
    EXPECT_EQ(wire.ask(get("/readyz")).status, 503);
    EXPECT_NE(wire.ask(get("/metrics")).body.find("collegium_http_requests_total"), std::string::npos);
    EXPECT_EQ(wire.ask(get("/metrics", "X-Forwarded-For: 203.0.113.9\r\n")).status, 404);
}

}  // namespace
}  // namespace collegium::http
