#include "domain/visibility.hpp"

#include <unordered_map>
#include <unordered_set>

#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::domain {
namespace {

using model::Visibility;

// Everything the decision needs about a page of posts, read at once.
struct Facts {
    std::unordered_map<AccountId, model::Relationship> relations;  // viewer to author
    std::unordered_set<AccountId> unusable_authors;
    std::unordered_set<PostId> mentioning_viewer;
};

Facts gather(Context& context, const std::vector<model::Post>& posts, AccountId viewer) {
    Facts facts;
    std::vector<AccountId> authors;
    std::vector<PostId> restricted;
    std::unordered_set<AccountId> known;
    for (const auto& post : posts) {
        if (known.insert(post.account_id).second) authors.push_back(post.account_id);
        if (post.visibility == Visibility::followers || post.visibility == Visibility::direct)
            restricted.push_back(post.id);
    }
    for (const auto& account : repo::find_accounts(context.db, authors)) {
        known.erase(account.id);
        if (!account.usable()) facts.unusable_authors.insert(account.id);
    }
    facts.unusable_authors.insert(known.begin(), known.end());  // authors without a row
    if (!viewer) return facts;
    for (auto& relation : repo::relationships(context.db, viewer, authors, context.now))
        facts.relations.emplace(relation.target_id, std::move(relation));
    if (!restricted.empty()) {
        for (const auto& mention : repo::mentions_of(context.db, restricted))
            if (mention.account_id == viewer) facts.mentioning_viewer.insert(mention.post_id);
    }
    return facts;
}

bool allowed(const model::Post& post, AccountId viewer, const Facts& facts) {
    if (post.deleted_at || facts.unusable_authors.contains(post.account_id)) return false;
    if (viewer && post.account_id == viewer) return true;
    auto relation = facts.relations.find(post.account_id);
    if (relation != facts.relations.end() && relation->second.blocked_by) return false;
    switch (post.visibility) {
        case Visibility::public_:
        case Visibility::unlisted: return true;
        case Visibility::followers:
            if (!viewer) return false;
            return facts.mentioning_viewer.contains(post.id) ||
                   (relation != facts.relations.end() && relation->second.following);
        case Visibility::direct: return viewer && facts.mentioning_viewer.contains(post.id);
    }
    return false;
}

// The originals of the reblogs among `posts` that are not in the list themselves.
std::vector<model::Post> originals_of(Context& context, const std::vector<model::Post>& posts) {
    std::vector<PostId> ids;
    for (const auto& post : posts)
        if (post.reblog_of_id) ids.push_back(post.reblog_of_id);
    if (ids.empty()) return {};
    return repo::find_posts(context.db, ids);
}

}  // namespace

std::vector<model::Post> visible_only(Context& context, std::vector<model::Post> posts, AccountId viewer) {
    if (posts.empty()) return posts;
    auto originals = originals_of(context, posts);
    auto all = posts;
    all.insert(all.end(), originals.begin(), originals.end());
    const auto facts = gather(context, all, viewer);
    std::unordered_map<PostId, bool> original_allowed;
    for (const auto& original : originals) original_allowed[original.id] = allowed(original, viewer, facts);

    std::erase_if(posts, [&facts, &original_allowed, viewer](const model::Post& post) {
        if (!allowed(post, viewer, facts)) return true;
        if (!post.reblog_of_id) return false;
        auto original = original_allowed.find(post.reblog_of_id);
        return original == original_allowed.end() || !original->second;
    });
    return posts;
}

bool can_see(Context& context, const model::Post& post, AccountId viewer) {
    return !visible_only(context, {post}, viewer).empty();
}

bool can_reblog(const model::Post& post, AccountId viewer) {
    if (post.reblog_of_id) return false;
    switch (post.visibility) {
        case Visibility::public_:
        case Visibility::unlisted: return true;
        case Visibility::followers: return post.account_id == viewer;
        case Visibility::direct: return false;
    }
    return false;
}

}  // namespace collegium::domain
