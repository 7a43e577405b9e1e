#include "domain/remote_posts.hpp"

#include <algorithm>

#include "core/json.hpp"
#include "core/url.hpp"
#include "domain/events.hpp"
#include "domain/mentorships.hpp"
#include "domain/posts.hpp"
#include "domain/resources.hpp"
#include "domain/uris.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/resources.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::Visibility;

// An Update may overtake its Create by this much (federation.md 3.1 step 12).
constexpr auto late_create = std::chrono::hours(24);

void attach_to_parent(Context& context, model::Post& post, const std::string& parent_uri) {
    post.thread_id = post.id.value;
    post.in_reply_to_uri = parent_uri;
    if (parent_uri.empty()) return;
    auto parent = repo::find_post_by_uri(context.db, parent_uri);
    if (!parent) return;
    // Whoever cannot see a post of ours does not get into its thread by guessing its address (security.md ACT-07).
    // Who sees a remote one its own server knows, and we do not.
    if (parent->local && !can_see(context, *parent, post.account_id)) return;
    post.in_reply_to_id = parent->id;
    post.in_reply_to_account_id = parent->account_id;
    post.thread_id = parent->thread_id;
}

bool addresses_us(Context& context, const RemotePost& remote) {
    std::vector<AccountId> ids;
    for (const auto& mention : remote.mentions) ids.push_back(mention.account);
    for (const auto& account : repo::find_accounts(context.db, ids))
        if (account.local()) return true;
    return false;
}

// A post of ours or of somebody followed here, or anything in a thread that began here. That we know its parent is
// not enough: strangers could fill the shelves by answering each other.
bool answers_ours(Context& context, const model::Post& post) {
    if (!post.in_reply_to_id) return false;
    auto parent = repo::find_post(context.db, post.in_reply_to_id);
    if (!parent) return false;
    if (parent->local || repo::has_local_follower(context.db, parent->account_id)) return true;
    auto root = repo::find_post(context.db, PostId{parent->thread_id});
    return root && root->local;
}

// Why a delivered post is kept at all (federation.md 3.1 step 11): unsolicited ones are dropped.
bool is_relevant(Context& context, const RemotePost& remote, const model::Post& post, const repo::Arriving& facts) {
    return facts.followed || answers_ours(context, post) || addresses_us(context, remote);
}

enum class Before { nothing, older_version };

void store_attachments(Context& context, PostId id, AccountId author, const RemotePost& remote, Before before) {
    std::vector<model::Mention> mentions;
    for (const auto& mention : remote.mentions) {
        model::Mention row;
        row.post_id = id;
        row.account_id = mention.account;
        row.silent = mention.silent;
        mentions.push_back(std::move(row));
    }
    if (before == Before::older_version || !mentions.empty()) repo::set_mentions(context.db, id, mentions);
    if (before == Before::older_version || !remote.tags.empty()) repo::set_tags(context.db, id, remote.tags);
    if (before == Before::older_version) repo::delete_media_of(context.db, id);
    int position = 0;
    for (const auto& item : remote.media) {
        model::Media media;
        media.id = context.ids.next<MediaId>();
        media.account_id = author;
        media.post_id = id;
        media.position = position++;
        media.mime_type = item.mime_type;
        const auto major = item.mime_type.substr(0, item.mime_type.find('/'));
        media.kind = major == "image"   ? model::MediaKind::image
                     : major == "video" ? model::MediaKind::video
                     : major == "audio" ? model::MediaKind::audio
                                        : model::MediaKind::unknown;
        media.remote_url = item.url;
        media.description = item.description;
        media.blurhash = item.blurhash;
        media.width = item.width;
        media.height = item.height;
        media.created_at = context.now;
        repo::insert_media(context.db, media);
    }
}

void store_learning(Context& context, const model::Post& post, const RemotePost& remote) {
    if (remote.resource) import_resource(context, post, *remote.resource);
    if (remote.proposal) import_proposal(context, post, *remote.proposal);
}

// {"emojis": [{shortcode, url}]}, or nothing.
std::string extra_of(const RemotePost& remote) {
    if (remote.emojis.empty()) return {};
    json::Array emojis;
    for (const auto& emoji : remote.emojis)
        emojis.push_back(json::Value::object({{"shortcode", emoji.shortcode}, {"url", emoji.url}}));
    return json::dump(json::Value::object({{"emojis", json::Value(std::move(emojis))}}));
}

model::Post new_post(Context& context, const RemotePost& remote) {
    model::Post post;
    post.id = context.ids.at<PostId>(std::min(remote.published, context.now));
    post.uri = remote.uri;
    post.url = remote.url;
    post.account_id = remote.author;
    post.visibility = remote.visibility;
    post.content = remote.content;
    post.spoiler_text = remote.spoiler_text;
    post.sensitive = remote.sensitive;
    post.language = remote.language;
    post.extra = extra_of(remote);
    post.kind = remote.resource   ? model::PostKind::resource
                : remote.proposal ? model::PostKind::mentorship
                                  : model::PostKind::note;
    post.created_at = std::min(remote.published, context.now);
    if (remote.updated && *remote.updated > post.created_at) post.edited_at = std::min(*remote.updated, context.now);
    return post;
}

}  // namespace

Result<std::optional<model::Post>> import_post(Context& context, const RemotePost& remote, Arrival arrival) {
    if (Uris(context.config).is_ours(remote.uri)) return Error(Errc::forbidden, "not yours to tell");
    repo::lock_account(context.db, remote.author);  // its Delete may be under way
    auto facts = repo::look_for_arriving(context.db, remote.uri, remote.author);
    if (facts.known) {
        if (facts.known->account_id != remote.author) return Error(Errc::forbidden, "another author's post");
        return std::move(facts.known);
    }
    if (facts.deleted) return std::optional<model::Post>();

    auto post = new_post(context, remote);
    attach_to_parent(context, post, remote.in_reply_to_uri);
    if (arrival == Arrival::delivered && !is_relevant(context, remote, post, facts))
        return std::optional<model::Post>();
    while (!repo::insert_post(context.db, post)) {
        // The random half of the id collided, or the URI came in meanwhile.
        if (auto known = repo::find_post_by_uri(context.db, remote.uri)) return std::optional(std::move(*known));
        const bool was_own_thread = post.thread_id == post.id.value;
        post.id = context.ids.at<PostId>(post.created_at);
        if (was_own_thread) post.thread_id = post.id.value;
    }
    store_attachments(context, post.id, remote.author, remote, Before::nothing);
    store_learning(context, post, remote);
    repo::count_post(context.db, remote.author, 1, post.created_at);
    if (post.in_reply_to_id) repo::refresh_post_counts(context.db, post.in_reply_to_id);
    // What was read on request is nobody's news.
    if (arrival == Arrival::delivered) emit_post_event(context, EventKind::post_created, post);
    return std::optional(std::move(post));
}

Result<void> update_remote_post(Context& context, const RemotePost& remote, Arrival arrival) {
    auto post = repo::find_post_by_uri(context.db, remote.uri);
    if (!post) {
        if (context.now - remote.published > late_create) return ok();
        COLLEGIUM_CHECK(import_post(context, remote, arrival));
        return ok();
    }
    if (post->local || post->account_id != remote.author) return Error(Errc::forbidden, "another author's post");
    const auto updated = std::min(remote.updated.value_or(context.now), context.now);
    if (updated < post->edited_at.value_or(post->created_at)) return ok();  // an older version, arriving late

    const bool text_changed = post->content != remote.content || post->spoiler_text != remote.spoiler_text ||
                              post->sensitive != remote.sensitive;
    if (text_changed) {
        repo::insert_edit(
            context.db, post->id,
            {post->content, post->spoiler_text, post->sensitive, post->edited_at.value_or(post->created_at)});
        post->edited_at = updated;
    }
    post->content = remote.content;
    post->spoiler_text = remote.spoiler_text;
    post->sensitive = remote.sensitive;
    post->language = remote.language;
    post->extra = extra_of(remote);
    repo::update_post(context.db, *post);
    store_attachments(context, post->id, remote.author, remote, Before::older_version);
    store_learning(context, *post, remote);
    if (text_changed) emit_post_event(context, EventKind::post_updated, *post);
    return ok();
}

Result<void> delete_remote_post(Context& context, AccountId actor, std::string_view actor_uri, std::string_view uri) {
    repo::lock_account(context.db, actor);
    auto post = repo::find_post_by_uri(context.db, uri);
    if (post) {
        if (post->local || post->account_id != actor) return Error(Errc::forbidden, "another author's post");
        if (auto resource = repo::find_resource_by_post(context.db, post->id))
            repo::delete_resource(context.db, resource->id, context.now);
        if (auto proposal = repo::find_proposal_by_post(context.db, post->id)) {
            COLLEGIUM_CHECK(decline_waiting(context, *proposal));
            repo::delete_proposal(context.db, proposal->id, context.now);
        }
        repo::delete_post(context.db, post->id, context.now);
        repo::count_post(context.db, actor, -1, std::nullopt);
        if (post->in_reply_to_id) repo::refresh_post_counts(context.db, post->in_reply_to_id);
        if (post->reblog_of_id) repo::refresh_post_counts(context.db, post->reblog_of_id);
    } else if (!same_origin(actor_uri, uri)) {
        return Error(Errc::forbidden, "another host's object");
    }
    repo::put_tombstone(context.db, uri, actor_uri, "Note", context.now);
    return ok();
}

Result<void> remote_favourite(Context& context, AccountId actor, PostId id, std::string_view like_uri) {
    auto post = repo::find_post(context.db, id);
    if (!post || !can_see(context, *post, actor)) return Error(Errc::not_found, "Record not found");
    if (repo::insert_favourite(context.db, actor, id, like_uri, context.now)) {
        repo::refresh_post_counts(context.db, id);
        emit_reaction(context, EventKind::post_favourited, actor, id, like_uri);
    }
    return ok();
}

Result<void> remote_unfavourite(Context& context, AccountId actor, PostId id) {
    if (repo::delete_favourite(context.db, actor, id)) repo::refresh_post_counts(context.db, id);
    return ok();
}

Result<void> remote_reblog(Context& context, AccountId actor, PostId original_id, std::string_view announce_uri,
                           Visibility visibility, Timestamp published) {
    auto original = repo::find_post(context.db, original_id);
    if (!original || !can_see(context, *original, actor) || !can_reblog(*original, actor))
        return Error(Errc::forbidden, "This action is not allowed");
    if (repo::find_reblog(context.db, actor, original_id)) return ok();
    if (repo::find_tombstone(context.db, announce_uri)) return ok();
    model::Post post;
    post.created_at = std::min(published, context.now);
    post.id = context.ids.at<PostId>(post.created_at);
    post.uri = announce_uri;
    post.url = announce_uri;
    post.account_id = actor;
    post.visibility = std::max(visibility, original->visibility);
    post.reblog_of_id = original_id;
    post.thread_id = post.id.value;
    if (!repo::insert_post(context.db, post)) return ok();
    repo::count_post(context.db, actor, 1, post.created_at);
    repo::refresh_post_counts(context.db, original_id);
    emit_post_event(context, EventKind::post_reblogged, post);
    return ok();
}

Result<void> remote_unreblog(Context& context, AccountId actor, PostId original_id) {
    auto reblog = repo::find_reblog(context.db, actor, original_id);
    if (!reblog) return ok();
    repo::delete_post(context.db, reblog->id, context.now);
    repo::count_post(context.db, actor, -1, std::nullopt);
    repo::refresh_post_counts(context.db, original_id);
    return ok();
}

}  // namespace collegium::domain
