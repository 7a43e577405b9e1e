#include "http/parameters.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "formats/form.hpp"
#include "formats/multipart.hpp"

namespace collegium::http {
namespace {

std::string media_type(std::string_view content_type) {
    return strings::lower(strings::trim(content_type.substr(0, content_type.find(';'))));
}

Result<json::Value> nested(const std::vector<formats::Pair>& pairs) {
    if (pairs.empty()) return json::Value::object();
    return formats::nest(pairs);
}

Result<json::Value> read_form(const Request& request) {
    formats::FormLimits limits;
    limits.bytes = std::max(limits.bytes, request.body.size());  // the route's body limit held already
    COLLEGIUM_TRY(auto pairs, formats::parse_form(request.body, limits));
    return nested(pairs);
}

Result<json::Value> read_multipart(Request& request) {
    const auto boundary = formats::multipart_boundary(request.header("content-type"));
    if (!boundary) return Error(Errc::bad_request, "The multipart body has no valid boundary");
    COLLEGIUM_TRY(auto form, formats::parse_multipart(request.body, *boundary));
    for (auto& part : form.uploads)
        request.uploads_.push_back(
            {std::move(part.name), std::move(part.filename), std::move(part.content_type), std::move(part.bytes)});
    return nested(form.fields);
}

Result<json::Value> read_json(const Request& request) {
    if (strings::trim(request.body).empty()) return json::Value::object();
    json::Limits limits;
    limits.bytes = std::max(limits.bytes, request.body.size());
    limits.depth = 32;
    COLLEGIUM_TRY(auto value, json::parse(request.body, limits));
    if (value.is_object()) return value;
    // Rails' name for a body that is no object.
    auto wrapped = json::Value::object();
    wrapped.set("_json", std::move(value));
    return wrapped;
}

Result<json::Value> read_body(Request& request) {
    if (request.body.empty()) return json::Value::object();
    const auto type = media_type(request.header("content-type"));
    if (type == "application/x-www-form-urlencoded") return read_form(request);
    if (type == "multipart/form-data") return read_multipart(request);
    if (type == "application/json") return read_json(request);
    return json::Value::object();
}

}  // namespace

Result<void> read_parameters(Request& request) {
    COLLEGIUM_TRY(auto pairs, formats::parse_form(request.query));
    COLLEGIUM_TRY(auto merged, nested(pairs));
    COLLEGIUM_TRY(auto body, read_body(request));
    if (merged.members().empty()) {
        merged = std::move(body);
    } else {
        for (const auto& [name, value] : body.members()) merged.set(name, value);
    }
    request.parameters_ = std::move(merged);
    return ok();
}

}  // namespace collegium::http
