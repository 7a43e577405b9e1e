// Block of one of our people: follows end both ways, and we show them nothing more.
#include "domain/relations.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"

namespace collegium::federation::activities {

http::Needs block_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_block(domain::Context& context, const Incoming& incoming) {
    auto target = own_account(context, object_id(incoming.activity.object));
    if (!target) return ok();
    return domain::remote_block(context, incoming.actor, target->id, incoming.activity.id);
}

}  // namespace collegium::federation::activities
