// Other forms of what a page shows: which one is asked for, and how the page names them to other servers.
#pragma once

#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace collegium::web {

enum class Shape { page, activity, record };

// `Accept: application/ld+json` means ActivityStreams, unless there is a record of schema.org's words too:
// then only with its profile.
enum class HasRecord { no, yes };
Shape wanted_shape(const http::Request& request, HasRecord has_record);

// Vary, and where to go: ids are never at the address of a page.
http::Response to_activity(std::string_view id);
// Link: <id>; rel="alternate"; type="application/activity+json"
void name_activity(http::Response& response, std::string_view id);

}  // namespace collegium::web
