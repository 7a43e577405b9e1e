#include "unit/api/api_world.hpp"

#include "core/strings.hpp"

namespace collegium::test {

std::string ApiWorld::token_of(const model::Account& account, std::string_view scopes) {
    return token(account, scopes);
}

std::vector<Asked> ApiWorld::every_route(std::string_view id) {
    std::vector<Asked> all;
    for (const auto& route : api::all_routes()) {
        if (!route.path.starts_with("/api/")) continue;
        Asked asked;
        asked.method = route.method;
        for (const auto part : strings::split(route.path.substr(1), '/'))
            asked.target += "/" + std::string(part.starts_with(':') ? id : part);
        all.push_back(std::move(asked));
    }
    return all;
}

http::Response ApiWorld::ask(const Asked& asked) {
    auto made = request(asked.method, asked.target);
    if (!asked.body.empty()) made.headers.emplace_back("content-type", asked.content_type);
    if (!asked.idempotency_key.empty()) made.headers.emplace_back("idempotency-key", asked.idempotency_key);
    made.body = asked.body;
    return Api::ask(std::move(made), asked.token).response;
}

http::Response ApiWorld::get(const std::string& target, const std::string& token) {
    return ask({http::Method::get, target, token});
}

http::Response ApiWorld::post(const std::string& target, const std::string& token, const std::string& body) {
    return ask({http::Method::post, target, token, body});
}

json::Value ApiWorld::read(const http::Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    auto body = json::parse(response.body);
    EXPECT_TRUE(body) << response.body;
    return body ? std::move(*body) : json::Value();
}

}  // namespace collegium::test
