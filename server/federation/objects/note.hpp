// Posts on the wire: Note and what others send in its place.
#pragma once

#include "as2/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "domain/context.hpp"
#include "domain/remote_posts.hpp"
#include "domain/timelines.hpp"

namespace collegium::federation {

// Reads visibility, mentions of known accounts, learning records; sanitises. The author must be known.
// Errors: not_found (author unknown, or not `author`), forbidden (of another host than its author).
Result<domain::RemotePost> note_to_draft(domain::Context& context, const as2::Note& note);
Result<domain::RemotePost> note_to_draft(domain::Context& context, const as2::Note& note, const model::Account& author);

// A post of ours with everything that belongs to it; resources and proposals carry their records. Without
// "@context".
json::Value render_note(domain::Context& context, const domain::PostView& view);

// Whom the post is for (federation.md 5.1).
struct Audience {
    std::vector<std::string> to;
    std::vector<std::string> cc;
};
Audience audience_of(const domain::Context& context, const model::Post& post, const model::Account& author,
                     const std::vector<model::Mention>& mentions);

}  // namespace collegium::federation
