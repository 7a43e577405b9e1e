// Beast's reading of a request head that framing has already passed, and our own writing of answer heads.
// The only door to Beast's HTTP parser.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/framing.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace collegium::http {

enum class Connection { keep_alive, close };

// False when Beast reads it otherwise than `frame` says: then the request is refused. Names come out in lower
// case; names with "_" or "." are dropped, since proxies and gateways take them for "-" (security.md PRX-03).
bool parse_fields(std::string_view head, const framing::Frame& frame, std::vector<Header>& headers,
                  Connection& connection);

// Status line, the answer's headers, Date, Content-Length and Connection, ready to send before the body.
std::string write_head(const Response& response, Connection connection, bool http_1_0);
// 1xx, 204 and 304 have no body, whatever a handler put there (RFC 9110 6.4.1).
bool allows_body(int status);

}  // namespace collegium::http
