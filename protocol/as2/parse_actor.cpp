#include <algorithm>
#include <array>

#include "as2/parse.hpp"
#include "as2/parse_parts.hpp"
#include "as2/read.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"

namespace collegium::as2 {
namespace {

using namespace property;

std::optional<Picture> picture(const json::Value& value) {
    for (const auto* item : read::list(value)) {
        Picture found;
        found.url = item->is_object() ? read::link((*item)[property::url]) : read::url(*item);
        if (found.url.empty()) continue;
        found.media_type = read::text((*item)[media_type], 100);
        found.description = read::text((*item)[summary], read::limit::description);
        if (found.description.empty())
            found.description = read::text((*item)[property::name], read::limit::description);
        return found;
    }
    return std::nullopt;
}

std::vector<ProfileField> fields(const json::Value& attachments) {
    std::vector<ProfileField> found;
    for (const auto* item : read::list(attachments)) {
        if (read::type((*item)[property::type]) != type::property_value || found.size() == read::limit::fields)
            continue;
        ProfileField field;
        field.name = read::text((*item)[property::name], read::limit::field);
        field.value = read::cut_characters((*item)[value].string(), read::limit::field);
        if (!field.name.empty()) found.push_back(std::move(field));
    }
    return found;
}

std::vector<PublicKey> public_keys(const json::Value& value) {
    std::vector<PublicKey> found;
    for (const auto* item : read::list(value)) {
        PublicKey key{read::url((*item)[property::id]), read::id((*item)[owner]), (*item)[public_key_pem].string()};
        if (key.id.empty() || key.pem.empty() || key.pem.size() > 8'192) continue;
        if (found.size() < read::limit::keys) found.push_back(std::move(key));
    }
    return found;
}

std::vector<Multikey> multikeys(const json::Value& value) {
    std::vector<Multikey> found;
    for (const auto* item : read::list(value)) {
        Multikey key{read::url((*item)[property::id]), read::id((*item)[controller]),
                     (*item)[public_key_multibase].string()};
        const bool usable = !key.id.empty() && !key.multibase.empty() && key.multibase.size() <= 2'048;
        if (!usable || read::type((*item)[property::type]) != type::multikey) continue;
        if (found.size() < read::limit::keys) found.push_back(std::move(key));
    }
    return found;
}

// Strings alone: an object with an "id" is not a domain (security.md ORI-08).
Texts domains(const json::Value& value) {
    Texts found;
    for (const auto* item : read::list(value)) {
        const std::string& domain = item->string();
        if (!domain.empty() && domain.size() <= 255 && found.size() < read::limit::domains) found.push_back(domain);
    }
    return found;
}

// FEP-844e: {"href": address} entries, or addresses.
Texts capabilities(const json::Value& value) {
    Texts found;
    for (const auto* item : read::list(value)) {
        const json::Value& address =
            item->is_object() ? ((*item)[href].is_null() ? (*item)[property::id] : (*item)[href]) : *item;
        if (std::string usable = read::url(address); !usable.empty() && found.size() < 64)
            found.push_back(std::move(usable));
    }
    return found;
}

void read_addresses(const json::Value& document, Actor& actor) {
    actor.url = read::link(document[property::url]);
    actor.inbox = read::url(document[inbox]);
    actor.outbox = read::id(document[outbox]);
    actor.shared_inbox = read::url(document[endpoints][shared_inbox]);
    if (actor.shared_inbox.empty()) actor.shared_inbox = read::url(document[shared_inbox]);
    actor.followers = read::id(document[followers]);
    actor.following = read::id(document[following]);
    actor.featured = read::id(document[featured]);
    actor.featured_tags = read::id(document[featured_tags]);
    actor.moved_to = read::id(document[moved_to]);
    actor.also_known_as = read::ids(document[also_known_as], read::limit::aliases);
    actor.proposals = read::id(document[proposals]);
    if (actor.type == type::group) actor.moderators = read::id(document[attributed_to]);
    if (actor.moderators.empty()) actor.moderators = read::id(document[moderators]);
}

void read_flags(const json::Value& document, Actor& actor) {
    actor.manually_approves_followers = document[manually_approves_followers].boolean();
    actor.discoverable = document[discoverable].boolean().value_or(false);
    actor.indexable = document[indexable].boolean().value_or(false);
    actor.memorial = document[memorial].boolean().value_or(false);
    actor.suspended = document[suspended].boolean().value_or(false);
    actor.commercial = document[commercial].boolean().value_or(false);
    actor.posting_restricted = document[posting_restricted_to_mods].boolean().value_or(false);
}

}  // namespace

bool is_actor_type(std::string_view name) {
    static constexpr std::array<Name, 5> known = {type::person, type::group, type::organization, type::service,
                                                  type::application};
    return std::find(known.begin(), known.end(), name) != known.end();
}

Result<Actor> parse_actor(const json::Value& document) {
    Actor actor;
    actor.id = read::url(document[property::id]);
    actor.type = read::type(document[property::type]);
    if (actor.id.empty() || !is_actor_type(actor.type)) return Error(Errc::bad_request, "This is not an actor");
    actor.preferred_username = document[preferred_username].string();
    actor.webfinger = read::text(document[webfinger], 512);
    if (actor.preferred_username.size() > read::limit::username) actor.preferred_username.clear();
    read_addresses(document, actor);
    if (actor.inbox.empty()) return Error(Errc::bad_request, "The actor has no usable inbox", actor.id);
    if (actor.preferred_username.empty() && actor.webfinger.empty()) {
        return Error(Errc::bad_request, "The actor has no usable name", actor.id);
    }
    read_flags(document, actor);
    actor.name = read::text(document[property::name], read::limit::name);
    actor.summary = read::html(document[summary], read::limit::biography);
    actor.icon = picture(document[icon]);
    actor.image = picture(document[image]);
    actor.fields = fields(document[attachment]);
    actor.public_keys = public_keys(document[public_key]);
    actor.assertion_methods = multikeys(document[assertion_method]);
    actor.attribution_domains = domains(document[attribution_domains]);
    actor.implements = capabilities(document[generator][implements]);
    if (actor.implements.empty()) actor.implements = capabilities(document[implements]);
    actor.generator = read::id(document[generator]);
    actor.published = read::time(document[published]);
    actor.updated = read::time(document[updated]);
    actor.emojis = parts::emojis(document[tag]);
    actor.interaction_policy = parts::policy(document[interaction_policy]);
    return actor;
}

}  // namespace collegium::as2
