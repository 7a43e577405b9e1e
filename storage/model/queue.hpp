// Rows of the queues: events, inbox items, deliveries, hosts. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/ids.hpp"
#include "core/time.hpp"

namespace collegium::model {

// Each kind says what its columns hold; the pump turns it into timelines, notifications and deliveries.
enum class EventKind {
    post_created = 0,  // post
    post_updated = 1,  // post
    post_deleted =
        2,  // account: author; other: id of the reblogged post, if any; data: JSON {uri, url, visibility, recipients}
    post_reblogged = 3,    // post: the reblog; account: who
    reblog_undone = 4,     // account: who; other: the original post; data: JSON {uri of the Announce, visibility}
    post_favourited = 5,   // account: who; post
    favourite_undone = 6,  // account: who; post; data: URI of the Like
    follow_requested = 7,  // account: follower; other: target
    follow_accepted = 8,   // account: follower; other: target
    follow_rejected = 9,   // account: follower; other: target; data: URI of the Follow
    follow_undone = 10,    // account: follower; other: target; data: URI of the Follow
    account_updated = 11,  // account
    account_deleted = 12,  // account
    mentorship_step = 13,  // account: who acted; other: agreement id; data: JSON {action, note, tell, from, offer}
    offer_refused = 14,    // account: our proposer; other: who offered; data: JSON {offer, reason}
};

struct Event {
    std::int64_t id = 0;
    EventKind kind = EventKind::post_created;
    AccountId account_id;
    PostId post_id;
    std::int64_t other_id = 0;
    std::string data;
    Timestamp created_at;
};

struct InboxItem {
    std::int64_t id = 0;
    std::string activity_uri;
    std::string actor_uri;
    std::string host;
    std::string signer_uri;
    AccountId recipient_id;
    std::string body;
    int attempts = 0;  // earlier ones
    Timestamp run_at;
    Timestamp received_at;
};

struct Delivery {
    std::int64_t id = 0;
    std::int64_t body_id = 0;
    AccountId sender_id;
    std::string host;
    std::string inbox;
    int attempts = 0;
    Timestamp created_at;
};

enum class SignatureFamily { draft_cavage = 0, rfc9421 = 1 };

// What somebody here decided about a server; counts in federation mode "guarded".
enum class HostReview { unreviewed = 0, allowed = 1, refused = 2 };

struct Host {
    std::string host;
    std::string software;
    Timestamp next_delivery_at;
    int failures = 0;
    std::optional<Timestamp> failing_since;
    bool unavailable = false;
    SignatureFamily signature_family = SignatureFamily::draft_cavage;
    bool understands_pln = false;
    HostReview review = HostReview::unreviewed;
};

}  // namespace collegium::model
