// Stored files by their unguessable address. Whatever is inside, it must not run on our origin: types are those
// that the bytes showed, what browsers do not need to show is a download, and the policy allows no script
// (security.md 1.5).
#include "domain/media.hpp"

#include "core/url.hpp"
#include "http/range.hpp"
#include "storage/repo/posts.hpp"
#include "web/routes.hpp"

namespace collegium::web {
namespace {

constexpr std::string_view sealed =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";
// Browsers show no PDF in a sandbox.
constexpr std::string_view sealed_pdf =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; script-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

Error nothing() {
    return Error(Errc::not_found, "There is no such file.");
}

// A name for old clients, and the whole one (RFC 6266, RFC 8187).
std::string disposition_of(const model::Media& media) {
    std::string plain;
    for (const char byte : media.file_name) {
        const bool good = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '_';
        plain += good ? byte : '_';
    }
    if (plain.empty()) plain = "file";
    const std::string kind = domain::is_shown_inline(media.mime_type) ? "inline" : "attachment";
    return kind + "; filename=\"" + plain + "\"; filename*=UTF-8''" +
           percent_encode(media.file_name.empty() ? plain : media.file_name);
}

std::string cache_rule(domain::Context& context, const model::Media& media) {
    const auto post = media.post_id ? repo::find_post(context.db, media.post_id) : std::nullopt;
    const bool open = post && post->visibility <= model::Visibility::unlisted;
    return open ? "public, max-age=31536000, immutable" : "private, max-age=3600";
}

// The bytes, or those that were asked for.
Result<void> fill(domain::Context& context, const http::Request& request, const model::Media& media,
                  std::string_view tag, http::Response& response) {
    const auto size = static_cast<std::uint64_t>(media.size);
    const auto range = http::wanted_range(request, tag, size);
    http::set_range(response, range, size);
    if (range.kind == http::ByteRange::Kind::unsatisfiable) return ok();
    const bool whole = range.kind == http::ByteRange::Kind::whole;
    COLLEGIUM_TRY(response.body, context.media.read(media.store_key, range.offset, whole ? size : range.length));
    const bool text = media.mime_type.starts_with("text/");
    response.set("Content-Type", media.mime_type + (text ? "; charset=utf-8" : ""));
    response.set("Content-Disposition", disposition_of(media));
    return ok();
}

Reply serve(domain::Context& context, const http::Request& request) {
    const auto media = repo::find_media_by_token(context.db, request.part("token"));
    if (!media || media->store_key.empty()) return nothing();
    if (!media->post_id && media->created_at + domain::upload_life < context.now) return nothing();
    const auto tag = "\"" + media->sha256.substr(0, 32) + "\"";
    http::Response response;
    if (request.header("if-none-match") == tag) {
        response.status = 304;
    } else if (auto filled = fill(context, request, *media, tag, response); !filled) {
        return filled.error();
    }
    response.set("ETag", tag);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Content-Security-Policy", media->mime_type == "application/pdf" ? sealed_pdf : sealed);
    response.set("Cross-Origin-Resource-Policy", "cross-origin");
    response.set("Cache-Control", cache_rule(context, *media));
    return response;
}

}  // namespace

Routes media_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr http::RouteOptions unlimited = {1024, http::RateLimit::none};
    return {{Method::get, "/media/:token", Lane::read, Audience::page, serve, unlimited}};
}

}  // namespace collegium::web
