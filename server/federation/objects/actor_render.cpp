#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "domain/uris.hpp"
#include "federation/objects/actor.hpp"

namespace collegium::federation {
namespace {

// FEP-844e: what a peer may count on, whoever of ours it talks to.
const as2::Texts& capabilities() {
    static const as2::Texts list = {std::string(as2::fep_0837), std::string(as2::pln),
                                    "https://datatracker.ietf.org/doc/html/rfc9421"};
    return list;
}

as2::Name type_of(model::ActorKind kind) {
    switch (kind) {
        case model::ActorKind::person: return as2::type::person;
        case model::ActorKind::service: return as2::type::service;
        case model::ActorKind::group: return as2::type::group;
        case model::ActorKind::organization: return as2::type::organization;
        case model::ActorKind::application: return as2::type::application;
    }
    return as2::type::person;
}

std::vector<as2::ProfileField> fields_of(const model::Account& account) {
    std::vector<as2::ProfileField> fields;
    const auto parsed = json::parse(account.fields);
    if (!parsed) return fields;
    for (const auto& field : parsed->items()) fields.push_back({field["name"].string(), field["value"].string()});
    return fields;
}

std::optional<as2::Picture> picture_of(const std::string& url) {
    if (url.empty()) return std::nullopt;
    as2::Picture picture;
    picture.url = url;
    return picture;
}

void set_addresses(const domain::Uris& uris, const model::Account& account, as2::Actor& actor) {
    actor.inbox = account.inbox;
    actor.outbox = account.outbox;
    actor.shared_inbox = uris.shared_inbox();
    actor.followers = account.followers_uri;
    actor.following = account.following_uri;
    actor.featured = account.featured_uri;
    actor.generator = uris.instance_actor();
    if (account.kind != model::ActorKind::application) actor.proposals = uris.proposals(account.id);
}

// Who may put this actor into a list of people (FEP-7aa9): anyone, or nobody who does not find it anyway.
as2::InteractionPolicy policy_of(const model::Account& account) {
    as2::PolicyRule rule;
    rule.automatic = {account.discoverable ? std::string(as2::public_collection) : account.uri};
    as2::InteractionPolicy policy;
    policy.can_feature = std::move(rule);
    return policy;
}

}  // namespace

json::Value render_actor(const domain::Context& context, const model::Account& account) {
    const domain::Uris uris(context.config);
    const bool instance = account.kind == model::ActorKind::application;
    as2::Actor actor;
    actor.id = account.uri;
    actor.type = std::string(type_of(account.kind));
    actor.preferred_username = account.username;
    actor.webfinger = account.username + "@" + context.config.instance.domain;
    actor.name = instance ? context.config.instance.name : account.display_name;
    actor.summary = account.note;
    actor.url = account.url;
    set_addresses(uris, account, actor);
    actor.icon = picture_of(account.avatar_url);
    actor.image = picture_of(account.header_url);
    actor.fields = fields_of(account);
    actor.public_keys.push_back({account.key_id, account.uri, account.public_key});
    actor.manually_approves_followers = account.locked;
    actor.discoverable = account.discoverable;
    actor.indexable = account.indexable;
    actor.suspended = account.suspended_at.has_value();
    actor.implements = capabilities();
    actor.published = floor_to_day(account.created_at);
    actor.updated = account.updated_at;
    if (!instance) actor.interaction_policy = policy_of(account);
    return as2::write_actor(actor);
}

}  // namespace collegium::federation
