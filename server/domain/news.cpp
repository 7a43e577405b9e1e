#include "domain/news.hpp"

#include <unordered_set>

#include "storage/repo/posts.hpp"

namespace collegium::domain {
namespace {

template <class Key, class Value>
const Value& find_or_empty(const std::unordered_map<Key, Value>& map, Key key) {
    static const Value empty;
    const auto found = map.find(key);
    return found == map.end() ? empty : found->second;
}

}  // namespace

News::News(Context& context, std::vector<model::Event> events) : events_(std::move(events)) {
    std::unordered_set<PostId> named;
    for (const auto& event : events_)
        if (event.post_id) named.insert(event.post_id);
    const std::vector<PostId> ids(named.begin(), named.end());
    std::unordered_set<AccountId> authors;
    for (auto& post : repo::find_posts(context.db, ids)) {
        authors.insert(post.account_id);
        posts_.emplace(post.id, std::move(post));
    }
    if (posts_.empty()) return;
    std::vector<repo::LocalFollower> followers;
    std::vector<model::Mention> mentions;
    const std::vector<AccountId> targets(authors.begin(), authors.end());
    context.db.run_all({repo::local_followers_query(targets, followers), repo::mentions_query(ids, mentions)});
    for (const auto& follower : followers) followers_[follower.target].push_back(follower);
    for (auto& mention : mentions) mentions_[mention.post_id].push_back(std::move(mention));
}

const model::Post* News::post(PostId id) const {
    const auto found = posts_.find(id);
    return found == posts_.end() ? nullptr : &found->second;
}

const std::vector<repo::LocalFollower>& News::followers(AccountId author) const {
    return find_or_empty(followers_, author);
}

const std::vector<model::Mention>& News::mentions(PostId id) const {
    return find_or_empty(mentions_, id);
}

}  // namespace collegium::domain
