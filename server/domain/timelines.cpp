#include "domain/timelines.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/strings.hpp"
#include "domain/visibility.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::domain {
namespace {

constexpr int thread_limit = 1000;

Timeline make_timeline(Context& context, const std::vector<PostId>& ids, AccountId viewer, Hide hide) {
    Timeline timeline;
    timeline.rows = ids.size();
    if (ids.empty()) return timeline;
    timeline.newest = ids.front().value;
    timeline.oldest = ids.back().value;
    timeline.posts = load_posts(context, ids, viewer, hide);
    return timeline;
}

// Favourites and bookmarks page by their own rows, not by the posts'.
Timeline make_timeline(Context& context, const std::vector<repo::PostRow>& rows, AccountId viewer) {
    std::vector<PostId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    auto timeline = make_timeline(context, ids, viewer, Hide::nothing);
    if (!rows.empty()) {
        timeline.newest = rows.front().cursor;
        timeline.oldest = rows.back().cursor;
    }
    return timeline;
}

// Depth first, oldest answer first; the author's own answers to themselves come before others'
// (mastodon-api.md 2.13).
void append_branch(PostId parent, AccountId promoted, std::unordered_map<PostId, std::vector<PostView>>& children,
                   std::vector<PostView>& out) {
    // An explicit stack: a hostile thread may be a thousand deep.
    std::vector<PostView> stack;
    auto push_children = [&children, &stack, promoted](PostId id) {
        auto found = children.find(id);
        if (found == children.end()) return;
        auto list = std::move(found->second);
        children.erase(found);
        std::stable_partition(list.begin(), list.end(),
                              [promoted](const PostView& view) { return view.post.account_id == promoted; });
        for (auto view = list.rbegin(); view != list.rend(); ++view) stack.push_back(std::move(*view));
    };
    push_children(parent);
    while (!stack.empty()) {
        auto view = std::move(stack.back());
        stack.pop_back();
        const auto id = view.post.id;
        out.push_back(std::move(view));
        push_children(id);
    }
}

}  // namespace

Timeline home_timeline(Context& context, AccountId viewer, const model::Page& page) {
    return make_timeline(context, repo::home_page(context.db, viewer, page), viewer, Hide::hidden_accounts);
}

Timeline public_timeline(Context& context, AccountId viewer, repo::Origin origin, const model::Page& page,
                         repo::Attached attached) {
    return make_timeline(context, repo::public_page(context.db, origin, page, attached), viewer, Hide::hidden_accounts);
}

Timeline tag_timeline(Context& context, AccountId viewer, std::string_view tag, repo::Origin origin,
                      const model::Page& page, repo::TagFilter filter) {
    for (auto* names : {&filter.any, &filter.all, &filter.none})
        for (auto& name : *names) name = strings::fold(name);
    return make_timeline(context, repo::tag_page(context.db, strings::fold(tag), origin, page, filter), viewer,
                         Hide::hidden_accounts);
}

Result<Timeline> list_timeline(Context& context, AccountId viewer, ListId list, const model::Page& page) {
    if (!repo::find_list(context.db, viewer, list)) return Error(Errc::not_found, "Record not found");
    return make_timeline(context, repo::list_page(context.db, list, page), viewer, Hide::hidden_accounts);
}

Timeline account_timeline(Context& context, AccountId viewer, AccountId author, const AccountTimelineOptions& options,
                          const model::Page& page) {
    repo::AccountFilter filter;
    filter.only_media = options.only_media;
    filter.exclude_replies = options.exclude_replies;
    filter.exclude_reblogs = options.exclude_reblogs;
    filter.tagged = strings::fold(options.tagged);
    filter.viewer = viewer;
    if (viewer == author) {
        filter.include_followers = true;
    } else if (viewer) {
        auto follow = repo::find_follow(context.db, viewer, author);
        filter.include_followers = follow && follow->accepted;
        filter.include_direct_to_viewer = true;
    }
    return make_timeline(context, repo::account_page(context.db, author, filter, page), viewer, Hide::nothing);
}

Timeline favourites_timeline(Context& context, AccountId viewer, const model::Page& page) {
    return make_timeline(context, repo::favourites_page(context.db, viewer, page), viewer);
}

Timeline bookmarks_timeline(Context& context, AccountId viewer, const model::Page& page) {
    return make_timeline(context, repo::bookmarks_page(context.db, viewer, page), viewer);
}

Result<Thread> load_thread(Context& context, PostId id, AccountId viewer) {
    COLLEGIUM_TRY(auto focus, load_post(context, id, viewer));
    Thread thread;
    thread.ancestors =
        load_posts(context, repo::ancestors_of(context.db, id, thread_limit), viewer, Hide::hidden_accounts);
    auto later = load_posts(context, repo::descendants_of(context.db, id, thread_limit), viewer, Hide::hidden_accounts);
    std::unordered_map<PostId, std::vector<PostView>> children;
    for (auto& view : later) {
        const auto parent = view.post.in_reply_to_id;
        children[parent].push_back(std::move(view));
    }
    append_branch(id, focus.post.account_id, children, thread.descendants);
    return thread;
}

}  // namespace collegium::domain
