#include "federation/fetcher.hpp"

#include "as2/parse.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "discovery/handle.hpp"
#include "discovery/webfinger.hpp"
#include "domain/remote_posts.hpp"
#include "domain/uris.hpp"
#include "federation/fetch_rules.hpp"
#include "federation/objects/actor.hpp"
#include "federation/objects/note.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::federation {
namespace {

constexpr int redirect_limit = 3;
constexpr int ancestor_limit = 8;
constexpr auto actor_freshness = std::chrono::hours(24);

}  // namespace

using boost::asio::awaitable;

// WebFinger of a handle; a split domain sends it elsewhere (federation.md 1.3).
awaitable<Result<discovery::Jrd>> Fetcher::finger(discovery::Handle handle, std::string scheme) {
    std::string address = discovery::webfinger_url(handle, scheme);
    for (int hop = 0; hop <= redirect_limit; ++hop) {
        std::string accept(webfinger_accept);
        auto answer = co_await get(address, std::move(accept), Purpose::people);
        if (!answer) co_return answer.error();
        if (is_redirect(answer->status)) {
            auto target = redirect_target(address, answer->header("location"));
            if (!target) co_return target.error();
            address = std::move(*target);
            continue;
        }
        if (answer->status != 200) co_return error_of_status(answer->status, "webfinger of " + handle.domain);
        co_return discovery::parse_jrd(answer->body);
    }
    co_return Error(Errc::bad_upstream, "The other server redirects too often", address);
}

// The domain under which this actor's handle is valid: WebFinger of the actor's own host must lead back to it,
// and so must that of the one other domain that it names. A domain that has not been asked itself is never
// believed (federation.md 1.2; security.md ORI-09).
awaitable<Result<std::string>> Fetcher::verified_domain(std::string username, std::string actor_uri) {
    const auto origin = parse_url(actor_uri);
    if (!origin) co_return origin.error();
    const std::string own = origin->authority();
    discovery::Handle at_own{username, own};
    auto first = co_await finger(std::move(at_own), origin->scheme);
    if (!first) co_return first.error();
    if (first->self != actor_uri) co_return Error(Errc::bad_upstream, "The handle names somebody else", first->self);
    if (!first->subject || !strings::equals_ignoring_case(first->subject->user, username)) co_return own;
    const std::string named = first->subject->domain;
    if (named == own) co_return own;
    discovery::Handle at_named{username, named};
    auto second = co_await finger(std::move(at_named), origin->scheme);
    if (second && second->self == actor_uri) co_return named;
    co_return own;
}

awaitable<Result<AccountId>> Fetcher::store_actor(json::Value document) {
    auto draft = actor_to_draft(document);
    if (!draft) co_return draft.error();
    auto domain = co_await verified_domain(draft->username, draft->uri);
    // Without WebFinger the handle is the actor's own host: it cannot borrow another's name.
    draft->domain = domain ? *domain : authority_of(draft->uri);
    // Where our handles live under a domain that another server serves, its actors still cannot look like ours.
    if (draft->domain == services_.config.instance.domain || draft->domain == services_.config.web_authority())
        co_return Error(Errc::forbidden, "This handle is ours", draft->uri);
    std::function<Result<AccountId>(domain::Context&)> import =
        [remote = *draft](domain::Context& context) -> Result<AccountId> {
        COLLEGIUM_TRY(auto account, domain::import_account(context, remote, domain::KeyTrust::from_origin));
        return account.id;
    };
    auto stored = co_await in_lane<AccountId>(services_, sql::Lane::write, std::move(import));
    co_return stored;
}

awaitable<Result<AccountId>> Fetcher::actor(std::string uri) {
    auto found = co_await document(uri);
    if (!found) co_return found.error();
    auto stored = co_await store_actor(std::move(*found));
    co_return stored;
}

awaitable<Result<AccountId>> Fetcher::known_actor(std::string uri) {
    std::function<Result<AccountId>(domain::Context&)> find = [uri](domain::Context& context) -> Result<AccountId> {
        auto account = repo::find_account_by_uri(context.db, uri);
        if (account && account->local()) return account->id;
        if (!account || !account->fetched_at || context.now - *account->fetched_at > actor_freshness)
            return Error(Errc::not_found, "Record not found");
        return account->id;
    };
    auto known = co_await in_lane<AccountId>(services_, sql::Lane::read, std::move(find));
    if (known) co_return known;
    auto fresh = co_await actor(uri);
    co_return fresh;
}

awaitable<Result<AccountId>> Fetcher::handle(std::string text) {
    auto wanted = discovery::parse_handle(text);
    if (!wanted) co_return Error(Errc::not_found, "Record not found", "not a handle");
    const std::string scheme = services_.config.plain_http() ? "http" : "https";
    auto found = co_await finger(std::move(*wanted), scheme);
    if (!found) co_return found.error();
    if (found->self.empty()) co_return Error(Errc::not_found, "Record not found", "no actor behind the handle");
    auto stored = co_await actor(found->self);
    co_return stored;
}

// Returns the address of the post that it answers, "" when that is known or there is none.
awaitable<Result<std::string>> Fetcher::store_post(json::Value document) {
    auto note = as2::parse_note(document);
    if (!note) co_return note.error();
    if (!same_origin(note->id, note->attributed_to))
        co_return Error(Errc::bad_upstream, "The other server answered something unusable", "author on another host");
    auto author = co_await known_actor(note->attributed_to);
    if (!author) co_return author.error();
    std::function<Result<std::string>(domain::Context&)> import =
        [object = *note](domain::Context& context) -> Result<std::string> {
        COLLEGIUM_TRY(auto remote, note_to_draft(context, object));
        COLLEGIUM_CHECK(domain::import_post(context, remote, domain::Arrival::fetched));
        if (object.in_reply_to.empty() || repo::find_post_by_uri(context.db, object.in_reply_to)) return std::string();
        return object.in_reply_to;
    };
    auto parent = co_await in_lane<std::string>(services_, sql::Lane::write, std::move(import));
    co_return parent;
}

awaitable<Result<void>> Fetcher::object(std::string uri) {
    for (int depth = 0; depth < ancestor_limit && !uri.empty(); ++depth) {
        std::function<Result<bool>(domain::Context&)> find = [uri](domain::Context& context) -> Result<bool> {
            return domain::Uris(context.config).is_ours(uri) || repo::find_post_by_uri(context.db, uri).has_value();
        };
        auto known = co_await in_lane<bool>(services_, sql::Lane::read, std::move(find));
        if (!known) co_return known.error();
        if (*known) break;
        auto found = co_await document(uri);
        if (!found && depth > 0) break;  // the thread's beginning is out of reach; what was asked for is there
        if (!found) co_return found.error();
        if (as2::is_actor_type((*found)["type"].string())) {
            auto stored = co_await store_actor(std::move(*found));
            if (!stored) co_return stored.error();
            break;
        }
        auto parent = co_await store_post(std::move(*found));
        if (!parent && depth > 0) break;
        if (!parent) co_return parent.error();
        uri = *parent;
    }
    co_return ok();
}

// A rule of ours against asking there, if that is what it is.
awaitable<std::optional<Error>> Fetcher::refusal_of(std::string authority) {
    auto admitted = co_await admit(std::move(authority));
    if (admitted || admitted.error().code() != Errc::unprocessable) co_return std::nullopt;
    co_return admitted.error();
}

awaitable<std::vector<http::Unresolved>> Fetcher::resolve(http::Needs needs) {
    std::vector<http::Unresolved> unresolved;
    for (const auto& uri : needs.uris) {
        auto fetched = co_await object(uri);
        if (fetched) continue;
        log::info("could not fetch", {{"uri", uri}, {"why", fetched.error().detail()}});
        auto authority = authority_of(uri);
        auto refusal = co_await refusal_of(std::move(authority));
        unresolved.push_back({uri, std::move(refusal), may_pass(fetched.error().code())});
    }
    for (const auto& uri : needs.actors) {
        auto fetched = co_await known_actor(uri);
        if (fetched) continue;
        log::info("could not fetch", {{"actor", uri}, {"why", fetched.error().detail()}});
        auto authority = authority_of(uri);
        auto refusal = co_await refusal_of(std::move(authority));
        unresolved.push_back({uri, std::move(refusal), may_pass(fetched.error().code())});
    }
    for (const auto& name : needs.handles) {
        auto fetched = co_await handle(name);
        if (fetched) continue;
        log::info("could not fetch", {{"handle", name}, {"why", fetched.error().detail()}});
        const auto wanted = discovery::parse_handle(name);
        auto domain = wanted ? wanted->domain : std::string();
        auto refusal = co_await refusal_of(std::move(domain));
        unresolved.push_back({name, std::move(refusal), may_pass(fetched.error().code())});
    }
    co_return unresolved;
}

awaitable<Result<KeyOwner>> Fetcher::key(std::string key_id) {
    auto found = co_await page(key_id, Purpose::signature);
    if (!found) co_return found.error();
    // The actor itself, a part of it, or a bare key that names its owner.
    std::string owner = found->content["owner"].string();
    if (owner.empty()) owner = found->content["controller"].string();
    if (owner.empty()) owner = without_fragment(found->content["id"].string());
    if (!same_origin(owner, key_id))
        co_return Error(Errc::unauthorized, "The signature's key is not its owner's", key_id);
    auto authority = authority_of(owner);
    auto where = co_await standing_of(std::move(authority));
    if (!where) co_return where.error();
    if (*where == Standing::quarantined) {
        auto passing = co_await key_in_quarantine(std::move(key_id), std::move(owner));
        co_return passing;
    }
    auto account = co_await actor(owner);
    if (!account) co_return account.error();
    std::function<Result<KeyOwner>(domain::Context&)> load = [key_id](domain::Context& context) {
        return load_key_owner(context, key_id);
    };
    auto loaded = co_await in_lane<KeyOwner>(services_, sql::Lane::read, std::move(load));
    co_return loaded;
}

// The key is used and kept in memory; its owner is not stored, and so can neither be found nor shown.
awaitable<Result<KeyOwner>> Fetcher::key_in_quarantine(std::string key_id, std::string owner) {
    auto document = co_await document_for(std::move(owner), Purpose::signature);
    if (!document) co_return document.error();
    auto draft = actor_to_draft(*document);
    if (!draft) co_return draft.error();
    const bool names_it = draft->key_id == key_id || draft->uri == key_id;
    if (!names_it || !same_origin(draft->uri, key_id))
        co_return Error(Errc::unauthorized, "The signature's key is not its owner's", key_id);
    auto key = crypto::PublicKey::from_pem(draft->public_key);
    if (!key) co_return key.error();
    co_return KeyOwner{AccountId(), draft->uri, authority_of(draft->uri), std::move(*key)};
}

}  // namespace collegium::federation
