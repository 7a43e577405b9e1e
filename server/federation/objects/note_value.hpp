// A post of ours as the value that becomes a Note on the wire: what outbox and documents share beneath
// objects/note.hpp's render_note, since a Create, an Update and a document are made of the same one.
#pragma once

#include <string>
#include <vector>

#include "as2/types.hpp"
#include "domain/context.hpp"
#include "domain/timelines.hpp"

namespace collegium::federation {

as2::Note note_value(domain::Context& context, const domain::PostView& view);

// The post's mentions and, when everyone may read it, the author of the post it answers: a reply has to name
// whom it answers, or servers drop it or tell nobody (federation.md 0.26).
std::vector<model::Mention> named_people(domain::Context& context, const domain::PostView& view);

// Ids of the posts that answer this one directly and that everyone may read, oldest first, after `after`.
// `more`: there are further ones.
struct Replies {
    std::vector<std::string> ids;
    PostId last;
    bool more = false;
};
Replies public_replies(domain::Context& context, PostId post, PostId after);

}  // namespace collegium::federation
