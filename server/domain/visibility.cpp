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
Sight look(Context& context, const std::vector<model::Post>& posts, AccountId viewer) {
    std::vector<AccountId> authors;
    std::vector<PostId> restricted;
    std::unordered_set<AccountId> known;
    for (const auto& post : posts) {
        if (known.insert(post.account_id).second) authors.push_back(post.account_id);
        if (post.visibility == Visibility::followers || post.visibility == Visibility::direct)
            restricted.push_back(post.id);
    }
    std::vector<model::Account> accounts;
    repo::Relationships relationships;
    std::vector<model::Mention> mentions;
    std::vector<sql::Query> queries = {repo::accounts_query(authors, accounts)};
    if (viewer) queries.push_back(repo::relationships_query(viewer, authors, context.now, relationships));
    if (viewer && !restricted.empty()) queries.push_back(repo::mentions_query(restricted, mentions));
    context.db.run_all(queries);

    Sight sight(viewer);
    for (const auto& account : accounts) sight.add_author(account);
    for (const auto& [id, relationship] : relationships) sight.add_relationship(relationship);
    for (const auto& mention : mentions) sight.add_mention(mention);
    return sight;
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

void Sight::add_author(const model::Account& account) {
    if (account.usable()) usable_authors_.insert(account.id);
}

void Sight::add_relationship(const model::Relationship& relationship) {
    const auto id = relationship.target_id;
    if (relationship.following) followed_.insert(id);
    if (relationship.blocked_by) blocked_by_.insert(id);
    if (relationship.blocking || relationship.blocked_by || relationship.muting) hidden_.insert(id);
}

void Sight::add_mention(const model::Mention& mention) {
    if (viewer_ && mention.account_id == viewer_) mentioning_viewer_.insert(mention.post_id);
}

bool Sight::allows(const model::Post& post) const {
    if (post.deleted_at || !usable_authors_.contains(post.account_id)) return false;
    if (viewer_ && post.account_id == viewer_) return true;
    if (blocked_by_.contains(post.account_id)) return false;
    switch (post.visibility) {
        case Visibility::public_:
        case Visibility::unlisted: return true;
        case Visibility::followers:
            return viewer_ && (mentioning_viewer_.contains(post.id) || followed_.contains(post.account_id));
        case Visibility::direct: return viewer_ && mentioning_viewer_.contains(post.id);
    }
    return false;
}

std::vector<model::Post> visible_only(Context& context, std::vector<model::Post> posts, AccountId viewer) {
    if (posts.empty()) return posts;
    auto originals = originals_of(context, posts);
    auto all = posts;
    all.insert(all.end(), originals.begin(), originals.end());
    const auto sight = look(context, all, viewer);
    std::unordered_map<PostId, bool> original_allowed;
    for (const auto& original : originals) original_allowed[original.id] = sight.allows(original);

    std::erase_if(posts, [&sight, &original_allowed](const model::Post& post) {
        if (!sight.allows(post)) return true;
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
