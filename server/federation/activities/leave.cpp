// Leave{Agreement}: one side ends a mentorship; final on both servers (pln-domain.md 3.2.3, 19).
#include "domain/mentorships.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"
#include "storage/repo/mentorships.hpp"

namespace collegium::federation::activities {

http::Needs leave_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_leave(domain::Context& context, const Incoming& incoming) {
    const auto uri = object_id(incoming.activity.object);
    if (!repo::find_agreement_by_uri(context.db, uri)) return ok();
    return domain::leave_received(context, incoming.actor, uri);
}

}  // namespace collegium::federation::activities
