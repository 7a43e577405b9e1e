#include "http/static_files.hpp"

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/strings.hpp"

namespace collegium::http {

void StaticFiles::add(std::string path, std::string content_type, std::string_view bytes) {
    auto file = std::make_shared<File>();
    file->content_type = std::move(content_type);
    file->bytes = bytes;
    file->version = hex_encode(sha256(bytes).substr(0, 6));
    files_[std::move(path)] = std::move(file);
}

std::string StaticFiles::url(std::string_view path) const {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::string(path);
    return found->first + "?v=" + found->second->version;
}

Response StaticFiles::serve(const File& file, const Request& request) {
    const auto tag = "\"" + file.version + "\"";
    Response response;
    for (const auto candidate : strings::split(request.header("if-none-match"), ',')) {
        auto wanted = strings::trim(candidate);
        if (wanted.substr(0, 2) == "W/") wanted.remove_prefix(2);
        if (wanted == tag || wanted == "*") response.status = 304;
    }
    if (response.status == 200) {
        response.body = file.bytes;
        response.add("Content-Type", file.content_type);
    }
    response.add("ETag", tag);
    const bool versioned = request.query == "v=" + file.version;
    response.add("Cache-Control", versioned ? "public, max-age=31536000, immutable" : "public, max-age=300");
    return response;
}

void StaticFiles::mount(Router& router) const {
    for (const auto& [path, file] : files_) {
        auto action = [file = file](Request request, Respond respond) { respond(serve(*file, request)); };
        RouteOptions options;
        options.rate_limit = RateLimit::none;
        options.body_limit = 0;
        router.add({Method::get, path, Audience::page, options, std::move(action)});
    }
}

}  // namespace collegium::http
