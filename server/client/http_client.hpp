// The only way out of the process over HTTP. Every connection passes the address guard at connect time,
// for every redirect and kind of fetch; sizes and times are bounded (security.md 1.3).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/url.hpp"

namespace collegium::client {

enum class Redirects { refuse, report };

// One exchange with one server. Redirects are not followed here: the caller gets the 3xx with its Location,
// checks and signs anew.
class Fetch {
  public:
    Fetch(std::string request_method, Url request_url)
        : method(std::move(request_method)), url(std::move(request_url)) {}

    std::string method;  // "GET" or "POST"
    Url url;
    std::vector<std::pair<std::string, std::string>> headers;  // Host, User-Agent, Content-Length are added
    std::string body;
    std::size_t body_limit = 1024 * 1024;        // more is Errc::too_large
    std::chrono::milliseconds deadline{30'000};  // whole exchange
};

class Answer {
  public:
    Answer() = default;
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;

    std::string_view header(std::string_view name) const;
};

// Errors: unreachable (name, refused address, TLS, connection), timeout, too_large, bad_upstream (not HTTP).
// The detail says which, for the log and the delivery record.
using OnAnswer = std::function<void(Result<Answer>)>;

class HttpClient {
  public:
    virtual ~HttpClient() = default;
    // From any thread; `on_answer` is called once, on a thread of the client's.
    virtual void send(Fetch fetch, OnAnswer on_answer) = 0;
};

}  // namespace collegium::client
