// Federation mode "guarded": what was decided about other servers, and what those that nobody has reviewed
// have sent. Knows nothing of modes or configuration: who is quarantined, federation/policy says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/queue.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

model::HostReview find_host_review(sql::Connection& db, std::string_view host);
// Those of `hosts` that were allowed.
std::vector<std::string> allowed_among(sql::Connection& db, const std::vector<std::string>& hosts);
void set_host_review(sql::Connection& db, std::string_view host, model::HostReview review, Timestamp now);

struct HeldSize {
    std::int64_t activities = 0;
    std::int64_t bytes = 0;
};
HeldSize held_size(sql::Connection& db);
HeldSize held_size_of(sql::Connection& db, std::string_view host);

// `kind` is the activity's type. False when it was taken in before.
bool hold_activity(sql::Connection& db, const model::InboxItem& item, std::string_view kind);
// Moves the oldest into the inbox queue, due at `run_at`, and returns how many. In order: nothing as long as others of
// this host wait there, and no further than to the first whose actor is not known here, since that has to be fetched
// before what comes after it can be applied.
int release_held_activities(sql::Connection& db, std::string_view host, Timestamp run_at);
void drop_held_activities(sql::Connection& db, std::string_view host);
void purge_held_activities(sql::Connection& db, Timestamp before);

struct HostStanding {
    std::string host;
    model::HostReview review = model::HostReview::unreviewed;
    std::optional<Timestamp> reviewed_at;
    std::int64_t held = 0;
    std::optional<Timestamp> held_since;
};
// Those of whom something is held.
std::vector<HostStanding> hosts_with_held(sql::Connection& db);
// Every host we know, or the one of that name; by name.
std::vector<HostStanding> host_standings(sql::Connection& db, std::string_view only);

struct HeldSummary {
    std::string actor_uri;
    std::string kind;
    std::int64_t activities = 0;
};
// Who at this host wants what: the most first.
std::vector<HeldSummary> held_summaries(sql::Connection& db, std::string_view host, int limit);

}  // namespace collegium::repo
