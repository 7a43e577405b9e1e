// Create, Update and Delete of posts, and of the proposals that some of them carry.
#include <algorithm>

#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "domain/timelines.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/note_value.hpp"
#include "federation/objects/proposal.hpp"
#include "federation/outbox_parts.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::federation::outbox {
namespace {

using model::Visibility;

// A post of one of our people, as its author sees it.
std::optional<domain::PostView> own_post(domain::Context& context, PostId id) {
    auto post = repo::find_post(context.db, id);
    if (!post || !post->local || post->reblog_of_id) return std::nullopt;
    auto view = domain::load_post(context, id, post->account_id);
    if (!view) return std::nullopt;
    return std::move(*view);
}

Box box_for(Visibility visibility) {
    return visibility == Visibility::direct ? Box::personal : Box::shared;
}

Recipients readers_of(domain::Context& context, const domain::PostView& view) {
    Recipients recipients(context);
    if (view.post.visibility != Visibility::direct)
        recipients.add(repo::follower_inboxes(context.db, view.post.account_id));
    std::vector<AccountId> named;
    for (const auto& mention : named_people(context, view)) named.push_back(mention.account_id);
    recipients.add_accounts(context, named, box_for(view.post.visibility));
    return recipients;
}

// Whoever has a copy besides: authors of favourites, reblogs and replies. A direct post has gone to nobody else.
std::vector<AccountId> copy_holders(domain::Context& context, const model::Post& post) {
    if (post.visibility == Visibility::direct) return {};
    return repo::involved_accounts(context.db, post.id);
}

as2::Texts uris_of(domain::Context& context, const std::vector<AccountId>& ids) {
    as2::Texts uris;
    if (ids.empty()) return uris;
    for (const auto& account : repo::find_accounts(context.db, ids)) uris.push_back(account.uri);
    return uris;
}

// The canonical Proposal beside its carrier, for those who know what it is (federation.md 8.2).
void send_proposal(domain::Context& context, const domain::PostView& view, as2::Name type,
                   const Recipients& recipients) {
    auto row = repo::find_proposal_by_post(context.db, view.post.id);
    if (!row) return;
    const auto chosen = recipients.that_understand_pln(context);
    if (chosen.empty()) return;
    const auto proposal = proposal_value(context, *row, view);
    auto activity = as2::make_activity(type, new_activity_id(context), view.author->uri, as2::write_proposal(proposal),
                                       proposal.to, proposal.cc);
    activity.published = type == as2::type::create ? proposal.published : proposal.updated;
    send(context, *view.author, as2::write_activity(activity), chosen);
}

void send_update(domain::Context& context, const domain::PostView& view) {
    auto recipients = readers_of(context, view);
    recipients.add_accounts(context, copy_holders(context, view.post), box_for(view.post.visibility));
    if (recipients.empty()) return;
    auto note = note_value(context, view);
    if (!note.updated) note.updated = context.now;
    const auto update = as2::make_update(new_activity_id(context), note, {});
    send(context, *view.author, as2::write_activity(update), recipients);
    if (view.post.kind == model::PostKind::mentorship) send_proposal(context, view, as2::type::update, recipients);
}

as2::Tombstone tombstone_of(const std::string& uri, as2::Name former_type, const model::Event& event) {
    as2::Tombstone tombstone;
    tombstone.id = uri;
    tombstone.former_type = std::string(former_type);
    tombstone.deleted = event.created_at;
    return tombstone;
}

void send_delete(domain::Context& context, const model::Account& author, const as2::Tombstone& tombstone,
                 const as2::Texts& to, const Recipients& recipients) {
    const auto activity = as2::make_delete(new_activity_id(context), author.uri, tombstone, to, {});
    send(context, author, as2::write_activity(activity), recipients);
}

}  // namespace

void post_created(domain::Context& context, const model::Event& event) {
    auto view = own_post(context, event.post_id);
    if (!view) return;
    const auto recipients = readers_of(context, *view);
    if (recipients.empty()) return;
    const auto note = note_value(context, *view);
    const auto create = as2::make_create(domain::Uris(context.config).create_activity(view->post.id), note);
    send(context, *view->author, as2::write_activity(create), recipients);
    if (view->post.kind == model::PostKind::mentorship) send_proposal(context, *view, as2::type::create, recipients);
}

void post_updated(domain::Context& context, const model::Event& event) {
    if (auto view = own_post(context, event.post_id)) send_update(context, *view);
}

void post_deleted(domain::Context& context, const model::Event& event) {
    auto author = own_account(context, event.account_id);
    auto data = json::parse(event.data);
    if (!author || !data) return;
    const auto visibility = static_cast<Visibility>((*data)["visibility"].integer().value_or(0));
    std::vector<AccountId> holders;
    for (const auto& id : (*data)["recipients"].items()) holders.push_back(AccountId{id.integer().value_or(0)});
    Recipients recipients(context);
    if (visibility != Visibility::direct) recipients.add(repo::follower_inboxes(context.db, author->id));
    recipients.add_accounts(context, holders, box_for(visibility));
    if (recipients.empty()) return;

    as2::Texts to = {std::string(as2::public_collection)};
    if (visibility == Visibility::followers || visibility == Visibility::direct) {
        const auto named = uris_of(context, holders);
        to.insert(to.end(), named.begin(), named.end());
    }
    send_delete(context, *author, tombstone_of((*data)["uri"].string(), as2::type::note, event), to, recipients);
    if (auto proposal = repo::find_proposal_by_post(context.db, event.post_id))
        send_delete(context, *author, tombstone_of(proposal->uri, as2::type::proposal, event), to,
                    recipients.that_understand_pln(context));
}

}  // namespace collegium::federation::outbox
