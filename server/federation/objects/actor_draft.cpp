// What another server says of an actor, as the domain takes it (federation.md 1.6).
#include <algorithm>

#include "as2/parse.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "federation/objects/actor.hpp"
#include "text/microsyntax.hpp"
#include "text/sanitize.hpp"

namespace collegium::federation {
namespace {

constexpr std::size_t name_limit = 512;
constexpr std::size_t field_limit = 20;

model::ActorKind kind_of(std::string_view type) {
    if (type == "Service") return model::ActorKind::service;
    if (type == "Group") return model::ActorKind::group;
    if (type == "Organization") return model::ActorKind::organization;
    if (type == "Application") return model::ActorKind::application;
    return model::ActorKind::person;
}

// Only what lies on the actor's own server: a foreign inbox or page would speak for somebody else.
std::string own(const std::string& address, const std::string& actor) {
    return same_origin(address, actor) ? address : std::string();
}

std::string fields_of(const as2::Actor& actor) {
    json::Array fields;
    for (const auto& field : actor.fields) {
        if (fields.size() == field_limit) break;
        fields.push_back(json::Value::object({{"name", strings::shorten(strings::without_controls(field.name), 255)},
                                              {"value", text::sanitize_html(field.value)}}));
    }
    return json::dump(json::Value(std::move(fields)));
}

}  // namespace

Result<domain::RemoteAccount> actor_to_draft(const json::Value& document) {
    auto parsed = as2::parse_actor(document);
    if (!parsed)
        return Error(Errc::bad_upstream, "The other server answered something unusable", parsed.error().message());
    const auto& actor = *parsed;
    if (!same_origin(actor.inbox, actor.id))
        return Error(Errc::bad_upstream, "The other server answered something unusable", "inbox on another host");
    // A name with an "@" or a control character in it could pass for somebody else's (security.md ORI-14). Servers'
    // own actors are named like their server.
    if (!text::is_username(actor.preferred_username) && actor.preferred_username != authority_of(actor.id))
        return Error(Errc::bad_upstream, "The other server answered something unusable", "not a user name");
    domain::RemoteAccount remote;
    remote.uri = actor.id;
    remote.username = actor.preferred_username;
    remote.domain = authority_of(actor.id);
    remote.kind = kind_of(actor.type);
    remote.url = own(actor.url, actor.id);
    remote.display_name = strings::shorten(actor.name, name_limit);
    remote.note = text::sanitize_html(actor.summary);
    remote.fields = fields_of(actor);
    if (actor.icon) remote.avatar_url = actor.icon->url;
    if (actor.image) remote.header_url = actor.image->url;
    remote.locked = actor.manually_approves_followers.value_or(false);
    remote.discoverable = actor.discoverable;
    remote.indexable = actor.indexable;
    remote.inbox = actor.inbox;
    remote.shared_inbox = own(actor.shared_inbox, actor.id);
    remote.outbox = own(actor.outbox, actor.id);
    remote.followers_uri = own(actor.followers, actor.id);
    remote.following_uri = own(actor.following, actor.id);
    remote.featured_uri = own(actor.featured, actor.id);
    remote.published = actor.published;
    const auto& implemented = actor.implements;
    remote.understands_pln =
        std::find(implemented.begin(), implemented.end(), std::string(as2::fep_0837)) != implemented.end();
    // The first key that the actor itself owns and that lies on its own server (security.md SIG-13).
    for (const auto& key : actor.public_keys) {
        if (key.owner != actor.id || !same_origin(key.id, actor.id) || key.pem.empty()) continue;
        remote.key_id = key.id;
        remote.public_key = key.pem;
        break;
    }
    return remote;
}

}  // namespace collegium::federation
