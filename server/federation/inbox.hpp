// Where other servers' activities come in (federation.md 3.1): size, shape, signature, owner, host policy,
// in this order and before any effect; then one row in the inbox queue, or in quarantine as long as nobody has
// reviewed that server, and 202 once it is committed. When
// the key is known all of it happens on the network loop; only an unknown key is fetched, by a coroutine.
#pragma once

#include <string>
#include <vector>

#include "federation/fetcher.hpp"
#include "federation/inbox_backlog.hpp"
#include "federation/inbox_turns.hpp"
#include "federation/keys.hpp"
#include "federation/services.hpp"
#include "federation/standings.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/route.hpp"
#include "signatures/message.hpp"

namespace collegium::federation {

class Inbox {
  public:
    Inbox(Services& services, KeyCache& keys, Fetcher& fetcher);

    // POST /ap/inbox and POST /ap/users/:id/inbox. Must outlive the server.
    http::Action action();

    struct Delivery;

  private:
    void receive(http::Request request, http::Respond respond);
    Result<Delivery> read(const http::Request& request) const;
    Result<signatures::Claim> examine(const http::Request& request) const;
    boost::asio::awaitable<void> find_key(std::shared_ptr<Delivery> delivery);
    boost::asio::awaitable<FetchLeave> leave_to_fetch(std::string key_id, std::string client);
    boost::asio::awaitable<void> fetch_key(std::shared_ptr<Delivery> delivery, std::optional<KeyOwner> stored);
    boost::asio::awaitable<Result<KeyOwner>> stored_owner(std::string key_id);
    boost::asio::awaitable<Result<Standing>> standing_of(std::string authority);
    void judge(const std::shared_ptr<Delivery>& delivery, const KeyOwner& owner);
    void accept(const std::shared_ptr<Delivery>& delivery, const KeyOwner& owner);

    Services& services_;
    KeyCache& keys_;
    Fetcher& fetcher_;
    InboxBacklog backlog_;
    InboxTurns turns_;
    Standings standings_;
    std::vector<std::string> authorities_;
};

}  // namespace collegium::federation
