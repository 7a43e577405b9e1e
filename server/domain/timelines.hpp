// Pages of posts, ready to be shown: hydrated in a fixed number of queries and without what the viewer hides.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/account.hpp"
#include "storage/model/learning.hpp"
#include "storage/model/oauth.hpp"
#include "storage/model/post.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/timelines.hpp"

namespace collegium::domain {

// A post with everything a page or an entity shows of it. Shared rows (accounts) are held once per load.
struct PostView {
    model::Post post;
    std::shared_ptr<const model::Account> author;
    std::shared_ptr<const PostView> reblog;
    std::vector<model::Mention> mentions;
    std::vector<model::Tag> tags;
    std::vector<model::Media> media;
    repo::Marks marks;
    std::shared_ptr<const model::OauthApp> app;  // local posts only
    ResourceId resource_id;
    ProposalId proposal_id;
};

enum class Hide { nothing, hidden_accounts };  // blocked, blocking and muted people's posts

// Order of `ids`, each once, kept; invisible posts left out. `viewer` none: the public.
std::vector<PostView> load_posts(Context& context, const std::vector<PostId>& ids, AccountId viewer, Hide hide);
// The posts that rows of another kind hang on: each row has a `post_id`.
template <class Row>
std::unordered_map<PostId, PostView> load_posts_of(Context& context, const std::vector<Row>& rows, AccountId viewer,
                                                   Hide hide) {
    std::vector<PostId> ids;
    for (const auto& row : rows)
        if (row.post_id) ids.push_back(row.post_id);
    std::unordered_map<PostId, PostView> posts;
    for (auto& view : load_posts(context, ids, viewer, hide)) {
        const auto id = view.post.id;
        posts.emplace(id, std::move(view));
    }
    return posts;
}
// What is told of a post that the viewer may not see any more, but has just undone something on: who wrote it and the
// viewer's own marks, none of its content.
PostView outline_of(Context& context, model::Post post, AccountId viewer);
// One visible post, or not_found.
Result<PostView> load_post(Context& context, PostId id, AccountId viewer);

// A page: the views, and the cursors of the first and last row before anything was hidden, for the Link header.
struct Timeline {
    std::vector<PostView> posts;
    std::int64_t newest = 0;  // 0: empty page
    std::int64_t oldest = 0;
    std::size_t rows = 0;  // before hiding
};
Timeline home_timeline(Context& context, AccountId viewer, const model::Page& page);
Timeline public_timeline(Context& context, AccountId viewer, repo::Origin origin, const model::Page& page,
                         repo::Attached attached = repo::Attached::anything);
// Names as people write them.
Timeline tag_timeline(Context& context, AccountId viewer, std::string_view tag, repo::Origin origin,
                      const model::Page& page, repo::TagFilter filter = repo::TagFilter());
Result<Timeline> list_timeline(Context& context, AccountId viewer, ListId list, const model::Page& page);

struct AccountTimelineOptions {
    bool only_media = false;
    bool exclude_replies = false;
    bool exclude_reblogs = false;
    std::string tagged;
};
Timeline account_timeline(Context& context, AccountId viewer, AccountId author, const AccountTimelineOptions& options,
                          const model::Page& page);
Timeline favourites_timeline(Context& context, AccountId viewer, const model::Page& page);
Timeline bookmarks_timeline(Context& context, AccountId viewer, const model::Page& page);

struct Thread {
    std::vector<PostView> ancestors;    // oldest first
    std::vector<PostView> descendants;  // in tree order
};
Result<Thread> load_thread(Context& context, PostId id, AccountId viewer);

}  // namespace collegium::domain
