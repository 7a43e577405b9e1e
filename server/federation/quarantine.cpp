#include "federation/quarantine.hpp"

#include "core/log.hpp"
#include "federation/inbox_turns.hpp"
#include "federation/policy.hpp"
#include "storage/repo/quarantine.hpp"

namespace collegium::federation::quarantine {
namespace {

constexpr std::size_t longest_type = 64;

// A stranger's word, shown to whoever reviews.
std::string plain(std::string type) {
    type = type.substr(0, longest_type);
    for (auto& byte : type)
        if (byte <= ' ' || byte > '~') byte = '?';
    return type;
}

bool has_room(sql::Connection& db, const model::InboxItem& item) {
    const auto bytes = static_cast<std::int64_t>(item.body.size());
    const auto own = repo::held_size_of(db, item.host);
    if (own.activities >= most_of_one_host || own.bytes + bytes > most_bytes_of_one_host) return false;
    const auto all = repo::held_size(db);
    return all.activities < most && all.bytes + bytes <= most_bytes;
}

}  // namespace

bool hold(domain::Context& context, const model::InboxItem& item, const std::string& type) {
    if (!has_room(context.db, item)) return false;
    if (repo::hold_activity(context.db, item, plain(type)))
        log::info("activity held until a review", {{"host", item.host}, {"actor", item.actor_uri}});
    return true;
}

void settle(domain::Context& context) {
    for (const auto& host : repo::hosts_with_held(context.db)) {
        switch (standing(context.config, host.host, host.review)) {
            case Standing::federates: {
                const int released =
                    repo::release_held_activities(context.db, host.host, InboxTurns::first(context.now));
                if (released > 0) log::info("held activities released", {{"host", host.host}, {"count", released}});
                break;
            }
            case Standing::quarantined: break;
            case Standing::shut_out:
                if (host.review == model::HostReview::refused) repo::drop_held_activities(context.db, host.host);
                break;
        }
    }
}

void settle(Services& services) {
    bool held = false;
    auto status = services.pool.run(sql::Lane::read, [&held](sql::Connection& connection) {
        held = repo::held_size(connection).activities > 0;
        return sql::Verdict::commit;
    });
    if (!status || !held) return;
    status = services.pool.run(sql::Lane::write, [&services](sql::Connection& connection) {
        auto context = services.make_context(connection);
        settle(context);
        return sql::Verdict::commit;
    });
    if (!status) log::warn("the quarantine could not be looked through", {{"why", status.error().detail()}});
}

}  // namespace collegium::federation::quarantine
