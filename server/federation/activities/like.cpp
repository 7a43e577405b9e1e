// Like (and EmojiReact, which counts as one) of a post that we know.
#include "domain/remote_posts.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"

namespace collegium::federation::activities {

http::Needs like_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_like(domain::Context& context, const Incoming& incoming) {
    auto post = known_post(context, object_id(incoming.activity.object));
    if (!post) return ok();
    return domain::remote_favourite(context, incoming.actor, post->id, incoming.activity.id);
}

}  // namespace collegium::federation::activities
