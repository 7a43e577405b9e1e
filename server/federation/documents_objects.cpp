// Posts, boosts, proposals and threads, each at its id.
#include <algorithm>

#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "domain/uris.hpp"
#include "domain/visibility.hpp"
#include "federation/documents_parts.hpp"
#include "federation/objects/announce.hpp"
#include "federation/objects/note.hpp"
#include "federation/objects/note_value.hpp"
#include "federation/objects/proposal.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::federation::documents {
namespace {

constexpr int thread_limit = 1'000;
constexpr std::size_t thread_page_size = 100;

Error not_found() {
    return Error(Errc::not_found, "Record not found");
}

PostId post_id(const http::Request& request) {
    return parse_id<PostId>(request.part("id")).value_or(PostId());
}

// A post of ours that is no boost, as `reader` (none: everyone) may see it.
Result<domain::PostView> own_post(domain::Context& context, PostId id, AccountId reader) {
    auto view = domain::load_post(context, id, reader);
    if (!view || !view->post.local || view->reblog) return not_found();
    return view;
}

// What is not for everyone is for those it is for, when they sign (federation.md 2.5).
Reply restricted_note(domain::Context& context, const http::Request& request, PostId id) {
    auto post = repo::find_post(context.db, id);
    const bool exists = post && post->local && !post->reblog_of_id;
    if (!exists || request.header_count("signature") == 0) return not_found();
    AccountId signer;
    if (auto refusal = identify(context, request, signer)) {
        if (std::holds_alternative<http::Needs>(refusal->content)) return std::move(*refusal);
        return not_found();  // a wrong signature learns no more than none
    }
    auto view = own_post(context, id, signer);
    if (!view) return view.error();
    return document(context, render_note(context, *view), Cache::nowhere);
}

Reply note(domain::Context& context, const http::Request& request) {
    const auto id = post_id(request);
    if (auto gone = repo::find_tombstone(context.db, domain::Uris(context.config).note(id)))
        return tombstone(context, gone->uri, gone->former_type, gone->deleted_at);
    auto view = own_post(context, id, AccountId());
    if (!view) return restricted_note(context, request, id);
    if (wants_page(request)) return to_page(view->post.url);
    if (auto refusal = refuse_unsigned(context, request)) return std::move(*refusal);
    return document(context, render_note(context, *view));
}

Reply create(domain::Context& context, const http::Request& request) {
    auto view = own_post(context, post_id(request), AccountId());
    if (!view) return view.error();
    const auto id = domain::Uris(context.config).create_activity(view->post.id);
    return document(context, as2::write_activity(as2::make_create(id, note_value(context, *view))));
}

as2::Collection collection_of(std::string id, std::string_view type, std::int64_t total) {
    as2::Collection collection;
    collection.id = std::move(id);
    collection.type = std::string(type);
    collection.total = total;
    return collection;
}

Reply replies(domain::Context& context, const http::Request& request) {
    auto view = own_post(context, post_id(request), AccountId());
    if (!view) return view.error();
    const auto id = domain::Uris(context.config).replies(view->post.id);
    const auto asked = page_request(request);
    if (!asked.page) {
        auto collection = collection_of(id, as2::type::collection, view->post.replies_count);
        collection.first = id + "?page=true";
        return document(context, as2::write_collection(collection));
    }
    const auto found = public_replies(context, view->post.id, PostId{asked.min_id});
    as2::Collection page;
    page.id = id + "?page=true";
    if (asked.min_id) page.id += "&min_id=" + std::to_string(asked.min_id);
    page.type = std::string(as2::type::collection_page);
    page.part_of = id;
    for (const auto& uri : found.ids) page.items.push_back(uri);
    if (found.more) page.next = id + "?page=true&min_id=" + found.last.text();
    return document(context, as2::write_collection(page));
}

// How many, and not who.
Reply likes(domain::Context& context, const http::Request& request) {
    auto view = own_post(context, post_id(request), AccountId());
    if (!view) return view.error();
    const auto collection =
        collection_of(view->post.uri + "/likes", as2::type::collection, view->post.favourites_count);
    return document(context, as2::write_collection(collection));
}

Reply shares(domain::Context& context, const http::Request& request) {
    auto view = own_post(context, post_id(request), AccountId());
    if (!view) return view.error();
    const auto collection = collection_of(view->post.uri + "/shares", as2::type::collection, view->post.reblogs_count);
    return document(context, as2::write_collection(collection));
}

Reply announce(domain::Context& context, const http::Request& request) {
    auto view = domain::load_post(context, post_id(request), AccountId());
    if (!view || !view->post.local || !view->reblog) return not_found();
    if (wants_page(request)) return to_page(view->reblog->post.url);
    if (auto refusal = refuse_unsigned(context, request)) return std::move(*refusal);
    const auto& original = *view->reblog;
    return document(context,
                    as2::write_activity(announce_value(view->post, *view->author, original.post, *original.author)));
}

Reply proposal(domain::Context& context, const http::Request& request) {
    const auto id = parse_id<ProposalId>(request.part("id"));
    auto row = id ? repo::find_proposal(context.db, *id) : std::nullopt;
    if (!row || !row->local) return not_found();
    if (row->deleted_at) return tombstone(context, row->uri, as2::type::proposal, row->deleted_at);
    auto carrier = own_post(context, row->post_id, AccountId());
    if (!carrier) return carrier.error();
    if (wants_page(request)) return to_page(domain::Uris(context.config).proposal_page(row->id));
    if (auto refusal = refuse_unsigned(context, request)) return std::move(*refusal);
    return document(context, render_proposal(context, *row, *carrier));
}

// Between two people: there is nothing here for anyone else, and those two were told (federation.md 8.2).
Reply agreement(domain::Context&, const http::Request&) {
    return not_found();
}

// Everything that everyone may read of a thread that began here, oldest first.
std::vector<model::Post> public_thread(domain::Context& context, const model::Post& root) {
    auto ids = repo::descendants_of(context.db, root.id, thread_limit);
    auto posts = repo::find_posts(context.db, ids);
    posts = domain::visible_only(context, std::move(posts), AccountId());
    posts.push_back(root);
    std::sort(posts.begin(), posts.end(),
              [](const model::Post& left, const model::Post& right) { return left.id < right.id; });
    return posts;
}

Reply thread(domain::Context& context, const http::Request& request) {
    const auto root_id = post_id(request);
    auto root = own_post(context, root_id, AccountId());
    if (!root || root->post.thread_id != root_id.value) return not_found();
    if (wants_page(request)) return to_page(root->post.url);
    if (auto refusal = refuse_unsigned(context, request)) return std::move(*refusal);
    const auto id = domain::Uris(context.config).thread(root_id.value);
    const auto posts = public_thread(context, root->post);
    const auto asked = page_request(request);
    if (!asked.page) {
        auto collection = collection_of(id, as2::type::ordered_collection, static_cast<std::int64_t>(posts.size()));
        collection.attributed_to = root->author->uri;
        collection.first = id + "?page=true";
        return document(context, as2::write_collection(collection));
    }
    as2::Collection page;
    page.id = id + "?page=true";
    if (asked.min_id) page.id += "&min_id=" + std::to_string(asked.min_id);
    page.type = std::string(as2::type::ordered_collection_page);
    page.part_of = id;
    for (const auto& post : posts) {
        if (post.id.value <= asked.min_id) continue;
        if (page.items.size() == thread_page_size) break;
        page.items.push_back(post.uri);
        page.next = id + "?page=true&min_id=" + post.id.text();
    }
    const bool last = page.items.size() < thread_page_size || page.items.back().string() == posts.back().uri;
    if (last) page.next.clear();
    return document(context, as2::write_collection(page));
}

}  // namespace

http::Routes<domain::Context> object_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    http::RouteOptions options;
    options.rate_limit = http::RateLimit::none;  // a post goes to many servers, and each one asks
    options.cors = true;
    return {
        {Method::get, "/ap/notes/:id", Lane::read, Audience::server, note, options},
        {Method::get, "/ap/notes/:id/create", Lane::read, Audience::server, guarded<create>, options},
        {Method::get, "/ap/notes/:id/replies", Lane::read, Audience::server, guarded<replies>, options},
        {Method::get, "/ap/notes/:id/likes", Lane::read, Audience::server, guarded<likes>, options},
        {Method::get, "/ap/notes/:id/shares", Lane::read, Audience::server, guarded<shares>, options},
        {Method::get, "/ap/announces/:id", Lane::read, Audience::server, announce, options},
        {Method::get, "/ap/proposals/:id", Lane::read, Audience::server, proposal, options},
        {Method::get, "/ap/agreements/:id", Lane::read, Audience::server, agreement, options},
        {Method::get, "/ap/threads/:id", Lane::read, Audience::server, thread, options},
    };
}

}  // namespace collegium::federation::documents
