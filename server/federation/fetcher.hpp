// Reads other servers: documents, actors, handles, posts. Every GET is signed by the instance actor; what
// comes back counts only when its id is the address it was read from (security.md ORI-01, ORI-02). Fetched
// objects are stored in transactions of their own; none is open while the network is waited for. Servers that
// wait for a review (federation/policy) are asked for the key of a signature alone, and nothing of it is stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "core/json.hpp"
#include "discovery/webfinger.hpp"
#include "domain/accounts.hpp"
#include "federation/keys.hpp"
#include "federation/policy.hpp"
#include "federation/services.hpp"
#include "http/request.hpp"
#include "http/route.hpp"

namespace collegium::federation {

class Fetcher {
  public:
    Fetcher(Services& services, SigningKeys& keys) : services_(services), keys_(keys) {}

    // A document whose `id` is its address. Errors: not_found, gone, forbidden, unreachable, timeout,
    // too_large, bad_upstream.
    boost::asio::awaitable<Result<json::Value>> document(std::string uri);
    // Reads an actor anew and stores it, with its keys; its handle is checked by WebFinger.
    boost::asio::awaitable<Result<AccountId>> actor(std::string uri);
    // The known one when it was read within the last day, else as above.
    boost::asio::awaitable<Result<AccountId>> known_actor(std::string uri);
    // "user@host"
    boost::asio::awaitable<Result<AccountId>> handle(std::string handle);
    // A post with its author and, up to a depth of eight, the posts it answers; or an actor. Nothing is done
    // when it is known.
    boost::asio::awaitable<Result<void>> object(std::string uri);
    // All of them; returns those that could not be had, and why.
    boost::asio::awaitable<std::vector<http::Unresolved>> resolve(http::Needs needs);
    // The owner of a key, read from its origin (federation.md 2.2 step 9). One in quarantine has no account.
    boost::asio::awaitable<Result<KeyOwner>> key(std::string key_id);

    // Whether we federate with a server. Errors: unreachable for one that the configuration shuts out; unprocessable
    // for one that was refused or not reviewed.
    boost::asio::awaitable<Result<void>> admit(std::string authority);

  private:
    // Signatures are checked before the review, too.
    enum class Purpose { people, signature };
    struct Page {
        std::string address;  // where it was found at last
        json::Value content;
    };
    boost::asio::awaitable<Result<Page>> page(std::string uri, Purpose purpose);
    boost::asio::awaitable<Result<json::Value>> document_for(std::string uri, Purpose purpose);
    boost::asio::awaitable<Result<client::Answer>> get(std::string uri, std::string accept, Purpose purpose);
    boost::asio::awaitable<Result<Standing>> standing_of(std::string authority);
    boost::asio::awaitable<Result<KeyOwner>> key_in_quarantine(std::string key_id, std::string owner);
    boost::asio::awaitable<std::optional<Error>> refusal_of(std::string authority);
    boost::asio::awaitable<Result<SigningKeys::Entry>> instance_key();
    boost::asio::awaitable<Result<discovery::Jrd>> finger(discovery::Handle handle, std::string scheme);
    boost::asio::awaitable<Result<std::string>> verified_domain(std::string username, std::string actor_uri);
    boost::asio::awaitable<Result<AccountId>> store_actor(json::Value document);
    boost::asio::awaitable<Result<std::string>> store_post(json::Value document);

    Services& services_;
    SigningKeys& keys_;
    AccountId instance_actor_;  // read once; only the loop touches it
};

}  // namespace collegium::federation
