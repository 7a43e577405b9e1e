// Follows, blocks and mutes: what our people do, and what other servers tell. Each writes its rows and the
// event that makes deliveries and notifications of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/account.hpp"

namespace collegium::domain {

struct FollowOptions {
    std::optional<bool> show_reblogs;
    std::optional<bool> notify;
};
// By one of ours. A local open account is followed at once; a locked or remote one is asked.
// Errors: not_found, forbidden (blocked either way, oneself), gone.
Result<model::Relationship> follow(Context& context, AccountId who, AccountId target, FollowOptions options);
Result<model::Relationship> unfollow(Context& context, AccountId who, AccountId target);
// The target of a request answers. Errors: not_found.
Result<model::Relationship> accept_follow_request(Context& context, AccountId target, AccountId follower);
Result<model::Relationship> reject_follow_request(Context& context, AccountId target, AccountId follower);
// Takes one of one's followers off: a Reject to a remote one.
Result<model::Relationship> remove_follower(Context& context, AccountId target, AccountId follower);
// Ends follows both ways; not federated as Block (privacy): a remote follower gets a Reject.
Result<model::Relationship> block(Context& context, AccountId who, AccountId target);
Result<model::Relationship> unblock(Context& context, AccountId who, AccountId target);
Result<model::Relationship> mute(Context& context, AccountId who, AccountId target, bool hide_notifications,
                                 std::optional<Timestamp> until);
Result<model::Relationship> unmute(Context& context, AccountId who, AccountId target);
model::Relationship relationship(Context& context, AccountId who, AccountId target);

// Told by another server about one of its actors; the caller has checked that it may speak for it.
// A repeated Follow is answered again.
Result<void> remote_follow(Context& context, AccountId follower, AccountId target, std::string_view follow_uri);
Result<void> remote_unfollow(Context& context, AccountId follower, AccountId target);
// `follower` is ours. Only for a request we made; anything else changes nothing.
Result<void> remote_accepted(Context& context, AccountId follower, AccountId target);
Result<void> remote_rejected(Context& context, AccountId follower, AccountId target);
Result<void> remote_block(Context& context, AccountId who, AccountId target, std::string_view uri);
// Somebody is gone: their follows end, both ways, and nobody is told.
void end_relations(Context& context, AccountId account);
Result<void> remote_unblock(Context& context, AccountId who, AccountId target);

}  // namespace collegium::domain
