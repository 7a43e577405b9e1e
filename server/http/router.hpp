// Finds the action for a method and path. Literal segments win over "@:name" ones, which stand for what begins
// with an "@" (without it), and those over ":name" ones; a path that exists for
// other methods answers 405 with Allow; HEAD is served by GET; PUT and PATCH serve each other unless both
// are registered (mastodon-api.md 2.3).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/route.hpp"

namespace collegium::http {

struct Entry {
    Method method;
    std::string path;
    Audience audience;
    RouteOptions options;
    Action action;
};

class Router {
  public:
    Router();
    ~Router();

    // Two entries for the same method and pattern: aborts at start-up, that is a bug.
    void add(Entry entry);

    struct Match {
        const Entry* entry = nullptr;  // null: nothing there
        std::vector<Header> parts;     // values of ":name" and "@:name" segments
        std::string allow;             // methods, when the path exists for others only
    };
    // `path` is Request::path: decoded already, without a trailing slash. The pointers live as long as the router.
    Match find(Method method, std::string_view path) const;
    // "GET /api/v1/statuses/:id", in order: collegium routes.
    std::vector<std::string> table() const;

  private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace collegium::http
