// Requests as plain values, for tests that go over every route of the client API.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "unit/api/client.hpp"

namespace collegium::test {

struct Asked {
    http::Method method = http::Method::get;
    std::string target;
    std::string token = {};
    std::string body = {};
    std::string content_type = "application/json";
    std::string idempotency_key = {};
};

class ApiWorld : public api::test::Api {
  protected:
    std::string token_of(const model::Account& account, std::string_view scopes = "read write follow push");

    // Each route under /api, with `id` for what its path leaves open.
    static std::vector<Asked> every_route(std::string_view id = "1");

    http::Response ask(const Asked& asked);
    http::Response get(const std::string& target, const std::string& token = "");
    http::Response post(const std::string& target, const std::string& token, const std::string& body = "");
    // The body of an answer that has to be a good one.
    static json::Value read(const http::Response& response);
};

}  // namespace collegium::test
