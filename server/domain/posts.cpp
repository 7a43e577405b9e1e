#include "domain/posts.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "domain/events.hpp"
#include "domain/mentorships.hpp"
#include "domain/post_text.hpp"
#include "domain/uris.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/resources.hpp"
#include "text/microsyntax.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::Visibility;

constexpr auto idempotency_life = std::chrono::hours(24);
constexpr std::size_t media_limit = 4;
constexpr std::size_t spoiler_limit = 500;

Error invalid(const std::string& what) {
    return Error(Errc::unprocessable, "Validation failed: " + what);
}

// Blank text with a content warning: the warning becomes the text (mastodon-api.md 2.11).
void normalize(std::string& text, std::string& spoiler, bool& sensitive) {
    if (!strings::trim(spoiler).empty()) sensitive = true;
    if (strings::trim(text).empty() && !strings::trim(spoiler).empty()) {
        text = std::move(spoiler);
        spoiler.clear();
    }
}

Result<void> check_text(Context& context, std::string_view text, std::string_view spoiler, std::size_t media,
                        bool carrier) {
    if (!strings::is_valid_utf8(text) || !strings::is_valid_utf8(spoiler)) return invalid("Text is not valid UTF-8");
    if (media > media_limit && !carrier) return invalid("Cannot attach more than 4 files");
    if (carrier) return ok();
    if (strings::trim(text).empty() && media == 0) return invalid("Text can't be blank");
    const auto limit = context.config.limits.post_characters;
    if (text::count_post_characters(text) + strings::count_characters(spoiler) > limit)
        return invalid("Text character limit of " + std::to_string(limit) + " exceeded");
    if (strings::count_characters(spoiler) > spoiler_limit) return invalid("Content warning is too long");
    return ok();
}

// Sets what a reply inherits. Error: not_found when the parent is hidden from the author.
Result<void> attach_to_parent(Context& context, model::Post& post, PostId parent_id) {
    post.thread_id = post.id.value;
    if (!parent_id) return ok();
    auto parent = require_visible(context, parent_id, post.account_id);
    if (!parent) return Error(Errc::not_found, "The post you are trying to reply to does not appear to exist.");
    auto target = *parent;
    if (target.reblog_of_id) {
        COLLEGIUM_TRY(target, require_visible(context, target.reblog_of_id, post.account_id));
    }
    post.in_reply_to_id = target.id;
    post.in_reply_to_account_id = target.account_id;
    post.in_reply_to_uri = target.uri;
    post.thread_id = target.thread_id;
    return ok();
}

std::vector<model::Mention> mention_rows(PostId post, const std::vector<AccountId>& accounts) {
    std::vector<model::Mention> rows;
    for (auto account : accounts) {
        model::Mention row;
        row.post_id = post;
        row.account_id = account;
        rows.push_back(std::move(row));
    }
    return rows;
}

// Whoever an earlier version named has that version: they hear of this one, and of its end, but are not named.
std::vector<model::Mention> mention_rows_after_edit(Context& context, PostId post,
                                                    const std::vector<AccountId>& accounts) {
    auto rows = mention_rows(post, accounts);
    for (auto& former : repo::mentions_of(context.db, {post})) {
        if (std::find(accounts.begin(), accounts.end(), former.account_id) != accounts.end()) continue;
        former.silent = true;
        rows.push_back(std::move(former));
    }
    return rows;
}

// Content, people and tags of a draft or a change: from the carrier, or from the text.
struct Body {
    std::string content;
    std::vector<AccountId> mentioned;
    std::vector<std::string> tags;
};
Body make_body(Context& context, std::string_view text, const std::optional<Carrier>& carrier) {
    if (carrier) return Body{carrier->content, {}, carrier->tags};
    auto rendered = render_text(context, text);
    return Body{std::move(rendered.content), std::move(rendered.mentioned), std::move(rendered.tags)};
}

model::Post new_post(Context& context, const PostDraft& draft, const model::Account& author) {
    const Uris uris(context.config);
    model::Post post;
    post.id = draft.id;
    post.uri = uris.note(post.id);
    post.url = draft.carrier ? draft.carrier->url : uris.post_page(author.username, post.id);
    post.account_id = draft.author;
    post.local = true;
    post.visibility = draft.visibility;
    post.source = draft.text;
    post.spoiler_text = strings::without_controls(draft.spoiler_text);
    post.sensitive = draft.sensitive;
    post.language = draft.language;
    post.app_id = draft.app;
    post.kind = draft.carrier ? draft.carrier->kind : model::PostKind::note;
    post.created_at = context.now;
    return post;
}

// The post that the key was used for; nullopt when the key is this draft's from now on.
std::optional<PostId> claim_key(Context& context, const PostDraft& draft) {
    const auto& key = draft.idempotency_key;
    if (key.empty()) return std::nullopt;
    const auto newer_than = context.now - idempotency_life;
    if (auto first = repo::find_idempotent(context.db, draft.author, key, newer_than)) return first;
    if (repo::put_idempotent(context.db, draft.author, key, draft.id, context.now, newer_than)) return std::nullopt;
    return repo::find_idempotent(context.db, draft.author, key, newer_than);
}

enum class Words { same, changed };

Words describe_media(Context& context, const model::Post& post, const PostChange& change) {
    auto words = Words::same;
    for (const auto& wanted : change.media_words) {
        if (std::find(change.media.begin(), change.media.end(), wanted.id) == change.media.end()) continue;
        auto media = repo::find_media(context.db, wanted.id);
        const auto description = strings::without_controls(wanted.description);
        if (!media || media->account_id != post.account_id || media->description == description) continue;
        media->description = description;
        repo::update_media(context.db, *media);
        words = Words::changed;
    }
    return words;
}

}  // namespace

Result<model::Post> require_visible(Context& context, PostId id, AccountId viewer) {
    auto post = repo::find_post(context.db, id);
    if (!post || !can_see(context, *post, viewer)) return Error(Errc::not_found, "Record not found");
    return std::move(*post);
}

Result<model::Post> create_post(Context& context, const PostDraft& given) {
    auto draft = given;
    if (!draft.id) draft.id = context.ids.next<PostId>();
    if (auto first = claim_key(context, draft)) return require_visible(context, *first, draft.author);
    normalize(draft.text, draft.spoiler_text, draft.sensitive);
    COLLEGIUM_CHECK(check_text(context, draft.text, draft.spoiler_text, draft.media.size(), draft.carrier.has_value()));
    auto author = repo::find_account(context.db, draft.author);
    if (!author || !author->usable()) return Error(Errc::forbidden, "This action is not allowed");

    auto post = new_post(context, draft, *author);
    COLLEGIUM_CHECK(attach_to_parent(context, post, draft.in_reply_to));
    auto body = make_body(context, draft.text, draft.carrier);
    post.content = std::move(body.content);
    if (!repo::insert_post(context.db, post)) return Error(Errc::conflict, "Duplicate record");
    if (!draft.media.empty() &&
        repo::attach_media(context.db, post.id, post.account_id, draft.media) != static_cast<int>(draft.media.size()))
        return Error(Errc::unprocessable, "Validation failed: Media could not be found or is already attached");
    repo::set_mentions(context.db, post.id, mention_rows(post.id, body.mentioned));
    repo::set_tags(context.db, post.id, body.tags);
    repo::count_post(context.db, post.account_id, 1, context.now);
    if (post.in_reply_to_id) repo::refresh_post_counts(context.db, post.in_reply_to_id);
    emit_post_event(context, EventKind::post_created, post);
    return post;
}

Result<model::Post> edit_post(Context& context, AccountId author, PostId id, const PostChange& given) {
    auto post = repo::find_post(context.db, id);
    if (!post || post->account_id != author || post->reblog_of_id) return Error(Errc::not_found, "Record not found");
    auto change = given;
    normalize(change.text, change.spoiler_text, change.sensitive);
    COLLEGIUM_CHECK(
        check_text(context, change.text, change.spoiler_text, change.media.size(), change.carrier.has_value()));
    auto body = make_body(context, change.text, change.carrier);

    std::vector<MediaId> present;
    for (const auto& media : repo::media_of(context.db, {id})) present.push_back(media.id);
    const auto language = change.language.value_or(post->language);
    const auto words = describe_media(context, *post, change);
    // A carrier's record may have changed where its text did not.
    if (!change.carrier && post->content == body.content && post->source == change.text &&
        post->spoiler_text == change.spoiler_text && post->sensitive == change.sensitive &&
        post->language == language && present == change.media && words == Words::same)
        return std::move(*post);

    // The history starts with the version that is being replaced.
    repo::insert_edit(context.db, id,
                      {post->content, post->spoiler_text, post->sensitive, post->edited_at.value_or(post->created_at)});
    post->content = std::move(body.content);
    post->source = change.text;
    post->spoiler_text = strings::without_controls(change.spoiler_text);
    post->sensitive = change.sensitive;
    post->language = language;
    post->edited_at = context.now;
    repo::update_post(context.db, *post);
    if (repo::attach_media(context.db, id, author, change.media) != static_cast<int>(change.media.size()))
        return Error(Errc::unprocessable, "Validation failed: Media could not be found or is already attached");
    repo::set_mentions(context.db, id, mention_rows_after_edit(context, id, body.mentioned));
    repo::set_tags(context.db, id, body.tags);
    emit_post_event(context, EventKind::post_updated, *post);
    return std::move(*post);
}

Result<model::Post> delete_post(Context& context, AccountId author, PostId id) {
    auto post = repo::find_post(context.db, id);
    if (!post || post->account_id != author) return Error(Errc::not_found, "Record not found");
    if (post->reblog_of_id) {
        COLLEGIUM_TRY(auto original, unreblog(context, author, post->reblog_of_id));
        return original;
    }
    if (auto resource = repo::find_resource_by_post(context.db, id))
        repo::delete_resource(context.db, resource->id, context.now);
    if (auto proposal = repo::find_proposal_by_post(context.db, id)) {
        COLLEGIUM_CHECK(decline_waiting(context, *proposal));
        repo::delete_proposal(context.db, proposal->id, context.now);
    }
    emit_post_deleted(context, *post);
    repo::put_tombstone(context.db, post->uri, Uris(context.config).actor(author), "Note", context.now);
    repo::delete_post(context.db, id, context.now);
    repo::count_post(context.db, author, -1, std::nullopt);
    if (post->in_reply_to_id) repo::refresh_post_counts(context.db, post->in_reply_to_id);
    return std::move(*post);
}

}  // namespace collegium::domain
