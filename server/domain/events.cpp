#include "domain/events.hpp"

#include "core/json.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::domain {
namespace {

model::Event event_of(const Context& context, model::EventKind kind) {
    model::Event event;
    event.kind = kind;
    event.created_at = context.now;
    return event;
}

}  // namespace

void emit_post_event(Context& context, model::EventKind kind, const model::Post& post) {
    auto event = event_of(context, kind);
    event.account_id = post.account_id;
    event.post_id = post.id;
    repo::insert_event(context.db, event);
}

void emit_reaction(Context& context, model::EventKind kind, AccountId who, PostId post, std::string_view data) {
    auto event = event_of(context, kind);
    event.account_id = who;
    event.post_id = post;
    event.data = data;
    repo::insert_event(context.db, event);
}

void emit_follow(Context& context, model::EventKind kind, AccountId follower, AccountId target, std::string_view uri) {
    auto event = event_of(context, kind);
    event.account_id = follower;
    event.other_id = target.value;
    event.data = uri;
    repo::insert_event(context.db, event);
}

void emit_account(Context& context, model::EventKind kind, AccountId account) {
    auto event = event_of(context, kind);
    event.account_id = account;
    repo::insert_event(context.db, event);
}

void emit_post_deleted(Context& context, const model::Post& post) {
    // Favourites, boosts and replies are gone by the time the pump runs, so their authors are noted now.
    json::Array recipients;
    for (auto id : repo::involved_accounts(context.db, post.id)) recipients.emplace_back(id.value);
    auto data = json::Value::object(
        {{"uri", post.uri}, {"visibility", static_cast<int>(post.visibility)}, {"recipients", std::move(recipients)}});
    auto event = event_of(context, model::EventKind::post_deleted);
    event.account_id = post.account_id;
    event.post_id = post.id;
    event.data = json::dump(data);
    repo::insert_event(context.db, event);
}

void emit_reblog_undone(Context& context, const model::Post& reblog) {
    auto data = json::Value::object({{"uri", reblog.uri},
                                     {"visibility", static_cast<int>(reblog.visibility)},
                                     {"published", format_rfc3339(reblog.created_at)}});
    auto event = event_of(context, model::EventKind::reblog_undone);
    event.account_id = reblog.account_id;
    event.other_id = reblog.reblog_of_id.value;
    event.data = json::dump(data);
    repo::insert_event(context.db, event);
}

}  // namespace collegium::domain
