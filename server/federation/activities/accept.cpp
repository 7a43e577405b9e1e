// Accept, Reject and TentativeAccept: of a Follow we sent, or of an Offer (FEP-0837).
#include "core/url.hpp"
#include "domain/mentorships.hpp"
#include "domain/relations.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation::activities {
namespace {

// Our follower whose Follow is answered: by the Follow's id, else by who follows whom (federation.md 3.2, 31).
std::optional<AccountId> follower_answered(domain::Context& context, const Incoming& incoming) {
    const auto id = object_id(incoming.activity.object);
    if (auto follow = repo::find_follow_by_uri(context.db, id); follow && follow->target_id == incoming.actor)
        return follow->account_id;
    const auto& object = embedded_object(incoming.activity.object);
    if (object["type"].string() != "Follow") return std::nullopt;
    if (object_id(object["object"]) != incoming.activity.actor) return std::nullopt;
    auto follower = own_account(context, object_id(object["actor"]));
    if (!follower) return std::nullopt;
    return follower->id;
}

bool is_offer(domain::Context& context, const std::string& uri) {
    return repo::find_agreement_by_offer(context.db, uri).has_value();
}

}  // namespace

http::Needs accept_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_accept(domain::Context& context, const Incoming& incoming) {
    const auto id = object_id(incoming.activity.object);
    if (is_offer(context, id)) {
        auto agreement_uri = object_id(incoming.activity.result);
        if (!agreement_uri.empty() && !same_origin(agreement_uri, incoming.activity.actor))
            return Error(Errc::forbidden, "an agreement on another host");
        return domain::accept_received(context, incoming.actor, id, agreement_uri);
    }
    auto follower = follower_answered(context, incoming);
    if (!follower) return ok();
    return domain::remote_accepted(context, *follower, incoming.actor);
}

http::Needs reject_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_reject(domain::Context& context, const Incoming& incoming) {
    const auto id = object_id(incoming.activity.object);
    if (is_offer(context, id))
        return domain::reject_received(context, incoming.actor, id, incoming.raw["pln:reason"].string(),
                                       plain_content(incoming.activity));
    auto follower = follower_answered(context, incoming);
    if (!follower) return ok();
    return domain::remote_rejected(context, *follower, incoming.actor);
}

http::Needs tentative_accept_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_tentative_accept(domain::Context& context, const Incoming& incoming) {
    const auto id = object_id(incoming.activity.object);
    if (!is_offer(context, id)) return ok();
    return domain::question_received(context, incoming.actor, id, plain_content(incoming.activity));
}

}  // namespace collegium::federation::activities
