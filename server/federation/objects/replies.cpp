#include <algorithm>

#include "domain/visibility.hpp"
#include "federation/objects/note_value.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::federation {
namespace {

// What one thread may cost: Mastodon asks for at most 500 replies of a post, 1,000 of a thread.
constexpr int thread_limit = 1'000;
constexpr std::size_t page_size = 50;

}  // namespace

Replies public_replies(domain::Context& context, PostId post, PostId after) {
    auto ids = repo::descendants_of(context.db, post, thread_limit);
    std::erase_if(ids, [after](PostId id) { return id <= after; });
    auto posts = repo::find_posts(context.db, ids);
    std::erase_if(posts, [post](const model::Post& reply) {
        return reply.in_reply_to_id != post ||
               (reply.visibility != model::Visibility::public_ && reply.visibility != model::Visibility::unlisted);
    });
    posts = domain::visible_only(context, std::move(posts), AccountId());
    std::sort(posts.begin(), posts.end(),
              [](const model::Post& left, const model::Post& right) { return left.id < right.id; });
    Replies replies;
    replies.more = posts.size() > page_size;
    if (replies.more) posts.resize(page_size);
    for (auto& reply : posts) {
        replies.last = reply.id;
        replies.ids.push_back(std::move(reply.uri));
    }
    return replies;
}

}  // namespace collegium::federation
