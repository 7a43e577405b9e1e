// The client API as a client meets it, without sockets: the real dispatcher reads path, query and body, limits
// and finds the route; its handler runs in the test's transaction as on its lane; errors become JSON as outside.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <gmock/gmock.h>

#include "api/routes.hpp"
#include "core/json.hpp"
#include "domain/sessions.hpp"
#include "http/dispatcher.hpp"
#include "support/world/world.hpp"

namespace collegium::api::test {

struct Answer {
    int status = 0;
    json::Value body;  // null when it is no JSON
    http::Response response;

    std::string header(std::string_view name) const;
    const json::Value& operator[](std::string_view name) const { return body[name]; }
    const json::Array& items() const { return body.items(); }
    std::string error() const { return body["error"].string(); }
};

class Api : public collegium::test::World {
  protected:
    Api();

    static constexpr const char* all_scopes = "read write follow push profile";
    std::string token(const model::Account& account, std::string_view scopes = all_scopes);

    Answer get(const std::string& target, const std::string& token = "");
    // With a JSON body.
    Answer send(http::Method method, const std::string& target, const json::Value& body, const std::string& token = "");
    Answer post(const std::string& target, const json::Value& body, const std::string& token = "");
    Answer post(const std::string& target, const std::string& token = "");
    // application/x-www-form-urlencoded
    Answer form(http::Method method, const std::string& target, const std::string& body, const std::string& token = "");
    Answer ask(http::Request request, const std::string& token = "");
    static http::Request request(http::Method method, const std::string& target);

    // What handlers wanted from the network, and what the network does about it (nothing, unless a test says).
    http::Needs needs_;
    std::function<void()> on_needs_;

  private:
    http::Response handle(const http::Route<domain::Context>& route, http::Request request);
    http::Response reply_in(http::Lane lane, const http::Continue<domain::Context>& handler,
                            const http::Route<domain::Context>& route, http::Request& request);

    http::Options options_;
    http::Router router_;
    std::unique_ptr<http::Dispatcher> dispatcher_;
};

json::Value object(std::initializer_list<json::Member> members);
// "id" of each.
std::vector<std::string> ids(const Answer& answer);

}  // namespace collegium::api::test
