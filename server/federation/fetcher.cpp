#include "federation/fetcher.hpp"

#include "as2/parse.hpp"
#include "client/await.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "discovery/handle.hpp"
#include "discovery/webfinger.hpp"
#include "domain/remote_posts.hpp"
#include "domain/uris.hpp"
#include "federation/objects/actor.hpp"
#include "federation/objects/note.hpp"
#include "federation/policy.hpp"
#include "signatures/draft_cavage.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::federation {
namespace {

using boost::asio::awaitable;

constexpr int redirect_limit = 3;
constexpr int ancestor_limit = 8;
constexpr auto actor_freshness = std::chrono::hours(24);
constexpr auto deadline = std::chrono::seconds(10);
constexpr std::string_view activity_accept =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
constexpr std::string_view webfinger_accept = "application/jrd+json, application/json";

// application/activity+json, or application/ld+json with the ActivityStreams profile; nothing that an upload
// could be served as (security.md ORI-03).
bool is_activity_type(std::string_view content_type) {
    const auto type = strings::lower(content_type);
    const auto end = type.find(';');
    const auto media = std::string(strings::trim(std::string_view(type).substr(0, end)));
    if (media == "application/activity+json") return true;
    return media == "application/ld+json" && type.find("https://www.w3.org/ns/activitystreams") != std::string::npos;
}

Error error_of_status(int status, const std::string& uri) {
    const std::string detail = "status " + std::to_string(status) + " for " + uri;
    if (status == 404) return Error(Errc::not_found, "Record not found", detail);
    if (status == 410) return Error(Errc::gone, "Record not found", detail);
    if (status == 401 || status == 403) return Error(Errc::forbidden, "The other server refused", detail);
    return Error(Errc::bad_upstream, "The other server failed", detail);
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Absolute, or on the same origin.
Result<std::string> redirect_target(const std::string& from, std::string_view location) {
    if (location.starts_with("/") && !location.starts_with("//")) {
        COLLEGIUM_TRY(auto base, parse_url(from));
        return base.origin() + std::string(location);
    }
    COLLEGIUM_TRY(auto target, parse_url(location));
    if (from.starts_with("https:") && target.scheme != "https")
        return Error(Errc::bad_upstream, "The other server failed", "redirect from https to http");
    return target.text();
}

std::string without_fragment(std::string_view uri) {
    return std::string(uri.substr(0, uri.find('#')));
}

}  // namespace

awaitable<Result<SigningKeys::Entry>> Fetcher::instance_key() {
    std::function<Result<model::Account>(domain::Context&)> find = [](domain::Context& context) -> Result<model::Account> {
        auto actor = domain::find_instance_actor(context);
        if (!actor) return Error(Errc::internal, "Something went wrong", "no instance actor");
        return std::move(*actor);
    };
    static std::atomic<std::int64_t> known_id{0};
    AccountId id{known_id.load()};
    if (!id) {
        auto actor = co_await in_lane<model::Account>(services_, sql::Lane::read, std::move(find));
        if (!actor) co_return actor.error();
        id = actor->id;
    }
    if (auto entry = keys_.find(id)) co_return *entry;
    std::function<Result<SigningKeys::Entry>(domain::Context&)> load = [id](domain::Context& context) {
        return SigningKeys::load(context, id);
    };
    auto entry = co_await in_lane<SigningKeys::Entry>(services_, sql::Lane::read, std::move(load));
    if (entry) keys_.put(id, *entry);
    co_return entry;
}

awaitable<Result<client::Answer>> Fetcher::get(std::string uri, std::string accept) {
    COLLEGIUM_CO_TRY(auto url, parse_url(uri));
    if (!may_federate(services_.config, url.authority()))
        co_return Error(Errc::unreachable, "The other server cannot be reached", "not federating with " + url.host);
    auto key = co_await instance_key();
    if (!key) co_return key.error();
    std::function<std::vector<signatures::Header>()> sign = [entry = *key, url] {
        const signatures::Outgoing outgoing{"GET", url, "", ""};
        const signatures::Signer signer{entry.key, entry.key_id};
        return signatures::sign_cavage(outgoing, signer, current_time()).value();
    };
    auto headers = co_await runtime::on_pool<std::vector<signatures::Header>>(services_.cpu, std::move(sign));
    if (!headers) co_return headers.error();
    client::Fetch fetch("GET", url);
    fetch.headers = std::move(*headers);
    fetch.headers.emplace_back("accept", accept);
    fetch.deadline = deadline;
    auto answer = co_await client::fetch(services_.http, std::move(fetch));
    co_return answer;
}

awaitable<Result<Fetcher::Page>> Fetcher::page(std::string uri) {
    std::string address = without_fragment(uri);
    for (int hop = 0; hop <= redirect_limit; ++hop) {
        if (domain::Uris(services_.config).is_ours(address))
            co_return Error(Errc::forbidden, "This address is ours", address);
        std::string accept(activity_accept);
        auto answer = co_await get(address, std::move(accept));
        if (!answer) co_return answer.error();
        if (is_redirect(answer->status)) {
            auto target = redirect_target(address, answer->header("location"));
            if (!target) co_return target.error();
            address = without_fragment(*target);
            continue;
        }
        if (answer->status != 200) co_return error_of_status(answer->status, address);
        if (!is_activity_type(answer->header("content-type")))
            co_return Error(Errc::bad_upstream, "The other server answered something unusable",
                            "content type of " + address);
        auto content = json::parse(answer->body);
        if (!content) co_return Error(Errc::bad_upstream, "The other server answered something unusable",
                                      content.error().message());
        Page found;
        found.address = std::move(address);
        found.content = std::move(*content);
        co_return found;
    }
    co_return Error(Errc::bad_upstream, "The other server redirects too often", uri);
}

awaitable<Result<json::Value>> Fetcher::document(std::string uri) {
    auto found = co_await page(uri);
    if (!found) co_return found.error();
    auto id = found->content["id"].string();
    if (without_fragment(id) == found->address) co_return std::move(found->content);
    // A page's address, or an old one: its id is asked once, and must be what it says.
    if (!same_origin(id, found->address))
        co_return Error(Errc::bad_upstream, "The other server answered something unusable", "id on another host");
    auto again = co_await page(id);
    if (!again) co_return again.error();
    if (without_fragment(again->content["id"].string()) != again->address)
        co_return Error(Errc::bad_upstream, "The other server answered something unusable", "id is not its address");
    co_return std::move(again->content);
}

// The domain under which this actor's handle is valid: WebFinger of the actor's own host must lead back to it,
// and so must that of another domain it names, once (federation.md 1.2; security.md ORI-09).
awaitable<Result<std::string>> Fetcher::verified_domain(std::string username, std::string actor_uri) {
    const auto origin = parse_url(actor_uri);
    if (!origin) co_return origin.error();
    const std::string own = origin->authority();
    std::string domain = own;
    for (int turn = 0; turn < 2; ++turn) {
        const std::string scheme = origin->scheme;
        std::string address = discovery::webfinger_url({username, domain}, scheme);
        std::string accept(webfinger_accept);
        auto answer = co_await get(std::move(address), std::move(accept));
        if (!answer) co_return answer.error();
        if (answer->status != 200) co_return error_of_status(answer->status, "webfinger of " + domain);
        auto found = discovery::parse_jrd(answer->body);
        if (!found) co_return found.error();
        if (found->self != actor_uri)
            co_return Error(Errc::bad_upstream, "The handle names somebody else", found->self);
        const auto& subject = found->subject;
        if (!subject || !strings::equals_ignoring_case(subject->user, username) || subject->domain == domain)
            co_return domain;
        domain = subject->domain;
    }
    co_return domain;
}

awaitable<Result<AccountId>> Fetcher::store_actor(json::Value document) {
    auto draft = actor_to_draft(document);
    if (!draft) co_return draft.error();
    auto domain = co_await verified_domain(draft->username, draft->uri);
    // Without WebFinger the handle is the actor's own host: it cannot borrow another's name.
    draft->domain = domain ? *domain : authority_of(draft->uri);
    std::function<Result<AccountId>(domain::Context&)> import = [remote = *draft](domain::Context& context)
        -> Result<AccountId> {
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
    std::string address = discovery::webfinger_url(*wanted, scheme);
    std::string accept(webfinger_accept);
    auto answer = co_await get(std::move(address), std::move(accept));
    if (!answer) co_return answer.error();
    if (is_redirect(answer->status)) {  // a split domain sends its WebFinger elsewhere (federation.md 1.3)
        auto location = parse_url(answer->header("location"));
        if (!location) co_return location.error();
        std::string again(webfinger_accept);
        std::string moved = location->text();
        answer = co_await get(std::move(moved), std::move(again));
        if (!answer) co_return answer.error();
    }
    if (answer->status != 200) co_return error_of_status(answer->status, "webfinger of " + wanted->domain);
    auto found = discovery::parse_jrd(answer->body);
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
    std::function<Result<std::string>(domain::Context&)> import = [object = *note](domain::Context& context)
        -> Result<std::string> {
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

awaitable<std::vector<std::string>> Fetcher::resolve(http::Needs needs) {
    std::vector<std::string> unresolved;
    for (const auto& uri : needs.uris) {
        auto fetched = co_await object(uri);
        if (!fetched) {
            log::info("could not fetch", {{"uri", uri}, {"why", fetched.error().detail()}});
            unresolved.push_back(uri);
        }
    }
    for (const auto& name : needs.handles) {
        auto fetched = co_await handle(name);
        if (!fetched) {
            log::info("could not fetch", {{"handle", name}, {"why", fetched.error().detail()}});
            unresolved.push_back(name);
        }
    }
    co_return unresolved;
}

awaitable<Result<KeyOwner>> Fetcher::key(std::string key_id) {
    auto found = co_await page(key_id);
    if (!found) co_return found.error();
    // The actor itself, a stub of it, or a bare key that names its owner.
    std::string owner = found->content["owner"].string();
    if (owner.empty()) owner = found->content["controller"].string();
    if (owner.empty()) owner = without_fragment(found->content["id"].string());
    if (!same_origin(owner, key_id))
        co_return Error(Errc::unauthorized, "The signature's key is not its owner's", key_id);
    auto account = co_await actor(owner);
    if (!account) co_return account.error();
    std::function<Result<KeyOwner>(domain::Context&)> load = [key_id](domain::Context& context) {
        return load_key_owner(context, key_id);
    };
    auto loaded = co_await in_lane<KeyOwner>(services_, sql::Lane::read, std::move(load));
    co_return loaded;
}

}  // namespace collegium::federation
