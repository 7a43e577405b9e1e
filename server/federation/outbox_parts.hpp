// What the files of the outbox share: whom an activity goes to, and how it gets into the queue. Nobody else
// includes it.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "as2/types.hpp"
#include "core/json.hpp"
#include "domain/context.hpp"
#include "domain/uris.hpp"
#include "storage/model/account.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::federation::outbox {

// Shared inboxes save deliveries; what is meant for one person goes to that person's own (federation.md 5.2).
enum class Box { shared, personal };

// Distinct inboxes on other servers: never one of ours, never one of a server that the configuration shuts out.
// Who waits for a review is left out when the activity is queued, all at once.
class Recipients {
  public:
    explicit Recipients(const domain::Context& context) : config_(context.config), uris_(context.config) {}

    void add(const model::Account& account, Box box);
    void add(const std::vector<repo::InboxAddress>& addresses);
    // Of these accounts; ours and unknown ones are left out.
    void add_accounts(domain::Context& context, const std::vector<AccountId>& ids, Box box);
    // Only hosts that know proposals (model::Host::understands_pln).
    Recipients that_understand_pln(domain::Context& context) const;

    bool empty() const { return addresses_.empty(); }
    const std::vector<repo::InboxAddress>& addresses() const { return addresses_; }

  private:
    void add_inbox(const std::string& inbox);

    const config::Config& config_;
    domain::Uris uris_;
    std::vector<repo::InboxAddress> addresses_;
    std::unordered_set<std::string> seen_;
};

// Finishes the document and queues it, signed by `sender` when it is sent. Nothing for nobody.
void send(domain::Context& context, const model::Account& sender, json::Value activity, const Recipients& recipients);
// To one person's own inbox.
void send_to(domain::Context& context, const model::Account& sender, const model::Account& to, json::Value activity);

// A fresh id for an activity that has no row of its own.
std::string new_activity_id(domain::Context& context);
// One of our accounts that may speak, or nullopt.
std::optional<model::Account> own_account(domain::Context& context, AccountId id);
// An account on another server, or nullopt.
std::optional<model::Account> remote_account(domain::Context& context, AccountId id);

void post_created(domain::Context& context, const model::Event& event);
void post_updated(domain::Context& context, const model::Event& event);
void post_deleted(domain::Context& context, const model::Event& event);

void post_reblogged(domain::Context& context, const model::Event& event);
void reblog_undone(domain::Context& context, const model::Event& event);
void post_favourited(domain::Context& context, const model::Event& event);
void favourite_undone(domain::Context& context, const model::Event& event);

void follow_requested(domain::Context& context, const model::Event& event);
void follow_answered(domain::Context& context, const model::Event& event);
void follow_undone(domain::Context& context, const model::Event& event);
void account_updated(domain::Context& context, const model::Event& event);
void account_deleted(domain::Context& context, const model::Event& event);

void mentorship_step(domain::Context& context, const model::Event& event);
void offer_refused(domain::Context& context, const model::Event& event);

}  // namespace collegium::federation::outbox
