// Actors and their collections.
#include <unordered_map>

#include "as2/context.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "domain/accounts.hpp"
#include "domain/uris.hpp"
#include "federation/documents_parts.hpp"
#include "federation/objects/actor.hpp"
#include "federation/objects/announce.hpp"
#include "federation/objects/note_value.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/timelines.hpp"

namespace collegium::federation::documents {
namespace {

constexpr int outbox_page_size = 20;
constexpr int people_page_size = 40;
constexpr int proposals_limit = 200;

as2::Collection ordered(std::string id, std::int64_t total) {
    as2::Collection collection;
    collection.id = std::move(id);
    collection.type = std::string(as2::type::ordered_collection);
    collection.total = total;
    return collection;
}

as2::Collection page_of(const std::string& id, const PageRequest& asked) {
    as2::Collection page;
    page.id = id + "?page=true";
    if (asked.max_id) page.id += "&max_id=" + std::to_string(asked.max_id);
    if (asked.min_id) page.id += "&min_id=" + std::to_string(asked.min_id);
    page.type = std::string(as2::type::ordered_collection_page);
    page.part_of = id;
    return page;
}

// With its items inside, even when there are none.
json::Value inline_collection(as2::Collection collection) {
    json::Array items(collection.items.begin(), collection.items.end());
    auto value = as2::write_collection(collection);
    return std::move(value.set(as2::property::ordered_items, json::Value(std::move(items))));
}

// Needs no signature, or two servers that both ask for them could never meet (federation.md 1.7).
Reply instance_actor(domain::Context& context, const http::Request&) {
    auto account = domain::find_instance_actor(context);
    if (!account) return Error(Errc::not_found, "Record not found");
    auto response = document(context, render_actor(context, *account));
    response.set("Vary", "Accept");
    response.set("Cache-Control", "public, max-age=180");
    return response;
}

Reply instance_outbox(domain::Context& context, const http::Request&) {
    return document(context, inline_collection(ordered(domain::Uris(context.config).instance_actor() + "/outbox", 0)));
}

Reply user(domain::Context& context, const http::Request& request) {
    auto account = own_person(context, request);
    if (!account && account.error().code() == Errc::gone) {
        const auto id = parse_id<AccountId>(request.part("id"));
        return tombstone(context, domain::Uris(context.config).actor(*id), as2::type::person, std::nullopt);
    }
    if (!account) return account.error();
    if (wants_page(request)) return to_page(account->url);
    if (auto refusal = refuse_unsigned(context, request)) return std::move(*refusal);
    return document(context, render_actor(context, *account));
}

json::Value activity_of(domain::Context& context, const domain::PostView& view) {
    if (view.reblog)
        return as2::write_activity(announce_value(view.post, *view.author, view.reblog->post, *view.reblog->author));
    const auto id = domain::Uris(context.config).create_activity(view.post.id);
    return as2::write_activity(as2::make_create(id, note_value(context, view)));
}

json::Value outbox_page(domain::Context& context, const model::Account& account, const PageRequest& asked) {
    model::Page wanted;
    wanted.max_id = asked.max_id;
    wanted.min_id = asked.min_id;
    wanted.limit = outbox_page_size;
    const auto ids = repo::outbox_page(context.db, account.id, wanted);
    auto page = page_of(account.outbox, asked);
    for (const auto& view : domain::load_posts(context, ids, AccountId(), domain::Hide::nothing))
        page.items.push_back(activity_of(context, view));
    if (!ids.empty()) {
        page.next = account.outbox + "?page=true&max_id=" + ids.back().text();
        page.prev = account.outbox + "?page=true&min_id=" + ids.front().text();
    }
    return as2::write_collection(page);
}

Reply outbox(domain::Context& context, const http::Request& request) {
    auto account = own_person(context, request);
    if (!account) return account.error();
    const auto asked = page_request(request);
    if (asked.page) return document(context, outbox_page(context, *account, asked));
    auto collection = ordered(account->outbox, repo::outbox_size(context.db, account->id));
    collection.first = account->outbox + "?page=true";
    collection.last = account->outbox + "?page=true&min_id=1";
    return document(context, as2::write_collection(collection));
}

using ReadPeople = std::vector<repo::Cursored> (*)(sql::Connection&, AccountId, const model::Page&);

Reply people(domain::Context& context, const http::Request& request, const model::Account& account,
             const std::string& id, std::int64_t total, ReadPeople read) {
    const auto asked = page_request(request);
    if (!asked.page) {
        auto collection = ordered(id, total);
        collection.first = id + "?page=true";
        return document(context, as2::write_collection(collection));
    }
    model::Page wanted;
    wanted.max_id = asked.max_id;
    wanted.limit = people_page_size;
    const auto rows = read(context.db, account.id, wanted);
    std::vector<AccountId> ids;
    for (const auto& row : rows) ids.push_back(row.second);
    std::unordered_map<AccountId, std::string> uris;
    for (auto& person : repo::find_accounts(context.db, ids)) uris[person.id] = std::move(person.uri);
    auto page = page_of(id, asked);
    page.total = total;
    for (const auto& person : ids)
        if (const auto found = uris.find(person); found != uris.end()) page.items.push_back(found->second);
    if (static_cast<int>(rows.size()) == people_page_size)
        page.next = id + "?page=true&max_id=" + std::to_string(rows.back().first);
    return document(context, as2::write_collection(page));
}

Reply followers(domain::Context& context, const http::Request& request) {
    auto account = own_person(context, request);
    if (!account) return account.error();
    return people(context, request, *account, account->followers_uri, account->followers_count, repo::followers_page);
}

Reply following(domain::Context& context, const http::Request& request) {
    auto account = own_person(context, request);
    if (!account) return account.error();
    return people(context, request, *account, account->following_uri, account->following_count, repo::following_page);
}

// Nobody can pin posts yet; servers that poll this get an answer they understand.
Reply featured(domain::Context& context, const http::Request& request) {
    auto account = own_person(context, request);
    if (!account) return account.error();
    return document(context, inline_collection(ordered(account->featured_uri, 0)));
}

Reply proposals(domain::Context& context, const http::Request& request) {
    auto account = own_person(context, request);
    if (!account) return account.error();
    repo::BoardQuery query;
    query.author = account->id;
    query.local_only = true;
    model::Page page;
    page.limit = proposals_limit;
    as2::Collection collection = ordered(domain::Uris(context.config).proposals(account->id), 0);
    for (const auto& proposal : repo::board_page(context.db, query, page)) collection.items.push_back(proposal.uri);
    collection.total = static_cast<std::int64_t>(collection.items.size());
    return document(context, inline_collection(std::move(collection)));
}

}  // namespace

http::Routes<domain::Context> people_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    http::RouteOptions options;
    options.rate_limit = http::RateLimit::none;  // a server asks for all of its people
    options.cors = true;
    return {
        {Method::get, "/actor", Lane::read, Audience::server, instance_actor, options},
        {Method::get, "/actor/outbox", Lane::read, Audience::server, guarded<instance_outbox>, options},
        {Method::get, "/ap/users/:id", Lane::read, Audience::server, user, options},
        {Method::get, "/ap/users/:id/outbox", Lane::read, Audience::server, guarded<outbox>, options},
        {Method::get, "/ap/users/:id/followers", Lane::read, Audience::server, guarded<followers>, options},
        {Method::get, "/ap/users/:id/following", Lane::read, Audience::server, guarded<following>, options},
        {Method::get, "/ap/users/:id/featured", Lane::read, Audience::server, guarded<featured>, options},
        {Method::get, "/ap/users/:id/proposals", Lane::read, Audience::server, guarded<proposals>, options},
    };
}

}  // namespace collegium::federation::documents
