#include "federation/outbox_parts.hpp"

#include "as2/context.hpp"
#include "core/url.hpp"
#include "federation/policy.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::federation::outbox {

void Recipients::add_inbox(const std::string& inbox) {
    if (inbox.empty() || uris_.is_ours(inbox)) return;
    auto host = authority_of(inbox);
    if (host.empty() || admission(config_, host) == Admission::no) return;
    if (seen_.insert(inbox).second) addresses_.push_back({std::move(host), inbox});
}

void Recipients::add(const model::Account& account, Box box) {
    if (account.local() || !account.usable()) return;
    if (admission(config_, authority_of(account.uri)) == Admission::no) return;
    add_inbox(box == Box::shared ? account.delivery_inbox() : account.inbox);
}

void Recipients::add(const std::vector<repo::InboxAddress>& addresses) {
    for (const auto& address : addresses) add_inbox(address.inbox);
}

void Recipients::add_accounts(domain::Context& context, const std::vector<AccountId>& ids, Box box) {
    if (ids.empty()) return;
    for (const auto& account : repo::find_accounts(context.db, ids)) add(account, box);
}

Recipients Recipients::that_understand_pln(domain::Context& context) const {
    Recipients chosen(context);
    std::unordered_map<std::string, bool> understands;
    for (const auto& address : addresses_) {
        auto [known, fresh] = understands.try_emplace(address.host, false);
        if (fresh) {
            auto host = repo::find_host(context.db, address.host);
            known->second = host && host->understands_pln;
        }
        if (known->second) chosen.add_inbox(address.inbox);
    }
    return chosen;
}

void send(domain::Context& context, const model::Account& sender, json::Value activity, const Recipients& recipients) {
    const auto addresses = only_federating(context, recipients.addresses());
    if (addresses.empty()) return;
    const auto body = json::dump(as2::with_context(std::move(activity)));
    repo::insert_deliveries(context.db, sender.id, body, addresses, context.now);
}

void send_to(domain::Context& context, const model::Account& sender, const model::Account& to, json::Value activity) {
    Recipients recipients(context);
    recipients.add(to, Box::personal);
    send(context, sender, std::move(activity), recipients);
}

std::string new_activity_id(domain::Context& context) {
    return domain::Uris(context.config).activity(context.ids.next<PostId>().value);
}

std::optional<model::Account> own_account(domain::Context& context, AccountId id) {
    if (!id) return std::nullopt;
    auto account = repo::find_account(context.db, id);
    if (!account || !account->local()) return std::nullopt;
    return account;
}

std::optional<model::Account> remote_account(domain::Context& context, AccountId id) {
    if (!id) return std::nullopt;
    auto account = repo::find_account(context.db, id);
    if (!account || account->local()) return std::nullopt;
    return account;
}

}  // namespace collegium::federation::outbox
