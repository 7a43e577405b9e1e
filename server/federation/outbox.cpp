#include "federation/outbox.hpp"

#include "federation/outbox_parts.hpp"

namespace collegium::federation {

namespace {

using model::EventKind;

// What others posted, their servers have told. Most of what comes in is of that kind, and known by now.
bool is_post_of_others(const domain::News& news, const model::Event& event) {
    if (event.kind != EventKind::post_created && event.kind != EventKind::post_updated &&
        event.kind != EventKind::post_reblogged)
        return false;
    const auto* post = news.post(event.post_id);
    return post && !post->local;
}

// Each function looks first whether the acting side is ours.
void enqueue(domain::Context& context, const model::Event& event) {
    switch (event.kind) {
        case EventKind::post_created: return outbox::post_created(context, event);
        case EventKind::post_updated: return outbox::post_updated(context, event);
        case EventKind::post_deleted: return outbox::post_deleted(context, event);
        case EventKind::post_reblogged: return outbox::post_reblogged(context, event);
        case EventKind::reblog_undone: return outbox::reblog_undone(context, event);
        case EventKind::post_favourited: return outbox::post_favourited(context, event);
        case EventKind::favourite_undone: return outbox::favourite_undone(context, event);
        case EventKind::follow_requested: return outbox::follow_requested(context, event);
        case EventKind::follow_accepted:
        case EventKind::follow_rejected: return outbox::follow_answered(context, event);
        case EventKind::follow_undone: return outbox::follow_undone(context, event);
        case EventKind::account_updated: return outbox::account_updated(context, event);
        case EventKind::account_deleted: return outbox::account_deleted(context, event);
        case EventKind::mentorship_step: return outbox::mentorship_step(context, event);
        case EventKind::offer_refused: return outbox::offer_refused(context, event);
    }
}

}  // namespace

void enqueue_deliveries(domain::Context& context, const domain::News& news) {
    for (const auto& event : news.events())
        if (!is_post_of_others(news, event)) enqueue(context, event);
}

}  // namespace collegium::federation
