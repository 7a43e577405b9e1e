// The half of domain/posts.hpp that concerns posts of others: favourites, bookmarks, reblogs.
#include <algorithm>

#include "domain/events.hpp"
#include "domain/posts.hpp"
#include "domain/uris.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;

// The post itself; for the id of a reblog, its original.
Result<model::Post> require_original(Context& context, PostId id, AccountId who) {
    COLLEGIUM_TRY(auto post, require_visible(context, id, who));
    if (!post.reblog_of_id) return post;
    return require_visible(context, post.reblog_of_id, who);
}

// What is undone is undone also on a post that its author has hidden since: nobody is held to it.
std::optional<model::Post> find_original(Context& context, PostId id) {
    auto post = repo::find_post(context.db, id);
    return post && post->reblog_of_id ? repo::find_post(context.db, post->reblog_of_id) : std::move(post);
}

// After the undoing: as it is now, or, when nothing was undone, only for those who can see it.
Result<model::Post> after_undoing(Context& context, AccountId who, PostId id, bool undone) {
    auto post = repo::find_post(context.db, id);
    if (undone && post) return std::move(*post);
    return require_visible(context, id, who);
}

Error no_post() {
    return Error(Errc::not_found, "Record not found");
}

}  // namespace

Result<model::Post> favourite(Context& context, AccountId who, PostId id) {
    COLLEGIUM_TRY(auto post, require_original(context, id, who));
    const auto uri = Uris(context.config).activity(context.ids.next<PostId>().value);
    if (repo::insert_favourite(context.db, who, post.id, uri, context.now)) {
        repo::refresh_post_counts(context.db, post.id);
        emit_reaction(context, EventKind::post_favourited, who, post.id, uri);
    }
    return require_visible(context, post.id, who);
}

Result<model::Post> unfavourite(Context& context, AccountId who, PostId id) {
    const auto post = find_original(context, id);
    if (!post) return no_post();
    const auto uri = repo::delete_favourite(context.db, who, post->id);
    if (uri) {
        repo::refresh_post_counts(context.db, post->id);
        emit_reaction(context, EventKind::favourite_undone, who, post->id, *uri);
    }
    return after_undoing(context, who, post->id, uri.has_value());
}

Result<model::Post> bookmark(Context& context, AccountId who, PostId id) {
    COLLEGIUM_TRY(auto post, require_original(context, id, who));
    repo::insert_bookmark(context.db, who, post.id, context.now);
    return post;
}

Result<model::Post> unbookmark(Context& context, AccountId who, PostId id) {
    const auto post = find_original(context, id);
    if (!post) return no_post();
    const bool undone = repo::delete_bookmark(context.db, who, post->id);
    return after_undoing(context, who, post->id, undone);
}

Result<model::Post> reblog(Context& context, AccountId who, PostId id, std::optional<model::Visibility> visibility) {
    COLLEGIUM_TRY(auto original, require_original(context, id, who));
    if (!can_reblog(original, who)) return Error(Errc::forbidden, "This action is not allowed");
    if (auto present = repo::find_reblog(context.db, who, original.id)) return std::move(*present);

    const Uris uris(context.config);
    model::Post post;
    post.id = context.ids.next<PostId>();
    post.uri = uris.announce(post.id);
    post.url = post.uri;
    post.account_id = who;
    post.local = true;
    post.visibility = visibility.value_or(original.visibility);
    if (post.visibility == model::Visibility::direct)
        return Error(Errc::unprocessable, "Validation failed: Visibility");
    post.visibility = std::max(post.visibility, original.visibility);  // never wider than the original
    post.reblog_of_id = original.id;
    post.thread_id = post.id.value;
    post.created_at = context.now;
    if (!repo::insert_post(context.db, post)) return Error(Errc::conflict, "Duplicate record");
    repo::count_post(context.db, who, 1, context.now);
    repo::refresh_post_counts(context.db, original.id);
    emit_post_event(context, EventKind::post_reblogged, post);
    return post;
}

Result<model::Post> unreblog(Context& context, AccountId who, PostId id) {
    const auto original = find_original(context, id);
    if (!original) return no_post();
    const auto present = repo::find_reblog(context.db, who, original->id);
    if (present) {
        emit_reblog_undone(context, *present);
        repo::delete_post(context.db, present->id, context.now);
        repo::count_post(context.db, who, -1, std::nullopt);
        repo::refresh_post_counts(context.db, original->id);
    }
    return after_undoing(context, who, original->id, present.has_value());
}

}  // namespace collegium::domain
