// The inbox once a signature holds: whose word it is, and where it goes: into the queue, into quarantine, or away.
#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/metrics.hpp"
#include "core/url.hpp"
#include "federation/inbox_delivery.hpp"
#include "federation/policy.hpp"
#include "federation/quarantine.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/quarantine.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::federation {
namespace {

// Types that may be told by somebody else: their objects are fetched from their origin.
bool may_be_forwarded(std::string_view type) {
    return type == "Create" || type == "Update" || type == "Announce" || type == "Delete";
}

bool is_named_elsewhere(const Inbox::Delivery& delivery, const KeyOwner& owner) {
    return !delivery.id.empty() && authority_of(delivery.id) != owner.authority;
}

// PeerTube answers a Follow under an id made of the Follow's, on our host (federation.md 11, 57).
bool may_be_named_elsewhere(std::string_view type) {
    return type == "Accept" || type == "Reject";
}

// Under which name a delivery is taken in once. A stranger cannot use up another's activity id by telling it
// first, and one without an id is known by its bytes. No longer than an address: it becomes the key of a row.
std::string dedupe_name(const Inbox::Delivery& delivery, const KeyOwner& owner) {
    if (delivery.id.empty()) return "sha256:" + hex_encode(sha256(delivery.request.body));
    const bool own_name = owner.uri == delivery.actor && !is_named_elsewhere(delivery, owner);
    return own_name ? delivery.id : "via sha256:" + hex_encode(sha256(owner.uri + " " + delivery.id));
}

Error too_much(const std::string& host) {
    return Error(Errc::unavailable, "Too much of yours is waiting here", host);
}

Error shut_out(const std::string& host) {
    return Error(Errc::forbidden, "This server does not federate with yours", host);
}

// Of a server that was allowed, too, while what it sent before still waits: that comes first.
Standing standing_in_line(domain::Context& context, const std::string& host) {
    const auto found = standing(context, host);
    if (found == Standing::federates && repo::held_size_of(context.db, host).activities > 0)
        return Standing::quarantined;
    return found;
}

// Peers stop sending to an inbox that nobody has (federation.md 0, rule 22). None: the shared one.
Result<void> check_inbox(domain::Context& context, AccountId recipient) {
    if (!recipient) return ok();
    const auto owner = repo::find_account(context.db, recipient);
    if (!owner || !owner->local()) return Error(Errc::not_found, "Record not found");
    if (owner->deleted_at) return Error(Errc::gone, "That account is deleted");
    return ok();
}

Result<void> store(domain::Context& context, const model::InboxItem& item, const std::string& type, Standing where) {
    if (where != Standing::shut_out) {
        COLLEGIUM_CHECK(check_inbox(context, item.recipient_id));
    }
    switch (where) {
        case Standing::federates: repo::insert_inbox_item(context.db, item); return ok();
        case Standing::quarantined: break;
        case Standing::shut_out: return shut_out(item.host);
    }
    if (!quarantine::hold(context, item, type)) return too_much(item.host);
    return ok();
}

}  // namespace

// The signature holds: is it the actor's own?
void Inbox::judge(const std::shared_ptr<Delivery>& delivery, const KeyOwner& owner) {
    if (owner.uri != delivery->actor && !may_be_forwarded(delivery->type)) {
        log::info("activity of another than its signer dropped", {{"actor", delivery->actor}, {"signer", owner.uri}});
        return delivery->fail(Error(Errc::unauthorized, "The signer is not the actor"));
    }
    if (owner.uri == delivery->actor && is_named_elsewhere(*delivery, owner) && !may_be_named_elsewhere(delivery->type))
        return delivery->fail(Error(Errc::unauthorized, "The activity's id is on another host"));
    accept(delivery, owner);
}

void Inbox::accept(const std::shared_ptr<Delivery>& delivery, const KeyOwner& owner) {
    static auto& accepted = metrics::counter("collegium_inbox_accepted_total", "Activities taken into the queue");
    model::InboxItem item;
    item.activity_uri = dedupe_name(*delivery, owner);
    item.actor_uri = delivery->actor;
    item.host = owner.authority;
    item.signer_uri = owner.uri;
    item.recipient_id = delivery->recipient;
    item.body = delivery->request.body;
    const auto advice = backlog_.advice(item.host, current_time());
    if (advice == InboxBacklog::Advice::refuse) return delivery->fail(too_much(item.host));
    const auto known = standings_.find(item.host, current_time());
    if (known == Standing::shut_out) return delivery->fail(shut_out(item.host));
    item.run_at = turns_.next(item.host, current_time());
    auto outcome = std::make_shared<Result<void>>(ok());
    sql::Job job = [this, item, advice, known, outcome, type = delivery->type](sql::Connection& connection) {
        auto context = services_.make_context(connection);
        if (advice == InboxBacklog::Advice::count_and_take) {  // once a second for each host is enough
            backlog_.counted(item.host, repo::count_inbox_items_of(connection, item.host, backlog_.most()));
            repo::host_seen(connection, item.host, context.now);
        }
        const auto where = known ? *known : standing_in_line(context, item.host);
        if (!known) standings_.put(item.host, where, context.now);
        auto row = item;
        row.received_at = context.now;
        *outcome = store(context, row, type, where);
        return sql::Verdict::commit;
    };
    services_.pool.submit(sql::Lane::write, std::move(job), [delivery, outcome](Result<void> stored) {
        if (!stored) return delivery->fail(stored.error());
        if (!*outcome) return delivery->fail(outcome->error());
        accepted.add();
        delivery->answer(202);
    });
}

}  // namespace collegium::federation
