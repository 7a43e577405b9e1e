// Create{Note and its kin}: a new post of the actor.
#include <algorithm>

#include "as2/parse.hpp"
#include "as2/vocabulary.hpp"
#include "core/url.hpp"
#include "domain/remote_posts.hpp"
#include "domain/uris.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"
#include "federation/objects/note.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation::activities {
namespace {

bool is_reason_to_fetch(domain::Context& context, const Incoming& incoming) {
    // A stranger does not make us fetch: only what somebody here follows, or what is addressed to one of ours.
    if (incoming.recipient || repo::has_local_follower(context.db, incoming.actor)) return true;
    for (const auto& list : {incoming.activity.to, incoming.activity.cc})
        for (const auto& address : list)
            if (own_account(context, address)) return true;
    return false;
}

// A choice in a poll (FEP-9967): no post, and nobody here has asked.
bool is_vote(const as2::Note& note) {
    return note.type == as2::type::note && !note.name.empty() && note.content.empty() && !note.in_reply_to.empty();
}

}  // namespace

http::Needs create_needs(domain::Context& context, const Incoming& incoming) {
    const auto& object = embedded_object(incoming.activity.object);
    if (embedded_object_counts(incoming, object)) return {};
    const auto id = object_id(incoming.activity.object);
    if (id.empty() || domain::Uris(context.config).is_ours(id) || known_post(context, id)) return {};
    if (!is_reason_to_fetch(context, incoming)) return {};
    http::Needs needs;
    needs.uris.push_back(id);
    return needs;
}

std::string unknown_parent(domain::Context& context, const Incoming& incoming) {
    if (incoming.activity.type != as2::type::create) return {};
    const auto& object = embedded_object(incoming.activity.object);
    const auto parent = object_id(object["inReplyTo"]);
    if (!parse_url(parent) || !embedded_object_counts(incoming, object)) return {};
    if (domain::Uris(context.config).is_ours(parent) || known_post(context, parent)) return {};
    return is_reason_to_fetch(context, incoming) ? parent : std::string();
}

Result<void> apply_create(domain::Context& context, const Incoming& incoming) {
    const auto& object = embedded_object(incoming.activity.object);
    if (!embedded_object_counts(incoming, object)) return ok();  // fetched by its id, if at all
    if (!as2::is_post_type(object["type"].is_array() && !object["type"].items().empty()
                               ? object["type"].items().front().string()
                               : object["type"].string()))
        return ok();
    // A proposal's Note and its Proposal are one thing: whichever comes second adds nothing (federation.md 8.2).
    if (object["type"].string() == as2::type::proposal &&
        repo::find_proposal_by_intent(context.db, object_id(object["publishes"])))
        return ok();
    COLLEGIUM_TRY(auto note, as2::parse_note(object));
    if (is_vote(note)) return ok();
    // The object's audience falls back to the activity's (federation.md 3.1 step 9).
    if (note.to.empty() && note.cc.empty()) {
        note.to = incoming.activity.to;
        note.cc = incoming.activity.cc;
    }
    COLLEGIUM_TRY(auto remote, note_to_draft(context, note, incoming.author));
    if (incoming.recipient) {
        // Delivered to one person's own inbox: that person is addressed, named or not.
        const bool named =
            std::any_of(remote.mentions.begin(), remote.mentions.end(),
                        [&incoming](const auto& mention) { return mention.account == incoming.recipient; });
        if (!named && remote.visibility == model::Visibility::direct)
            remote.mentions.push_back({incoming.recipient, true});
    }
    COLLEGIUM_CHECK(domain::import_post(context, remote, domain::Arrival::delivered));
    return ok();
}

}  // namespace collegium::federation::activities
