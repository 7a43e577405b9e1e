#include "unit/api/client.hpp"

#include "http/errors.hpp"

namespace collegium::api::test {

std::string Answer::header(std::string_view name) const {
    const auto* value = response.find(name);
    return value == nullptr ? "" : *value;
}

Api::Api() {
    options_.requests_per_5_minutes = 0;
    options_.hosts = {"north.example"};
    for (const auto& route : all_routes()) {
        http::Entry entry;
        entry.method = route.method;
        entry.path = std::string(route.path);
        entry.audience = route.audience;
        entry.options = route.options;
        entry.action = [this, route](http::Request request, http::Respond respond) {
            respond(handle(route, std::move(request)));
        };
        router_.add(std::move(entry));
    }
    dispatcher_ = std::make_unique<http::Dispatcher>(options_, router_);
}

// A job of the lane: its changes stay when it answers well; on the read lane there may be none.
http::Response Api::reply_in(http::Lane lane, const http::Continue<domain::Context>& handler,
                             const http::Route<domain::Context>& route, http::Request& request) {
    const bool sqlite = db_.dialect() == sql::Dialect::sqlite;
    const bool reading = lane != http::Lane::write;
    auto here = context();
    db_.run_script("SAVEPOINT job");
    if (reading) db_.run_script(sqlite ? "PRAGMA query_only = 1" : "SET TRANSACTION READ ONLY");
    const auto undo = [this, sqlite] {
        if (sqlite) db_.run_script("PRAGMA query_only = 0");
        db_.run_script("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
    };
    std::optional<Reply> reply;
    try {
        reply.emplace(handler(here, request));
    } catch (...) {
        undo();
        throw;
    }
    if (reading || !reply->lasts())
        undo();
    else
        db_.run_script("RELEASE SAVEPOINT job");
    if (const auto* response = std::get_if<http::Response>(&reply->content)) return *response;
    if (const auto* error = std::get_if<Error>(&reply->content)) return http::error_response(*error, route.audience);
    if (const auto* next = std::get_if<http::Continue<domain::Context>>(&reply->content))
        return reply_in(http::Lane::write, *next, route, request);
    needs_ = std::get<http::Needs>(reply->content);
    EXPECT_EQ(request.attempt, 0) << "a handler needs twice";
    if (request.attempt > 0) return http::Response(500);
    request.attempt = 1;
    if (on_needs_)
        on_needs_();
    else
        for (const auto* list : {&needs_.uris, &needs_.handles})
            for (const auto& name : *list) request.unresolved.push_back({name, std::nullopt});
    return reply_in(route.lane, route.handler, route, request);
}

http::Response Api::handle(const http::Route<domain::Context>& route, http::Request request) {
    return reply_in(route.lane, route.handler, route, request);
}

std::string Api::token(const model::Account& account, std::string_view scopes) {
    auto here = context();
    return domain::issue_token(here, domain::ensure_own_app(here).id, account.id, scopes).token;
}

http::Request Api::request(http::Method method, const std::string& target) {
    http::Request made;
    made.method = method;
    made.target = target;
    made.remote_address = "192.0.2.1";
    made.secure = true;
    made.headers = {{"host", "north.example"}};
    return made;
}

Answer Api::ask(http::Request asked, const std::string& token) {
    if (!token.empty()) asked.headers.emplace_back("authorization", "Bearer " + token);
    Answer answer;
    auto plan = dispatcher_->plan(asked, asked.body.size());
    if (plan.early)
        answer.response = *plan.early;
    else
        dispatcher_->run(plan, std::move(asked),
                         [&answer](http::Response response) { answer.response = std::move(response); });
    dispatcher_->finish(plan, answer.response);
    answer.status = answer.response.status;
    if (auto parsed = json::parse(answer.response.body)) answer.body = std::move(*parsed);
    return answer;
}

Answer Api::get(const std::string& target, const std::string& token) {
    return ask(request(http::Method::get, target), token);
}

Answer Api::send(http::Method method, const std::string& target, const json::Value& body, const std::string& token) {
    auto made = request(method, target);
    made.headers.emplace_back("content-type", "application/json");
    made.body = json::dump(body);
    return ask(std::move(made), token);
}

Answer Api::post(const std::string& target, const json::Value& body, const std::string& token) {
    return send(http::Method::post, target, body, token);
}

Answer Api::post(const std::string& target, const std::string& token) {
    return ask(request(http::Method::post, target), token);
}

Answer Api::form(http::Method method, const std::string& target, const std::string& body, const std::string& token) {
    auto made = request(method, target);
    made.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    made.body = body;
    return ask(std::move(made), token);
}

json::Value object(std::initializer_list<json::Member> members) {
    return json::Value::object(members);
}

std::vector<std::string> ids(const Answer& answer) {
    std::vector<std::string> found;
    for (const auto& item : answer.items()) found.push_back(item["id"].string());
    return found;
}

}  // namespace collegium::api::test
