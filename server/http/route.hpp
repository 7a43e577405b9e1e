// What a module offers to the outside: a table of whole literal paths and plain functions. A handler runs
// on a pool thread inside the transaction of its lane and only translates. When it lacks something from
// the network it returns Needs and is run again once they are fetched; when it computed something on the
// slow lane that has to be stored, it returns a Continue, which runs on the write lane.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace collegium::http {

enum class Lane { read, write, slow };

// How errors are told: by Mastodon's JSON, by a page, or by a bare JSON error for other servers.
enum class Audience { client_api, oauth, page, server };

// What has to be fetched before the handler can finish; fetched objects are stored before the second run.
struct Needs {
    std::vector<std::string> uris;         // of objects or actors
    std::vector<std::string> handles;      // "user@host"
    std::vector<std::string> actors = {};  // by their ids; what is no actor is not stored
};

template <class Context>
class Reply;

template <class Context>
using Continue = std::function<Reply<Context>(Context&, const Request&)>;

template <class Context>
class Reply {
  public:
    Reply(Response response) : content(std::move(response)) {}
    Reply(Error error) : content(std::move(error)) {}
    Reply(Needs needs) : content(std::move(needs)) {}
    Reply(Continue<Context> next) : content(std::move(next)) {}
    Reply(Result<Response> result) : content(Response()) {
        if (result)
            content = std::move(*result);
        else
            content = std::move(result).error();
    }

    // Whether the job's changes last: those of a refusal do not, unless it says so.
    bool lasts() const {
        const auto* response = std::get_if<Response>(&content);
        return keep || (response != nullptr && response->status < 400);
    }

    std::variant<Response, Error, Needs, Continue<Context>> content;
    bool keep = false;  // what was written is the reason for a refusal, or its consequence
};

enum class RateLimit { standard, sign_in, sign_up, app_registration, media_upload, none };

struct RouteOptions {
    std::size_t body_limit = 1024 * 1024;
    RateLimit rate_limit = RateLimit::standard;
    bool cors = false;
    // The parameter that names whose password is tried: http/sign_in_guard counts an answer below 400 as a right one,
    // 422 as a wrong one.
    std::string_view tried_name = {};
};

template <class Context>
struct Route {
    using Handler = Reply<Context> (*)(Context&, const Request&);

    Method method;
    std::string_view path;  // "/api/v1/statuses/:id/context"
    Lane lane;
    Audience audience;
    Handler handler;
    RouteOptions options = {};
};

template <class Context>
using Routes = std::vector<Route<Context>>;

// The lowest form, for what is no plain function (inbox, static files): called on a network loop, must not
// block, answers once from any thread.
using Respond = std::function<void(Response)>;
using Action = std::function<void(Request, Respond)>;

}  // namespace collegium::http
