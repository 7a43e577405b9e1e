#include "domain/distribution.hpp"

#include <algorithm>
#include <unordered_set>

#include "domain/conversations.hpp"
#include "domain/mentorship_news.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/timelines.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;
using model::NotificationKind;
using model::Visibility;

constexpr int posts_on_follow = 40;

// One of ours who wants to hear of `from`.
std::optional<model::Account> listener(Context& context, AccountId whom, AccountId from) {
    if (!whom || whom == from) return std::nullopt;
    auto account = repo::find_account(context.db, whom);
    if (!account || !account->local() || !account->usable()) return std::nullopt;
    for (const auto& relation : repo::relationships(context.db, whom, {from}, context.now))
        if (relation.blocking || (relation.muting && relation.muting_notifications)) return std::nullopt;
    return account;
}

// False when nobody was told, or they were before.
bool notify(Context& context, AccountId whom, NotificationKind kind, AccountId from, PostId post) {
    if (!listener(context, whom, from)) return false;
    model::Notification notification;
    notification.account_id = whom;
    notification.kind = kind;
    notification.from_account_id = from;
    notification.post_id = post;
    notification.created_at = context.now;
    return repo::insert_notification(context.db, notification);
}

std::vector<AccountId> ids_of(const std::vector<repo::LocalFollower>& followers) {
    std::vector<AccountId> ids;
    ids.reserve(followers.size() + 1);
    for (const auto& follower : followers) ids.push_back(follower.id);
    return ids;
}

// What it answers may be out of reach: then it is to somebody whom nobody here knows.
bool is_reply_to_other(const model::Post& post) {
    return !post.in_reply_to_uri.empty() && post.in_reply_to_account_id != post.account_id;
}

// Who among our people gets this post on the home timeline: followers of the author, the author, and, for
// a reply, only those who also follow the one replied to (Mastodon's rule). Direct posts enter nobody's but
// their author's; the addressed read them among their notifications.
std::vector<AccountId> home_owners(Context& context, const model::Post& post,
                                   const std::vector<repo::LocalFollower>& followers) {
    std::vector<AccountId> owners;
    if (post.visibility != Visibility::direct) owners = ids_of(followers);
    if (is_reply_to_other(post) && !owners.empty()) {
        auto others = ids_of(repo::local_followers(context.db, post.in_reply_to_account_id));
        std::unordered_set<AccountId> follow_both(others.begin(), others.end());
        follow_both.insert(post.in_reply_to_account_id);
        std::erase_if(owners, [&follow_both](AccountId owner) { return !follow_both.contains(owner); });
    }
    if (post.local) owners.push_back(post.account_id);
    return owners;
}

// Followers who asked to hear of each post: not of replies to others, nor twice when they are mentioned.
void notify_of_status(Context& context, const model::Post& post, const std::vector<repo::LocalFollower>& followers,
                      const std::unordered_set<AccountId>& told) {
    if (post.visibility == Visibility::direct || is_reply_to_other(post)) return;
    for (const auto& follower : followers)
        if (follower.notify && !told.contains(follower.id))
            notify(context, follower.id, NotificationKind::status, post.account_id, post.id);
}

// Also of those who are addressed without being named: their apps would show it nowhere else.
void keep_conversations(Context& context, const News& news, const model::Post& post) {
    if (post.visibility != Visibility::direct) return;
    if (post.local) keep_conversation(context, post, post.account_id);
    for (const auto& mention : news.mentions(post.id))
        if (listener(context, mention.account_id, post.account_id))
            keep_conversation(context, post, mention.account_id);
}

void distribute_new_post(Context& context, const News& news, const model::Post& post) {
    const auto& followers = news.followers(post.account_id);
    repo::add_to_home(context.db, home_owners(context, post, followers), post.id);
    std::unordered_set<AccountId> told;
    for (const auto& mention : news.mentions(post.id)) {
        if (mention.silent) continue;
        notify(context, mention.account_id, NotificationKind::mention, post.account_id, post.id);
        told.insert(mention.account_id);
    }
    notify_of_status(context, post, followers, told);
    keep_conversations(context, news, post);
}

void distribute_reblog(Context& context, const News& news, const model::Post& reblog) {
    auto followers = news.followers(reblog.account_id);
    std::erase_if(followers, [](const repo::LocalFollower& follower) { return !follower.show_reblogs; });
    auto owners = ids_of(followers);
    if (reblog.local) owners.push_back(reblog.account_id);
    repo::add_to_home(context.db, owners, reblog.id);
    if (auto original = repo::find_post(context.db, reblog.reblog_of_id); original && original->local)
        notify(context, original->account_id, NotificationKind::reblog, reblog.account_id, original->id);
}

// An edit reaches those who boosted it, and people it mentions for the first time.
void distribute_edit(Context& context, const News& news, const model::Post& post) {
    for (const auto& mention : news.mentions(post.id))
        if (!mention.silent && notify(context, mention.account_id, NotificationKind::mention, post.account_id, post.id))
            keep_conversation(context, post, mention.account_id);
    for (const auto& booster : repo::reblogged_by_page(context.db, post.id, model::Page()))
        notify(context, booster.id, NotificationKind::update, post.account_id, post.id);
}

void distribute_follow(Context& context, const model::Event& event) {
    const AccountId target{event.other_id};
    auto follower = repo::find_account(context.db, event.account_id);
    if (!follower) return;
    notify(context, target, NotificationKind::follow, event.account_id, PostId());
    if (follower->local()) repo::fill_home(context.db, event.account_id, target, posts_on_follow);
}

// Our pages tell of the step itself. Apps do not know that kind: for them the instance says it in a post.
void tell_step(Context& context, const model::Event& event, const model::Agreement& agreement, AccountId whom) {
    const auto other_id = whom == agreement.mentor_id ? agreement.mentee_id : agreement.mentor_id;
    const auto person = listener(context, whom, other_id);
    const auto other = repo::find_account(context.db, other_id);
    if (!person || !other) return;
    notify(context, whom, NotificationKind::mentorship, other_id, PostId());
    const auto news = news_of_step(context, event, agreement, *person, *other);
    if (!news) return;
    const auto post = tell_privately(context, *person, *news);
    if (post && notify(context, whom, NotificationKind::mention, post->account_id, post->id))
        keep_conversation(context, *post, whom);
}

void distribute_mentorship_step(Context& context, const model::Event& event) {
    auto agreement = repo::find_agreement(context.db, AgreementId{event.other_id});
    if (!agreement) return;
    // The clock's steps are news to both, each from the other.
    if (event.account_id != agreement->mentor_id) tell_step(context, event, *agreement, agreement->mentor_id);
    if (event.account_id != agreement->mentee_id) tell_step(context, event, *agreement, agreement->mentee_id);
}

void distribute_one(Context& context, const News& news, const model::Event& event) {
    const auto* post = event.post_id ? news.post(event.post_id) : nullptr;
    switch (event.kind) {
        case EventKind::post_created:
            if (post) distribute_new_post(context, news, *post);
            return;
        case EventKind::post_updated:
            if (post) distribute_edit(context, news, *post);
            return;
        case EventKind::post_reblogged:
            if (post) distribute_reblog(context, news, *post);
            return;
        case EventKind::post_favourited:
            if (post) notify(context, post->account_id, NotificationKind::favourite, event.account_id, post->id);
            return;
        case EventKind::follow_requested:
            notify(context, AccountId{event.other_id}, NotificationKind::follow_request, event.account_id, PostId());
            return;
        case EventKind::follow_accepted: distribute_follow(context, event); return;
        case EventKind::mentorship_step: distribute_mentorship_step(context, event); return;
        case EventKind::post_deleted:      // rows went with the post
        case EventKind::reblog_undone:     // likewise
        case EventKind::favourite_undone:  // likewise
        case EventKind::follow_rejected:
        case EventKind::follow_undone:
        case EventKind::account_updated:
        case EventKind::account_deleted:
        case EventKind::offer_refused: return;
    }
}

}  // namespace

void distribute(Context& context, const News& news) {
    for (const auto& event : news.events()) distribute_one(context, news, event);
}

}  // namespace collegium::domain
