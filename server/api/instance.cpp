// What clients ask about the server itself (mastodon-api.md 2.12 and section 4).
#include "api/routes.hpp"
#include "api/version.hpp"
#include "core/url.hpp"
#include "domain/media.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"

namespace collegium::api {
namespace {

constexpr int characters_per_url = 23;

const char* const media_types[] = {"image/jpeg", "image/png",  "image/gif",      "image/webp", "application/pdf",
                                   "text/plain", "text/csv",   "audio/mpeg",     "audio/ogg",  "audio/mp4",
                                   "video/mp4",  "video/webm", "application/zip"};

std::string streaming_url(const domain::Context& context) {
    return (context.config.plain_http() ? "ws://" : "wss://") + context.config.web_authority();
}

void write_limits(json::Writer& writer, const domain::Context& context) {
    const auto& limits = context.config.limits;
    writer.key("statuses").begin_object();
    writer.field("max_characters", static_cast<std::int64_t>(limits.post_characters));
    writer.field("max_media_attachments", 4);
    writer.field("characters_reserved_per_url", characters_per_url);
    writer.end_object();
    writer.key("media_attachments").begin_object();
    writer.key("supported_mime_types").begin_array();
    for (const char* type : media_types) writer.value(type);
    writer.end_array();
    writer.field("description_limit", 1500);
    writer.field("image_size_limit", static_cast<std::int64_t>(domain::upload_limit(limits, model::MediaKind::image)));
    writer.field("video_size_limit", static_cast<std::int64_t>(domain::upload_limit(limits, model::MediaKind::video)));
    writer.field("image_matrix_limit", domain::picture_limit)
        .field("video_matrix_limit", 8294400)
        .field("video_frame_rate_limit", 120);
    writer.end_object();
    writer.key("polls").begin_object();
    writer.field("max_options", 4).field("max_characters_per_option", 50);
    writer.field("min_expiration", 300).field("max_expiration", 2629746);
    writer.end_object();
}

void write_accounts_limits(json::Writer& writer) {
    writer.key("accounts").begin_object();
    writer.field("max_featured_tags", 0).field("max_pinned_statuses", 0);
    writer.field("max_display_name_length", 50).field("max_note_length", 1000);
    writer.field("max_avatar_description_length", 0).field("max_header_description_length", 0);
    writer.field("max_profile_fields", 6)
        .field("profile_field_name_limit", 255)
        .field("profile_field_value_limit", 255);
    writer.end_object();
}

void write_languages(json::Writer& writer, const domain::Context& context) {
    writer.key("languages").begin_array();
    for (const auto& language : context.config.instance.languages) writer.value(language);
    writer.end_array();
}

void write_timelines_access(json::Writer& writer) {
    writer.key("timelines_access").begin_object();
    for (const char* feed : {"live_feeds", "hashtag_feeds", "trending_link_feeds"}) {
        writer.key(feed).begin_object();
        writer.field("local", "public").field("remote", "public");
        writer.end_object();
    }
    writer.end_object();
}

Reply version_2(domain::Context& context, const http::Request&) {
    const auto& instance = context.config.instance;
    const domain::Uris uris(context.config);
    const auto counts = repo::count_instance(context.db, context.now);
    json::Writer writer;
    writer.begin_object();
    writer.field("domain", instance.domain).field("title", instance.name).field("version", mastodon_version());
    writer.field("source_url", instance.source_url).field("description", instance.description);
    writer.key("usage").begin_object().key("users").begin_object();
    writer.field("active_month", counts.active_month).end_object().end_object();
    writer.key("thumbnail").begin_object().field("url", uris.asset("header-missing.png"));
    writer.field("description", "").null_field("blurhash").end_object();
    writer.key("icon").begin_array().end_array();
    write_languages(writer, context);
    writer.key("configuration").begin_object();
    writer.key("urls").begin_object().field("streaming", streaming_url(context)).null_field("status");
    writer.field("about", uris.home() + "about")
        .null_field("privacy_policy")
        .null_field("terms_of_service")
        .end_object();
    writer.key("vapid").begin_object().field("public_key", "").end_object();
    write_accounts_limits(writer);
    write_limits(writer, context);
    writer.key("translation").begin_object().field("enabled", false).end_object();
    write_timelines_access(writer);
    writer.field("limited_federation", context.config.federation.mode != config::FederationMode::open);
    writer.end_object();
    writer.key("registrations").begin_object();
    writer.field("enabled", false).field("approval_required", false).field("reason_required", false);
    writer.null_field("message").null_field("url").null_field("min_age").end_object();
    writer.key("api_versions")
        .begin_object()
        .field("mastodon", mastodon_api_version)
        .field("collegium", 1)
        .end_object();
    writer.key("contact").begin_object().field("email", instance.contact_email).null_field("account").end_object();
    writer.key("rules").begin_array().end_array();
    writer.null_field("wrapstodon").end_object();
    return kept_for_minutes(http::Response::json(writer.take()));
}

Reply version_1(domain::Context& context, const http::Request&) {
    const auto& instance = context.config.instance;
    const domain::Uris uris(context.config);
    const auto counts = repo::count_instance(context.db, context.now);
    json::Writer writer;
    writer.begin_object();
    writer.field("uri", instance.domain).field("title", instance.name);
    writer.field("short_description", instance.description).field("description", instance.description);
    writer.field("email", instance.contact_email).field("version", mastodon_version());
    writer.key("urls").begin_object().field("streaming_api", streaming_url(context)).end_object();
    writer.key("stats").begin_object().field("user_count", counts.members);
    writer.field("status_count", counts.local_posts).field("domain_count", counts.domains).end_object();
    writer.field("thumbnail", uris.asset("header-missing.png"));
    write_languages(writer, context);
    writer.field("registrations", false).field("approval_required", false).field("invites_enabled", false);
    writer.key("configuration").begin_object();
    writer.key("accounts").begin_object().field("max_featured_tags", 0).end_object();
    write_limits(writer, context);
    writer.end_object();
    writer.null_field("contact_account");
    writer.key("rules").begin_array().end_array();
    writer.end_object();
    return kept_for_minutes(http::Response::json(writer.take()));
}

Reply extended_description(domain::Context& context, const http::Request&) {
    json::Writer writer;
    writer.begin_object().null_field("updated_at");
    writer.field("content", context.config.instance.description).end_object();
    return kept_for_minutes(http::Response::json(writer.take()));
}

}  // namespace

std::string mastodon_version() {
    return std::string("4.6.0+collegium-") + COLLEGIUM_VERSION;
}

Routes instance_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v2/instance", Lane::read, api, version_2, open_to_browsers},
        {Method::get, "/api/v1/instance", Lane::read, api, version_1, open_to_browsers},
        {Method::get, "/api/v1/instance/extended_description", Lane::read, api, extended_description, open_to_browsers},
    };
}

}  // namespace collegium::api
