// Announce of a post: always by its id; what came embedded is read from its origin.
#include <algorithm>

#include "as2/parse.hpp"
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

// The post that is told of. Groups of FEP-1b12 pass on what their members did: of that, only a Create brings one,
// and no Like, Delete or vote is worth a request to its server.
std::string announced_post(const json::Value& object) {
    const auto& inner = embedded_object(object);
    if (inner.is_object() && !as2::is_post_type(inner["type"].string()) && inner.contains("actor"))
        return inner["type"].string() == as2::type::create ? object_id(inner["object"]) : std::string();
    return object_id(object);
}

// A group's members answer each other there: that is passed on for the thread, and only what begins one is news.
bool is_passed_on_reply(const Incoming& incoming, const model::Post& post) {
    const auto& inner = embedded_object(incoming.activity.object);
    return inner["type"].string() == as2::type::create && !post.in_reply_to_uri.empty();
}

}  // namespace

http::Needs announce_needs(domain::Context& context, const Incoming& incoming) {
    const auto id = announced_post(incoming.activity.object);
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
    auto original = known_post(context, announced_post(incoming.activity.object));
    if (!original) return ok();
    if (original->reblog_of_id) return ok();  // a boost of a boost
    if (is_passed_on_reply(incoming, *original)) return ok();
    return domain::remote_reblog(context, incoming.actor, original->id, incoming.activity.id,
                                 visibility_of(incoming.activity), incoming.activity.published.value_or(context.now));
}

}  // namespace collegium::federation::activities
