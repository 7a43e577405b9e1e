// Undo, of the actor's own doings alone: what is undone is found in our tables by who and what, never taken
// from the words of the Undo (security.md ACT-03).
#include "domain/mentorships.hpp"
#include "domain/relations.hpp"
#include "domain/remote_posts.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation::activities {
namespace {

Result<void> undo_announce(domain::Context& context, const Incoming& incoming, const std::string& id,
                           const json::Value& object) {
    if (auto reblog = known_post(context, id); reblog && reblog->reblog_of_id) {
        if (reblog->account_id != incoming.actor) return Error(Errc::forbidden, "another's boost");
        return domain::remote_unreblog(context, incoming.actor, reblog->reblog_of_id);
    }
    if (auto original = known_post(context, object_id(object["object"])))
        return domain::remote_unreblog(context, incoming.actor, original->id);
    return ok();
}

// By its id alone: some servers embed nothing.
Result<void> undo_by_id(domain::Context& context, const Incoming& incoming, const std::string& id) {
    if (auto follow = repo::find_follow_by_uri(context.db, id); follow && follow->account_id == incoming.actor)
        return domain::remote_unfollow(context, incoming.actor, follow->target_id);
    if (repo::find_agreement_by_offer(context.db, id)) return domain::withdrawal_received(context, incoming.actor, id);
    return undo_announce(context, incoming, id, json::Value());
}

}  // namespace

http::Needs undo_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_undo(domain::Context& context, const Incoming& incoming) {
    const auto& object = embedded_object(incoming.activity.object);
    const auto id = object_id(incoming.activity.object);
    if (!object.is_object()) return undo_by_id(context, incoming, id);
    const auto who = object_id(object["actor"]);
    if (!who.empty() && who != incoming.activity.actor) return Error(Errc::forbidden, "another's activity");

    const auto& type = object["type"].string();
    const auto target = object_id(object["object"]);
    if (type == "Follow") {
        if (auto account = own_account(context, target))
            return domain::remote_unfollow(context, incoming.actor, account->id);
        return ok();
    }
    if (type == "Like" || type == "EmojiReact") {
        if (auto post = known_post(context, target))
            return domain::remote_unfavourite(context, incoming.actor, post->id);
        return ok();
    }
    if (type == "Announce") return undo_announce(context, incoming, id, object);
    if (type == "Block") {
        if (auto account = own_account(context, target))
            return domain::remote_unblock(context, incoming.actor, account->id);
        return ok();
    }
    // Whoever let one of ours follow lets them go.
    if (type == "Accept") {
        auto follow = repo::find_follow_by_uri(context.db, target);
        if (follow && follow->target_id == incoming.actor)
            return domain::remote_rejected(context, follow->account_id, incoming.actor);
        return ok();
    }
    if (type == "Offer") {
        if (repo::find_agreement_by_offer(context.db, id))
            return domain::withdrawal_received(context, incoming.actor, id);
        return ok();
    }
    return ok();
}

}  // namespace collegium::federation::activities
