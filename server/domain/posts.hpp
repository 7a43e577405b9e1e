// Posts by our people: writing, editing, deleting, boosting, favouring.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

// A carrier (resource, mentorship) brings its own HTML and tags; a plain post has its text rendered.
struct Carrier {
    model::PostKind kind = model::PostKind::note;
    std::string content;            // safe HTML
    std::vector<std::string> tags;  // as written, without "#"
    std::string url;                // page of the resource or proposal
};

struct PostDraft {
    AccountId author;
    AppId app;
    std::string text;
    std::string spoiler_text;
    model::Visibility visibility = model::Visibility::public_;
    bool sensitive = false;
    std::string language;
    PostId in_reply_to;
    std::vector<MediaId> media;
    std::string idempotency_key;
    std::optional<Carrier> carrier;
    PostId id;  // none: a new one is made
};
// Mentioned handles ("user@host") that no account row is known for: to be fetched first.
std::vector<std::string> unknown_mentions(Context& context, std::string_view text);
// A repeated idempotency key (24 h) answers the first post. Emits post_created.
// Errors: unprocessable (blank, too long, media), not_found (reply target hidden).
Result<model::Post> create_post(Context& context, const PostDraft& draft);

// What a picture of the post shows, said later or otherwise.
struct MediaWords {
    MediaId id;
    std::string description;
};
struct PostChange {
    std::string text;
    std::string spoiler_text;
    bool sensitive = false;
    std::optional<std::string> language;
    std::vector<MediaId> media;
    std::vector<MediaWords> media_words;  // of those in `media`; of others nothing changes
    std::optional<Carrier> carrier;
};
// Errors: not_found (not there or not one's own), unprocessable. Emits post_updated unless nothing changed.
Result<model::Post> edit_post(Context& context, AccountId author, PostId id, const PostChange& change);
// Returns the post as it was, for delete-and-redraft. Its resource or proposal goes with it.
Result<model::Post> delete_post(Context& context, AccountId author, PostId id);

// All need a post that `who` can see (not_found otherwise) and are idempotent. What was done is undone also on a post
// that has been hidden since.
Result<model::Post> favourite(Context& context, AccountId who, PostId id);
Result<model::Post> unfavourite(Context& context, AccountId who, PostId id);
Result<model::Post> bookmark(Context& context, AccountId who, PostId id);
Result<model::Post> unbookmark(Context& context, AccountId who, PostId id);
// Returns the reblog itself. Errors: forbidden for followers-only posts of others and direct ones.
Result<model::Post> reblog(Context& context, AccountId who, PostId id, std::optional<model::Visibility> visibility);
// Returns the original.
Result<model::Post> unreblog(Context& context, AccountId who, PostId id);

// A visible post, or not_found.
Result<model::Post> require_visible(Context& context, PostId id, AccountId viewer);

}  // namespace collegium::domain
