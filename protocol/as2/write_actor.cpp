#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "as2/write_parts.hpp"

namespace collegium::as2 {
namespace {

using namespace property;

json::Value picture(const Picture& picture) {
    json::Value value = json::Value::object({{"type", type::image}});
    parts::set_text(value, media_type, picture.media_type);
    value.set(property::url, picture.url);
    // Alt text is read from either by different peers.
    parts::set_text(value, summary, picture.description);
    parts::set_text(value, property::name, picture.description);
    return value;
}

json::Value fields_of(const Actor& actor) {
    json::Value list = json::Value::array();
    for (const auto& field : actor.fields) {
        list.push(json::Value::object({{"type", type::property_value}, {"name", field.name}, {"value", field.value}}));
    }
    return list;
}

void set_keys(json::Value& value, const Actor& actor) {
    if (!actor.public_keys.empty()) {
        const PublicKey& key = actor.public_keys.front();
        value.set(public_key, json::Value::object({{"id", key.id}, {"owner", key.owner}, {"publicKeyPem", key.pem}}));
    }
    if (actor.assertion_methods.empty()) return;
    json::Value methods = json::Value::array();
    for (const auto& key : actor.assertion_methods) {
        methods.push(json::Value::object({{"id", key.id},
                                          {"type", type::multikey},
                                          {"controller", key.controller},
                                          {"publicKeyMultibase", key.multibase}}));
    }
    value.set(assertion_method, std::move(methods));
}

json::Value capabilities_of(const Actor& actor) {
    json::Value list = json::Value::array();
    for (const auto& capability : actor.implements) list.push(json::Value::object({{"href", capability}}));
    return list;
}

void set_collections(json::Value& value, const Actor& actor) {
    value.set(inbox, actor.inbox);
    parts::set_text(value, outbox, actor.outbox);
    parts::set_text(value, followers, actor.followers);
    parts::set_text(value, following, actor.following);
    parts::set_text(value, featured, actor.featured);
    parts::set_text(value, featured_tags, actor.featured_tags);
    parts::set_text(value, proposals, actor.proposals);
    if (!actor.shared_inbox.empty()) {
        value.set(endpoints, json::Value::object({{"sharedInbox", actor.shared_inbox}}));
    }
}

void set_flags(json::Value& value, const Actor& actor) {
    value.set(manually_approves_followers, actor.manually_approves_followers.value_or(false));
    value.set(discoverable, actor.discoverable);
    value.set(indexable, actor.indexable);
    if (actor.memorial) value.set(memorial, true);
    if (actor.suspended) value.set(suspended, true);
    if (actor.commercial) value.set(commercial, true);
    if (actor.type == type::group) value.set(posting_restricted_to_mods, actor.posting_restricted);
    if (!actor.moderators.empty()) value.set(attributed_to, actor.moderators);
    parts::set_text(value, moved_to, actor.moved_to);
    if (!actor.also_known_as.empty()) value.set(also_known_as, write_texts(actor.also_known_as));
    if (!actor.attribution_domains.empty()) value.set(attribution_domains, write_texts(actor.attribution_domains));
}

// On the instance actor itself the capabilities stand directly, on everybody else under "generator".
void set_generator(json::Value& value, const Actor& actor) {
    if (actor.type == type::application) {
        if (!actor.implements.empty()) value.set(implements, capabilities_of(actor));
        return;
    }
    if (actor.generator.empty()) return;
    json::Value application = json::Value::object({{"type", type::application}, {"id", actor.generator}});
    if (!actor.implements.empty()) application.set(implements, capabilities_of(actor));
    value.set(generator, std::move(application));
}

}  // namespace

json::Value write_actor(const Actor& actor) {
    json::Value value = json::Value::object({{"id", actor.id}, {"type", actor.type}});
    value.set(preferred_username, actor.preferred_username);
    parts::set_text(value, webfinger, actor.webfinger);
    value.set(property::name, actor.name.empty() ? actor.preferred_username : actor.name);
    value.set(summary, actor.summary);
    parts::set_text(value, property::url, actor.url);
    set_collections(value, actor);
    set_flags(value, actor);
    parts::set_time(value, published, actor.published);
    parts::set_time(value, updated, actor.updated);
    if (actor.icon) value.set(icon, picture(*actor.icon));
    if (actor.image) value.set(image, picture(*actor.image));
    value.set(attachment, fields_of(actor));
    value.set(tag, parts::write_emojis(actor.emojis));
    if (actor.interaction_policy) value.set(interaction_policy, write_policy(*actor.interaction_policy));
    set_generator(value, actor);
    set_keys(value, actor);
    return value;
}

}  // namespace collegium::as2
