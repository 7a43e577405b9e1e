#include "api/entities/entities.hpp"
#include "domain/uris.hpp"

namespace collegium::api {
namespace {

constexpr std::string_view missing_avatar = "avatar-missing.png";
constexpr std::string_view missing_header = "header-missing.png";

void write_fields(json::Writer& writer, const model::Account& account, std::string_view value_name) {
    writer.key("fields").begin_array();
    if (account.fields.size() > 2 && !account.suspended_at) {
        if (auto fields = json::parse(account.fields)) {
            for (const auto& field : fields->items()) {
                writer.begin_object();
                writer.field("name", field["name"].string());
                writer.field("value", field[value_name].string());
                writer.null_field("verified_at");
                writer.end_object();
            }
        }
    }
    writer.end_array();
}

void write_pictures(json::Writer& writer, const domain::Context& context, const model::Account& account) {
    const domain::Uris uris(context.config);
    const bool hidden = account.suspended_at.has_value();
    const auto avatar = hidden || account.avatar_url.empty() ? uris.asset(missing_avatar) : account.avatar_url;
    const auto header = hidden || account.header_url.empty() ? uris.asset(missing_header) : account.header_url;
    writer.field("avatar", avatar).field("avatar_static", avatar).field("avatar_description", "");
    writer.field("header", header).field("header_static", header).field("header_description", "");
}

void write_members(json::Writer& writer, const domain::Context& context, const model::Account& account) {
    const bool hidden = account.suspended_at.has_value();
    writer.field("id", account.id.text());
    writer.field("username", account.username);
    writer.field("acct", account.acct());
    writer.field("display_name", hidden ? "" : account.display_name);
    writer.field("locked", account.locked);
    writer.field("bot", account.kind == model::ActorKind::service || account.kind == model::ActorKind::application);
    writer.field("discoverable", account.discoverable);
    writer.field("indexable", account.indexable);
    writer.field("group", account.kind == model::ActorKind::group);
    writer.field("created_at", format_rfc3339(floor_to_day(account.created_at)));
    writer.field("note", hidden ? "" : account.note);
    writer.field("url", account.url.empty() ? account.uri : account.url);
    writer.field("uri", account.uri);
    write_pictures(writer, context, account);
    writer.field("followers_count", account.followers_count);
    writer.field("following_count", account.following_count);
    writer.field("statuses_count", account.statuses_count);
    if (account.last_status_at)
        writer.field("last_status_at", format_date(*account.last_status_at));
    else
        writer.null_field("last_status_at");
    writer.field("hide_collections", false);
    writer.field("show_media", true).field("show_media_replies", true).field("show_featured", true);
    writer.key("feature_approval").begin_object();
    writer.key("automatic").begin_array().end_array().key("manual").begin_array().end_array();
    writer.field("current_user", "denied").end_object();
    writer.key("emojis").begin_array().end_array();
    if (account.local()) {
        writer.field("noindex", !account.indexable);
        writer.key("roles").begin_array().end_array();
    }
    if (hidden) writer.field("suspended", true);
}

// The bit mask of Mastodon's roles (mastodon-api.md 2.20): administrators hold bit 1, which means all.
std::string_view permissions_of(model::Role role) {
    switch (role) {
        case model::Role::member: return "65536";
        case model::Role::moderator: return "1308";
        case model::Role::admin:
        case model::Role::owner: return "1";
    }
    return "0";
}

std::string_view name_of(model::Role role) {
    switch (role) {
        case model::Role::member: return "";
        case model::Role::moderator: return "Moderator";
        case model::Role::admin: return "Admin";
        case model::Role::owner: return "Owner";
    }
    return "";
}

}  // namespace

void write_account(json::Writer& writer, const domain::Context& context, const model::Account& account) {
    writer.begin_object();
    write_members(writer, context, account);
    write_fields(writer, account, "value");
    writer.end_object();
}

void write_muted_account(json::Writer& writer, const domain::Context& context, const model::Account& account,
                         std::optional<Timestamp> until) {
    writer.begin_object();
    write_members(writer, context, account);
    write_fields(writer, account, "value");
    if (until)
        writer.field("mute_expires_at", format_rfc3339(*until));
    else
        writer.null_field("mute_expires_at");
    writer.end_object();
}

void write_credential_account(json::Writer& writer, const domain::Context& context, const model::Account& account,
                              const model::Member& member, std::int64_t follow_requests) {
    writer.begin_object();
    write_members(writer, context, account);
    write_fields(writer, account, "value");
    writer.key("source").begin_object();
    writer.field("privacy", name_of(member.default_visibility));
    writer.field("sensitive", member.default_sensitive);
    if (member.default_language.empty())
        writer.null_field("language");
    else
        writer.field("language", member.default_language);
    writer.field("note", account.note_source);
    write_fields(writer, account, "source");
    writer.field("follow_requests_count", follow_requests > 40 ? std::int64_t{40} : follow_requests);
    writer.field("discoverable", account.discoverable);
    writer.field("hide_collections", false);
    writer.field("indexable", account.indexable);
    writer.key("attribution_domains").begin_array().end_array();
    writer.field("quote_policy", "nobody");
    writer.end_object();
    writer.key("role").begin_object();
    writer.field("id", std::to_string(member.role == model::Role::member ? -99 : static_cast<int>(member.role)));
    writer.field("name", name_of(member.role));
    writer.field("color", "");
    writer.field("permissions", permissions_of(member.role));
    writer.field("highlighted", false);
    writer.field("collection_limit", 0);
    writer.end_object();
    writer.end_object();
}

void write_relationship(json::Writer& writer, const model::Relationship& relationship) {
    writer.begin_object();
    writer.field("id", relationship.target_id.text());
    writer.field("following", relationship.following);
    writer.field("showing_reblogs", relationship.following && relationship.showing_reblogs);
    writer.field("notifying", relationship.notifying);
    writer.null_field("languages");
    writer.field("followed_by", relationship.followed_by);
    writer.field("blocking", relationship.blocking);
    writer.field("blocked_by", relationship.blocked_by);
    writer.field("muting", relationship.muting);
    writer.field("muting_notifications", relationship.muting_notifications);
    if (relationship.muting_expires_at)
        writer.field("muting_expires_at", format_rfc3339(*relationship.muting_expires_at));
    else
        writer.null_field("muting_expires_at");
    writer.field("requested", relationship.requested);
    writer.field("requested_by", relationship.requested_by);
    writer.field("domain_blocking", false);
    writer.field("endorsed", false);
    writer.field("note", "");
    writer.end_object();
}

}  // namespace collegium::api
