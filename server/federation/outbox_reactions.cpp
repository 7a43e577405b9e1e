// Announce and Like, and taking them back.
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "core/time.hpp"
#include "federation/objects/announce.hpp"
#include "federation/outbox_parts.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::federation::outbox {
namespace {

Recipients readers_of(domain::Context& context, const model::Account& who, const model::Account& author) {
    Recipients recipients(context);
    recipients.add(repo::follower_inboxes(context.db, who.id));
    recipients.add(author, Box::shared);
    return recipients;
}

as2::Activity like_of(const model::Event& event, const model::Account& who, const model::Post& post,
                      const model::Account& author) {
    return as2::make_activity(as2::type::like, event.data, who.uri, post.uri, {author.uri});
}

as2::Activity undo(domain::Context& context, const as2::Activity& undone) {
    return as2::make_activity(as2::type::undo, new_activity_id(context), undone.actor, as2::write_activity(undone),
                              undone.to, undone.cc);
}

enum class Direction { done, undone };

void send_like(domain::Context& context, const model::Event& event, Direction direction) {
    auto who = own_account(context, event.account_id);
    auto post = repo::find_post(context.db, event.post_id);
    if (!who || !post) return;
    auto author = remote_account(context, post->account_id);
    if (!author) return;
    auto activity = like_of(event, *who, *post, *author);
    if (direction == Direction::undone) activity = undo(context, activity);
    send_to(context, *who, *author, as2::write_activity(activity));
}

}  // namespace

void post_reblogged(domain::Context& context, const model::Event& event) {
    auto reblog = repo::find_post(context.db, event.post_id);
    if (!reblog || !reblog->local) return;
    auto who = own_account(context, reblog->account_id);
    auto original = repo::find_post(context.db, reblog->reblog_of_id);
    if (!who || !original) return;
    auto author = repo::find_account(context.db, original->account_id);
    if (!author) return;
    const auto recipients = readers_of(context, *who, *author);
    if (recipients.empty()) return;
    send(context, *who, as2::write_activity(announce_value(*reblog, *who, *original, *author)), recipients);
}

void reblog_undone(domain::Context& context, const model::Event& event) {
    auto who = own_account(context, event.account_id);
    auto original = repo::find_post(context.db, PostId{event.other_id});
    auto data = json::parse(event.data);
    if (!who || !original || !data) return;
    auto author = repo::find_account(context.db, original->account_id);
    if (!author) return;
    const auto recipients = readers_of(context, *who, *author);
    if (recipients.empty()) return;
    model::Post reblog;  // its row is gone
    reblog.uri = (*data)["uri"].string();
    reblog.visibility = static_cast<model::Visibility>((*data)["visibility"].integer().value_or(0));
    reblog.created_at = parse_rfc3339((*data)["published"].string()).value_or(event.created_at);
    const auto activity = undo(context, announce_value(reblog, *who, *original, *author));
    send(context, *who, as2::write_activity(activity), recipients);
}

void post_favourited(domain::Context& context, const model::Event& event) {
    send_like(context, event, Direction::done);
}

void favourite_undone(domain::Context& context, const model::Event& event) {
    send_like(context, event, Direction::undone);
}

}  // namespace collegium::federation::outbox
