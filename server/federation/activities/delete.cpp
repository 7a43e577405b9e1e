// Delete: of a post by its author, or of an actor by itself.
#include "core/url.hpp"
#include "domain/accounts.hpp"
#include "domain/remote_posts.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"

namespace collegium::federation::activities {

http::Needs delete_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_delete(domain::Context& context, const Incoming& incoming) {
    if (incoming.forwarded) return ok();  // only its origin can say that something is gone
    const auto id = object_id(incoming.activity.object);
    if (id.empty()) return Error(Errc::bad_request, "Delete of nothing");
    if (id == incoming.activity.actor) return domain::delete_remote_account(context, incoming.actor);
    if (!same_origin(id, incoming.activity.actor)) return Error(Errc::forbidden, "another host's object");
    return domain::delete_remote_post(context, incoming.actor, incoming.activity.actor, id);
}

}  // namespace collegium::federation::activities
