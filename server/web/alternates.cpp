#include "web/alternates.hpp"

#include "http/negotiate.hpp"

namespace collegium::web {
namespace {

constexpr std::string_view profile = "www.w3.org/ns/activitystreams";

}  // namespace

Shape wanted_shape(const http::Request& request, HasRecord has_record) {
    using http::Representation;
    const auto accept = request.header("accept");
    if (accept.empty()) return Shape::page;
    switch (http::negotiate(accept, {Representation::html, Representation::activity, Representation::ld_json})) {
        case Representation::activity: return Shape::activity;
        case Representation::ld_json:
            return has_record == HasRecord::yes && accept.find(profile) == std::string_view::npos ? Shape::record
                                                                                                  : Shape::activity;
        case Representation::html:
        case Representation::json:
        case Representation::none: return Shape::page;
    }
    return Shape::page;
}

http::Response to_activity(std::string_view id) {
    auto response = http::Response::redirect(id, 302);
    response.set("Vary", "Accept");
    return response;
}

void name_activity(http::Response& response, std::string_view id) {
    response.add("Link", "<" + std::string(id) + ">; rel=\"alternate\"; type=\"application/activity+json\"");
}

}  // namespace collegium::web
