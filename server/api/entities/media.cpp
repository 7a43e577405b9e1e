#include "api/entities/entities.hpp"
#include "domain/uris.hpp"

namespace collegium::api {
namespace {

// Documents are "unknown" to Mastodon's clients, which then show a link (mastodon-api.md 2.14).
std::string_view name_of(model::MediaKind kind) {
    switch (kind) {
        case model::MediaKind::image: return "image";
        case model::MediaKind::video: return "video";
        case model::MediaKind::audio: return "audio";
        case model::MediaKind::document:
        case model::MediaKind::unknown: return "unknown";
    }
    return "unknown";
}

}  // namespace

std::string media_url(const domain::Context& context, const model::Media& media) {
    if (!media.store_key.empty()) return domain::Uris(context.config).media(media.token);
    return media.remote_url;
}

void write_media(json::Writer& writer, const domain::Context& context, const model::Media& media) {
    const auto url = media_url(context, media);
    writer.begin_object();
    writer.field("id", media.id.text());
    writer.field("type", name_of(media.kind));
    writer.field("url", url);
    writer.field("preview_url", url);
    writer.key("remote_url");
    media.remote_url.empty() ? writer.null() : writer.value(media.remote_url);
    writer.null_field("preview_remote_url").null_field("text_url");
    writer.key("meta").begin_object();
    if (media.width > 0 && media.height > 0) {
        writer.key("original").begin_object();
        writer.field("width", media.width).field("height", media.height);
        writer.field("size", std::to_string(media.width) + "x" + std::to_string(media.height));
        writer.field("aspect", static_cast<double>(media.width) / media.height);
        writer.end_object();
    }
    writer.end_object();
    writer.key("description");
    media.description.empty() ? writer.null() : writer.value(media.description);
    writer.key("blurhash");
    media.blurhash.empty() ? writer.null() : writer.value(media.blurhash);
    writer.end_object();
}

void write_tag(json::Writer& writer, const domain::Context& context, const model::Tag& tag) {
    writer.begin_object();
    writer.field("id", tag.id.text());
    writer.field("name", tag.name);
    writer.field("url", domain::Uris(context.config).tag(tag.name));
    writer.key("history").begin_array().end_array();
    writer.field("following", false);
    writer.field("featuring", false);
    writer.end_object();
}

void write_application(json::Writer& writer, const model::OauthApp& app) {
    writer.field("id", app.id.text());
    writer.field("name", app.name);
    writer.key("website");
    app.website.empty() ? writer.null() : writer.value(app.website);
}

}  // namespace collegium::api
