// Follow of one of our people.
#include "domain/relations.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"

namespace collegium::federation::activities {

http::Needs follow_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_follow(domain::Context& context, const Incoming& incoming) {
    auto target = own_account(context, object_id(incoming.activity.object));
    if (!target) return Error(Errc::not_found, "Follow of nobody here");
    if (incoming.activity.id.empty()) return Error(Errc::bad_request, "Follow without an id");
    return domain::remote_follow(context, incoming.actor, target->id, incoming.activity.id);
}

}  // namespace collegium::federation::activities
