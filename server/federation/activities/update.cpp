// Update: of a post by its author, of an actor by itself, of an Offer by the one who made it.
#include "as2/parse.hpp"
#include "core/url.hpp"
#include "domain/accounts.hpp"
#include "domain/mentorships.hpp"
#include "domain/remote_posts.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"
#include "federation/objects/actor.hpp"
#include "federation/objects/note.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"

namespace collegium::federation::activities {
namespace {

std::string type_of(const json::Value& object) {
    const auto& type = object["type"];
    if (type.is_array() && !type.items().empty()) return type.items().front().string();
    return type.string();
}

// Only of itself, and never with keys: those come from the actor's own address (security.md SIG-14).
Result<void> update_actor(domain::Context& context, const Incoming& incoming, const json::Value& object) {
    if (incoming.forwarded || object_id(object) != incoming.activity.actor)
        return Error(Errc::forbidden, "another's profile");
    auto known = repo::find_account(context.db, incoming.actor);
    if (!known) return Error(Errc::not_found, "unknown actor");
    COLLEGIUM_TRY(auto remote, actor_to_draft(object));
    remote.username = known->username;  // a new handle is believed when WebFinger says so
    remote.domain = known->domain;
    COLLEGIUM_CHECK(domain::import_account(context, remote, domain::KeyTrust::keep_known));
    return ok();
}

Result<void> update_offer(domain::Context& context, const Incoming& incoming, const json::Value& object) {
    if (incoming.forwarded || !same_origin(object_id(object), incoming.activity.actor))
        return Error(Errc::forbidden, "another's offer");
    domain::RemoteOffer offer;
    offer.offer_uri = object_id(object);
    offer.actor = incoming.actor;
    offer.message = plain_content(embedded_object(object["object"]));
    if (offer.message.empty()) offer.message = plain_content(object);
    return domain::offer_answered(context, offer);
}

}  // namespace

http::Needs update_needs(domain::Context& context, const Incoming& incoming) {
    // What is known is not read again, and what is unknown is not read because a stranger changed it.
    return no_needs(context, incoming);
}

Result<void> apply_update(domain::Context& context, const Incoming& incoming) {
    const auto& object = embedded_object(incoming.activity.object);
    if (!object.is_object()) return ok();
    const auto type = type_of(object);
    if (as2::is_actor_type(type)) return update_actor(context, incoming, object);
    if (type == "Offer") return update_offer(context, incoming, object);
    if (!as2::is_post_type(type) || !embedded_object_counts(incoming, object)) return ok();
    // Told by the Update of its Note as well: a proposal's two documents are one thing.
    if (type == "Proposal" && repo::find_proposal_by_intent(context.db, object_id(object["publishes"]))) return ok();
    COLLEGIUM_TRY(auto note, as2::parse_note(object));
    if (note.to.empty() && note.cc.empty()) {
        note.to = incoming.activity.to;
        note.cc = incoming.activity.cc;
    }
    if (!note.updated) note.updated = incoming.activity.published;
    COLLEGIUM_TRY(auto remote, note_to_draft(context, note, incoming.author));
    return domain::update_remote_post(context, remote, domain::Arrival::delivered);
}

}  // namespace collegium::federation::activities
