// A request as handlers see it: plain values, no Beast, no socket.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/json.hpp"

namespace collegium::http {

enum class Method { get, head, post, put, patch, delete_, options };
const char* name_of(Method method);
// Exactly as on the wire, upper case.
std::optional<Method> parse_method(std::string_view name);

using Header = std::pair<std::string, std::string>;

// A file of a multipart body.
struct Upload {
    std::string field;
    std::string filename;
    std::string content_type;
    std::string bytes;
};

// What could not be fetched.
struct Unresolved {
    std::string name;
    std::optional<Error> refusal;  // a rule of this instance keeps us from asking there; fit to show
    bool may_come = true;          // the fault may be over the next time: a host that was down, not one that said 404
};

class Request {
  public:
    Request() = default;

    Method method = Method::get;
    std::string target;                  // path and query exactly as received: what signatures cover
    std::string path;                    // percent-decoded, without a trailing slash (but "/")
    std::string query;                   // raw
    std::vector<Header> headers;         // names in lower case
    std::string body;                    // raw bytes
    std::string remote_address;          // of the client: behind a trusted proxy, the forwarded one
    std::string host;                    // Host header, lower case; behind a trusted proxy, the forwarded one
    std::string id;                      // request id, echoed as X-Request-Id
    bool secure = false;                 // TLS here or at a trusted proxy
    int attempt = 0;                     // 1 when run again after its Needs were fetched
    std::vector<Unresolved> unresolved;  // of those needs, the ones that could not be fetched

    // The value of the one header of that (lower-case) name, "" when absent.
    std::string_view header(std::string_view name) const;
    std::size_t header_count(std::string_view name) const;
    std::optional<std::string> cookie(std::string_view name) const;
    // The part of the path that a route's ":name" matched.
    const std::string& part(std::string_view name) const;

    // Query, form (urlencoded or multipart) and JSON body merged into one tree with Rails' bracket rules:
    // a[]=1, a[b]=2, a[0]=3. Body wins over query. Values from forms are strings.
    const json::Value& parameters() const { return parameters_; }
    const std::vector<Upload>& uploads() const { return uploads_; }

    // Filled in by the router.
    std::vector<Header> parts_;
    json::Value parameters_;
    std::vector<Upload> uploads_;
};

}  // namespace collegium::http
