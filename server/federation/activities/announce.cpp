// Announce of a post: always by its id; what came embedded is read from its origin.
#include <algorithm>

#include "as2/vocabulary.hpp"
#include "core/url.hpp"
#include "domain/remote_posts.hpp"
#include "domain/uris.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation::activities {
namespace {

bool is_public(const std::string& address) {
    return address == as2::public_collection || address == "as:Public" || address == "Public";
}

model::Visibility visibility_of(const as2::Activity& activity) {
    if (std::any_of(activity.to.begin(), activity.to.end(), is_public)) return model::Visibility::public_;
    if (std::any_of(activity.cc.begin(), activity.cc.end(), is_public)) return model::Visibility::unlisted;
    return model::Visibility::followers;
}

}  // namespace

http::Needs announce_needs(domain::Context& context, const Incoming& incoming) {
    const auto id = object_id(incoming.activity.object);
    if (id.empty() || domain::Uris(context.config).is_ours(id) || known_post(context, id)) return {};
    if (!repo::has_local_follower(context.db, incoming.actor)) return {};
    http::Needs needs;
    needs.uris.push_back(id);
    return needs;
}

Result<void> apply_announce(domain::Context& context, const Incoming& incoming) {
    if (incoming.forwarded) return ok();
    if (incoming.activity.id.empty() || !same_origin(incoming.activity.id, incoming.activity.actor))
        return Error(Errc::bad_request, "Announce without an id of its own");
    auto original = known_post(context, object_id(incoming.activity.object));
    if (!original) return ok();
    if (original->reblog_of_id) return ok();  // a boost of a boost
    return domain::remote_reblog(context, incoming.actor, original->id, incoming.activity.id,
                                 visibility_of(incoming.activity), incoming.activity.published.value_or(context.now));
}

}  // namespace collegium::federation::activities
