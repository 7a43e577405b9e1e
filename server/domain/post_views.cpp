// The hydrating half of domain/timelines.hpp: a fixed number of queries per page, whatever its length, and few
// round trips: the posts, the originals of reblogs, and everything else at once.
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

// Whose rows are wanted. What is written on a post hangs on the original, never on a reblog.
struct Wanted {
    std::vector<AccountId> authors;
    std::vector<AppId> apps;
    std::vector<PostId> originals, resources, proposals;
};

Wanted wanted_for(const std::vector<model::Post>& posts) {
    Wanted wanted;
    std::unordered_set<AccountId> seen_authors;
    std::unordered_set<AppId> seen_apps;
    for (const auto& post : posts) {
        add_once(wanted.authors, seen_authors, post.account_id);
        add_once(wanted.apps, seen_apps, post.app_id);
        if (post.reblog_of_id) continue;
        wanted.originals.push_back(post.id);
        if (post.kind == model::PostKind::resource) wanted.resources.push_back(post.id);
        if (post.kind == model::PostKind::mentorship) wanted.proposals.push_back(post.id);
    }
    return wanted;
}

// All rows that hang on a set of posts.
struct Attachments {
    explicit Attachments(AccountId viewer) : sight(viewer) {}

    Sight sight;
    std::unordered_map<AccountId, std::shared_ptr<const model::Account>> accounts;
    std::unordered_map<AppId, std::shared_ptr<const model::OauthApp>> apps;
    std::unordered_map<PostId, std::vector<model::Mention>> mentions;
    std::unordered_map<PostId, std::vector<model::Tag>> tags;
    std::unordered_map<PostId, std::vector<model::Media>> media;
    std::unordered_map<PostId, repo::Marks> marks;
    std::unordered_map<PostId, ResourceId> resources;
    std::unordered_map<PostId, ProposalId> proposals;
};

void gather_rare(Context& context, const Wanted& wanted, Attachments& found) {
    if (!wanted.apps.empty())
        for (auto& app : repo::find_apps(context.db, wanted.apps)) {
            const auto id = app.id;
            found.apps[id] = std::make_shared<const model::OauthApp>(std::move(app));
        }
    if (!wanted.resources.empty())
        for (const auto& resource : repo::find_resources_by_posts(context.db, wanted.resources))
            found.resources[resource.post_id] = resource.id;
    if (!wanted.proposals.empty())
        for (const auto& proposal : repo::find_proposals_by_posts(context.db, wanted.proposals))
            found.proposals[proposal.post_id] = proposal.id;
}

Attachments gather(Context& context, const std::vector<model::Post>& posts, AccountId viewer) {
    const auto wanted = wanted_for(posts);
    Attachments found(viewer);
    std::vector<model::Account> accounts;
    repo::Relationships relationships;
    std::vector<model::Mention> mentions;
    std::vector<repo::PostTag> tags;
    std::vector<model::Media> media;
    std::vector<sql::Query> queries = {repo::accounts_query(wanted.authors, accounts)};
    if (viewer) queries.push_back(repo::relationships_query(viewer, wanted.authors, context.now, relationships));
    if (!wanted.originals.empty()) {
        queries.push_back(repo::mentions_query(wanted.originals, mentions));
        queries.push_back(repo::tags_query(wanted.originals, tags));
        queries.push_back(repo::media_query(wanted.originals, media));
        if (viewer) queries.push_back(repo::marks_query(viewer, wanted.originals, found.marks));
    }
    context.db.run_all(queries);

    for (auto& account : accounts) {
        const auto id = account.id;
        found.sight.add_author(account);
        found.accounts[id] = std::make_shared<const model::Account>(std::move(account));
    }
    for (const auto& [id, relationship] : relationships) found.sight.add_relationship(relationship);
    for (auto& mention : mentions) {
        found.sight.add_mention(mention);
        found.mentions[mention.post_id].push_back(std::move(mention));
    }
    for (auto& tag : tags) found.tags[tag.post_id].push_back(std::move(tag.tag));
    for (auto& item : media) found.media[item.post_id].push_back(std::move(item));
    gather_rare(context, wanted, found);
    return found;
}

template <class Map, class Key>
auto take(Map& map, Key key) -> typename Map::mapped_type {
    auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

template <class Map, class Key>
auto take_away(Map& map, Key key) -> typename Map::mapped_type {
    auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : std::move(found->second);
}

PostView assemble(model::Post post, Attachments& found) {
    PostView view;
    const auto id = post.id;
    view.author = take(found.accounts, post.account_id);
    view.app = take(found.apps, post.app_id);
    view.mentions = take_away(found.mentions, id);
    view.tags = take_away(found.tags, id);
    view.media = take_away(found.media, id);
    view.marks = take(found.marks, id);
    view.resource_id = take(found.resources, id);
    view.proposal_id = take(found.proposals, id);
    view.post = std::move(post);
    return view;
}

// The posts themselves, then the originals of reblogs that are not among them.
std::vector<model::Post> find_with_originals(Context& context, const std::vector<PostId>& ids) {
    auto posts = repo::find_posts(context.db, ids);
    std::vector<PostId> missing;
    std::unordered_set<PostId> have;
    for (const auto& post : posts) have.insert(post.id);
    for (const auto& post : posts) add_once(missing, have, post.reblog_of_id);
    if (missing.empty()) return posts;
    auto originals = repo::find_posts(context.db, missing);
    posts.insert(posts.end(), std::make_move_iterator(originals.begin()), std::make_move_iterator(originals.end()));
    return posts;
}

// What the viewer may see of a page, originals and reblogs apart.
struct Seen {
    std::unordered_map<PostId, std::shared_ptr<PostView>> originals;
    std::unordered_map<PostId, model::Post> reblogs;
    std::unordered_set<PostId> boosted;
};

Seen sort_out(std::vector<model::Post> posts, Attachments& found) {
    Seen seen;
    for (auto& post : posts) {
        if (!found.sight.allows(post)) continue;
        const auto id = post.id;
        if (post.reblog_of_id) {
            seen.boosted.insert(post.reblog_of_id);
            seen.reblogs.emplace(id, std::move(post));
        } else {
            seen.originals.emplace(id, std::make_shared<PostView>(assemble(std::move(post), found)));
        }
    }
    return seen;
}

}  // namespace

std::vector<PostView> load_posts(Context& context, const std::vector<PostId>& ids, AccountId viewer, Hide hide) {
    if (ids.empty()) return {};
    auto posts = find_with_originals(context, ids);
    if (posts.empty()) return {};
    auto found = gather(context, posts, viewer);
    auto seen = sort_out(std::move(posts), found);
    const auto hidden = [&found, hide](AccountId author) {
        return hide == Hide::hidden_accounts && found.sight.hides(author);
    };

    std::vector<PostView> views;
    views.reserve(ids.size());
    for (auto id : ids) {
        if (auto reblog = seen.reblogs.find(id); reblog != seen.reblogs.end()) {
            auto original = seen.originals.find(reblog->second.reblog_of_id);
            if (original == seen.originals.end()) continue;
            if (hidden(reblog->second.account_id) || hidden(original->second->post.account_id)) continue;
            auto view = assemble(std::move(reblog->second), found);
            view.reblog = original->second;
            view.marks = original->second->marks;
            views.push_back(std::move(view));
            seen.reblogs.erase(reblog);
        } else if (auto own = seen.originals.find(id); own != seen.originals.end()) {
            if (hidden(own->second->post.account_id)) continue;
            const bool shared = seen.boosted.contains(id);
            views.push_back(shared ? PostView(*own->second) : std::move(*own->second));
            if (!shared) seen.originals.erase(own);
        }
    }
    return views;
}

PostView outline_of(Context& context, model::Post post, AccountId viewer) {
    PostView view;
    if (auto author = repo::find_account(context.db, post.account_id))
        view.author = std::make_shared<const model::Account>(std::move(*author));
    view.marks = repo::marks_of(context.db, viewer, {post.id})[post.id];
    for (auto* text : {&post.content, &post.source, &post.spoiler_text, &post.extra}) text->clear();
    view.post = std::move(post);
    return view;
}

Result<PostView> load_post(Context& context, PostId id, AccountId viewer) {
    auto views = load_posts(context, {id}, viewer, Hide::nothing);
    if (views.empty()) return Error(Errc::not_found, "Record not found");
    return std::move(views.front());
}

}  // namespace collegium::domain
