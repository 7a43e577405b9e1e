// Follow and its answers, and what accounts say of themselves.
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "federation/objects/actor.hpp"
#include "federation/outbox_parts.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation::outbox {
namespace {

as2::Activity follow_of(const std::string& uri, const model::Account& follower, const model::Account& target) {
    return as2::make_activity(as2::type::follow, uri, follower.uri, target.uri, {target.uri});
}

}  // namespace

void follow_requested(domain::Context& context, const model::Event& event) {
    auto follower = own_account(context, event.account_id);
    auto target = remote_account(context, AccountId{event.other_id});
    if (!follower || !target) return;
    send_to(context, *follower, *target, as2::write_activity(follow_of(event.data, *follower, *target)));
}

// The whole Follow goes back in the answer: its id alone is not enough for several servers (federation.md 0.9).
void follow_answered(domain::Context& context, const model::Event& event) {
    auto follower = remote_account(context, event.account_id);
    auto target = own_account(context, AccountId{event.other_id});
    if (!follower || !target) return;
    const bool accepted = event.kind == model::EventKind::follow_accepted;
    auto follow = as2::write_activity(follow_of(event.data, *follower, *target));
    const auto answer = as2::make_activity(accepted ? as2::type::accept : as2::type::reject, new_activity_id(context),
                                           target->uri, std::move(follow), {follower->uri});
    send_to(context, *target, *follower, as2::write_activity(answer));
}

void follow_undone(domain::Context& context, const model::Event& event) {
    auto follower = own_account(context, event.account_id);
    auto target = remote_account(context, AccountId{event.other_id});
    if (!follower || !target) return;
    auto follow = as2::write_activity(follow_of(event.data, *follower, *target));
    const auto undo =
        as2::make_activity(as2::type::undo, new_activity_id(context), follower->uri, std::move(follow), {target->uri});
    send_to(context, *follower, *target, as2::write_activity(undo));
}

void account_updated(domain::Context& context, const model::Event& event) {
    auto account = own_account(context, event.account_id);
    if (!account || !account->usable()) return;
    Recipients recipients(context);
    recipients.add(repo::known_inboxes(context.db, account->id));
    if (recipients.empty()) return;
    as2::Texts cc;
    if (!account->followers_uri.empty()) cc.push_back(account->followers_uri);
    const auto update =
        as2::make_activity(as2::type::update, new_activity_id(context), account->uri, render_actor(context, *account),
                           {std::string(as2::public_collection)}, std::move(cc));
    send(context, *account, as2::write_activity(update), recipients);
}

void account_deleted(domain::Context& context, const model::Event& event) {
    auto account = own_account(context, event.account_id);
    if (!account) return;
    Recipients recipients(context);
    recipients.add(repo::known_inboxes(context.db, account->id));
    const auto activity = as2::make_delete_actor(new_activity_id(context), account->uri);
    send(context, *account, as2::write_activity(activity), recipients);
}

}  // namespace collegium::federation::outbox
