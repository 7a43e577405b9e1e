// The hydrating half of domain/timelines.hpp: a fixed number of queries per page, whatever its length.
#include <unordered_set>

#include "domain/timelines.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/members.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/resources.hpp"

namespace collegium::domain {
namespace {

template <class IdType>
void add_once(std::vector<IdType>& ids, std::unordered_set<IdType>& seen, IdType id) {
    if (id && seen.insert(id).second) ids.push_back(id);
}

// All rows that hang on a set of posts.
struct Attachments {
    std::unordered_map<AccountId, std::shared_ptr<const model::Account>> accounts;
    std::unordered_map<AppId, std::shared_ptr<const model::OauthApp>> apps;
    std::unordered_map<PostId, std::vector<model::Mention>> mentions;
    std::unordered_map<PostId, std::vector<model::Tag>> tags;
    std::unordered_map<PostId, std::vector<model::Media>> media;
    std::unordered_map<PostId, repo::Marks> marks;
    std::unordered_map<PostId, ResourceId> resources;
    std::unordered_map<PostId, ProposalId> proposals;
};

void gather_people(Context& context, const std::vector<model::Post>& posts, Attachments& found) {
    std::vector<AccountId> authors;
    std::unordered_set<AccountId> seen_authors;
    std::vector<AppId> apps;
    std::unordered_set<AppId> seen_apps;
    for (const auto& post : posts) {
        add_once(authors, seen_authors, post.account_id);
        add_once(apps, seen_apps, post.app_id);
    }
    for (auto& account : repo::find_accounts(context.db, authors)) {
        const auto id = account.id;
        found.accounts[id] = std::make_shared<const model::Account>(std::move(account));
    }
    if (apps.empty()) return;
    for (auto& app : repo::find_apps(context.db, apps)) {
        const auto id = app.id;
        found.apps[id] = std::make_shared<const model::OauthApp>(std::move(app));
    }
}

Attachments gather(Context& context, const std::vector<model::Post>& posts, AccountId viewer) {
    Attachments found;
    gather_people(context, posts, found);
    // What is written on a post hangs on the original, never on a reblog.
    std::vector<PostId> originals, resources, proposals;
    for (const auto& post : posts) {
        if (post.reblog_of_id) continue;
        originals.push_back(post.id);
        if (post.kind == model::PostKind::resource) resources.push_back(post.id);
        if (post.kind == model::PostKind::mentorship) proposals.push_back(post.id);
    }
    for (auto& mention : repo::mentions_of(context.db, originals))
        found.mentions[mention.post_id].push_back(std::move(mention));
    for (auto& tag : repo::tags_of(context.db, originals)) found.tags[tag.post_id].push_back(std::move(tag.tag));
    for (auto& media : repo::media_of(context.db, originals)) found.media[media.post_id].push_back(std::move(media));
    if (viewer) found.marks = repo::marks_of(context.db, viewer, originals);
    if (!resources.empty())
        for (const auto& resource : repo::find_resources_by_posts(context.db, resources))
            found.resources[resource.post_id] = resource.id;
    if (!proposals.empty())
        for (const auto& proposal : repo::find_proposals_by_posts(context.db, proposals))
            found.proposals[proposal.post_id] = proposal.id;
    return found;
}

template <class Map, class Key>
auto take(Map& map, Key key) -> typename Map::mapped_type {
    auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

PostView assemble(model::Post post, Attachments& found) {
    PostView view;
    const auto id = post.id;
    view.author = take(found.accounts, post.account_id);
    view.app = take(found.apps, post.app_id);
    view.mentions = take(found.mentions, id);
    view.tags = take(found.tags, id);
    view.media = take(found.media, id);
    view.marks = take(found.marks, id);
    view.resource_id = take(found.resources, id);
    view.proposal_id = take(found.proposals, id);
    view.post = std::move(post);
    return view;
}

std::unordered_set<AccountId> hidden_accounts(Context& context, AccountId viewer, Hide hide) {
    if (!viewer || hide == Hide::nothing) return {};
    auto hidden = repo::hidden_from(context.db, viewer, context.now);
    return {hidden.begin(), hidden.end()};
}

}  // namespace

std::vector<PostView> load_posts(Context& context, const std::vector<PostId>& ids, AccountId viewer, Hide hide) {
    if (ids.empty()) return {};
    auto posts = visible_only(context, repo::find_posts(context.db, ids), viewer);
    std::vector<PostId> missing_originals;
    std::unordered_set<PostId> have;
    for (const auto& post : posts) have.insert(post.id);
    for (const auto& post : posts) add_once(missing_originals, have, post.reblog_of_id);
    auto all = posts;
    if (!missing_originals.empty()) {
        auto originals = repo::find_posts(context.db, missing_originals);
        all.insert(all.end(), std::make_move_iterator(originals.begin()), std::make_move_iterator(originals.end()));
    }
    auto found = gather(context, all, viewer);
    const auto hidden = hidden_accounts(context, viewer, hide);

    std::unordered_map<PostId, std::shared_ptr<const PostView>> by_id;
    for (auto& post : all) {
        if (post.reblog_of_id) continue;
        const auto id = post.id;
        by_id[id] = std::make_shared<const PostView>(assemble(std::move(post), found));
    }
    std::unordered_map<PostId, model::Post> reblogs;
    for (auto& post : posts)
        if (post.reblog_of_id) reblogs.emplace(post.id, std::move(post));
    std::unordered_set<PostId> shown;
    for (const auto& post : posts) shown.insert(post.id);  // moved-from reblogs keep their plain ids

    std::vector<PostView> views;
    views.reserve(ids.size());
    for (auto id : ids) {
        if (!shown.contains(id)) continue;
        if (auto reblog = reblogs.find(id); reblog != reblogs.end()) {
            auto original = by_id.find(reblog->second.reblog_of_id);
            if (original == by_id.end()) continue;
            if (hidden.contains(reblog->second.account_id) || hidden.contains(original->second->post.account_id))
                continue;
            auto view = assemble(std::move(reblog->second), found);
            view.reblog = original->second;
            view.marks = original->second->marks;
            views.push_back(std::move(view));
        } else if (auto own = by_id.find(id); own != by_id.end()) {
            if (!hidden.contains(own->second->post.account_id)) views.push_back(*own->second);
        }
    }
    return views;
}

Result<PostView> load_post(Context& context, PostId id, AccountId viewer) {
    auto views = load_posts(context, {id}, viewer, Hide::nothing);
    if (views.empty()) return Error(Errc::not_found, "Record not found");
    return std::move(views.front());
}

}  // namespace collegium::domain
