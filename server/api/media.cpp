// Uploads: pictures for posts, files for resources (mastodon-api.md 2.14).
#include "domain/media.hpp"

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::api {
namespace {

constexpr std::size_t upload_limit = 32 * 1024 * 1024;
constexpr http::RouteOptions uploading = {upload_limit, http::RateLimit::media_upload, true};

Reply media_reply(const domain::Context& context, const model::Media& media) {
    json::Writer writer;
    write_media(writer, context, media);
    return json_reply(writer);
}

const http::Upload* find_upload(const http::Request& request, std::string_view field) {
    for (const auto& upload : request.uploads())
        if (upload.field == field) return &upload;
    return nullptr;
}

Reply create(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:media");
    if (!viewer) return viewer.error();
    const auto* upload = find_upload(request, "file");
    if (!upload) return Error(Errc::unprocessable, "Validation failed: File can't be blank");
    domain::NewMedia wanted{viewer->id(), upload->filename, upload->content_type, upload->bytes,
                            text_or(request, "description")};
    auto media = domain::store_file(context, wanted);
    if (!media) return media.error();
    return http::Continue<domain::Context>([row = *media](domain::Context& later, const http::Request&) -> Reply {
        repo::insert_media(later.db, row);
        return media_reply(later, row);
    });
}

Result<model::Media> own_media(domain::Context& context, const http::Request& request, std::string_view scope) {
    COLLEGIUM_TRY(auto viewer, require_viewer(context, request, scope));
    COLLEGIUM_TRY(auto id, id_in_path<MediaId>(request));
    auto media = repo::find_media(context.db, id);
    if (!media || media->account_id != viewer.id() || media->post_id) return Error(Errc::not_found, "Record not found");
    return std::move(*media);
}

Reply show(domain::Context& context, const http::Request& request) {
    auto media = own_media(context, request, "write:media");
    if (!media) return media.error();
    return media_reply(context, *media);
}

Reply update(domain::Context& context, const http::Request& request) {
    auto media = own_media(context, request, "write:media");
    if (!media) return media.error();
    if (auto description = text_parameter(request, "description")) {
        if (strings::count_characters(*description) > 1500)
            return Error(Errc::unprocessable,
                         "Validation failed: Description is too long (maximum is 1500 characters)");
        media->description = strings::without_controls(*description);
    }
    repo::update_media(context.db, *media);
    return media_reply(context, *media);
}

}  // namespace

Routes media_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::post, "/api/v1/media", Lane::slow, api, create, uploading},
        {Method::post, "/api/v2/media", Lane::slow, api, create, uploading},
        {Method::get, "/api/v1/media/:id", Lane::read, api, show, open_to_browsers},
        {Method::put, "/api/v1/media/:id", Lane::write, api, update, open_to_browsers},
    };
}

}  // namespace collegium::api
