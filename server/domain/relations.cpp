#include "domain/relations.hpp"

#include "domain/events.hpp"
#include "domain/uris.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/notifications.hpp"
#include "storage/repo/relations.hpp"
#include "storage/repo/timelines.hpp"

namespace collegium::domain {
namespace {

using model::EventKind;

constexpr int posts_on_follow = 40;

Result<model::Account> require_account(Context& context, AccountId id) {
    auto account = repo::find_account(context.db, id);
    if (!account || account->deleted_at) return Error(Errc::not_found, "Record not found");
    return std::move(*account);
}

// Ends a follow, whatever its state, with what belongs to it. Returns the row as it was.
std::optional<model::Follow> drop_follow(Context& context, AccountId follower, AccountId target) {
    auto follow = repo::find_follow(context.db, follower, target);
    if (!follow) return std::nullopt;
    repo::delete_follow(context.db, follower, target);
    repo::drop_from_home(context.db, follower, target);
    repo::delete_notifications_of(context.db, target, follower, model::NotificationKind::follow_request);
    repo::refresh_follow_counts(context.db, follower);
    repo::refresh_follow_counts(context.db, target);
    return follow;
}

void settle_follow(Context& context, AccountId follower, AccountId target) {
    repo::accept_follow(context.db, follower, target);
    repo::refresh_follow_counts(context.db, follower);
    repo::refresh_follow_counts(context.db, target);
    repo::delete_notifications_of(context.db, target, follower, model::NotificationKind::follow_request);
    auto follow = repo::find_follow(context.db, follower, target);
    emit_follow(context, EventKind::follow_accepted, follower, target, follow ? follow->uri : "");
}

Result<model::Relationship> answer_request(Context& context, AccountId target, AccountId follower, bool accept) {
    auto follow = repo::find_follow(context.db, follower, target);
    if (!follow || follow->accepted) return Error(Errc::not_found, "Record not found");
    if (accept) {
        settle_follow(context, follower, target);
    } else {
        drop_follow(context, follower, target);
        emit_follow(context, EventKind::follow_rejected, follower, target, follow->uri);
    }
    return relationship(context, target, follower);
}

}  // namespace

model::Relationship relationship(Context& context, AccountId who, AccountId target) {
    auto found = repo::relationships(context.db, who, {target}, context.now);
    if (!found.empty()) return found.front();
    model::Relationship none;
    none.target_id = target;
    return none;
}

Result<model::Relationship> follow(Context& context, AccountId who, AccountId target, FollowOptions options) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    if (who == target || account.kind == model::ActorKind::application)
        return Error(Errc::forbidden, "This action is not allowed");
    if (account.suspended_at) return Error(Errc::forbidden, "This action is not allowed");
    if (repo::blocks_either_way(context.db, who, target)) return Error(Errc::forbidden, "This action is not allowed");

    auto present = repo::find_follow(context.db, who, target);
    model::Follow wanted;
    if (present) wanted = *present;
    wanted.account_id = who;
    wanted.target_id = target;
    if (options.show_reblogs) wanted.show_reblogs = *options.show_reblogs;
    if (options.notify) wanted.notify = *options.notify;
    if (!present) {
        wanted.uri = Uris(context.config).activity(context.ids.next<PostId>().value);
        wanted.created_at = context.now;
    }
    repo::put_follow(context.db, wanted);
    if (!present) {
        if (account.local() && !account.locked) {
            settle_follow(context, who, target);
        } else {
            emit_follow(context, EventKind::follow_requested, who, target, wanted.uri);
        }
    }
    return relationship(context, who, target);
}

Result<model::Relationship> unfollow(Context& context, AccountId who, AccountId target) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    if (auto follow = drop_follow(context, who, target))
        emit_follow(context, EventKind::follow_undone, who, target, follow->uri);
    return relationship(context, who, account.id);
}

Result<model::Relationship> accept_follow_request(Context& context, AccountId target, AccountId follower) {
    return answer_request(context, target, follower, true);
}

Result<model::Relationship> reject_follow_request(Context& context, AccountId target, AccountId follower) {
    return answer_request(context, target, follower, false);
}

Result<model::Relationship> remove_follower(Context& context, AccountId target, AccountId follower) {
    COLLEGIUM_TRY(auto account, require_account(context, follower));
    if (auto follow = drop_follow(context, follower, target))
        emit_follow(context, EventKind::follow_rejected, follower, target, follow->uri);
    return relationship(context, target, account.id);
}

Result<model::Relationship> block(Context& context, AccountId who, AccountId target) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    if (who == target) return Error(Errc::forbidden, "This action is not allowed");
    if (auto follow = drop_follow(context, who, target))
        emit_follow(context, EventKind::follow_undone, who, target, follow->uri);
    if (auto follow = drop_follow(context, target, who))
        emit_follow(context, EventKind::follow_rejected, target, who, follow->uri);
    repo::put_block(context.db, who, account.id, "", context.now);
    return relationship(context, who, target);
}

Result<model::Relationship> unblock(Context& context, AccountId who, AccountId target) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    repo::delete_block(context.db, who, account.id);
    return relationship(context, who, target);
}

Result<model::Relationship> mute(Context& context, AccountId who, AccountId target, bool hide_notifications,
                                 std::optional<Timestamp> until) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    if (who == target) return Error(Errc::forbidden, "This action is not allowed");
    repo::put_mute(context.db, who, account.id, hide_notifications, until, context.now);
    return relationship(context, who, target);
}

Result<model::Relationship> unmute(Context& context, AccountId who, AccountId target) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    repo::delete_mute(context.db, who, account.id);
    return relationship(context, who, target);
}

Result<void> remote_follow(Context& context, AccountId follower, AccountId target, std::string_view follow_uri) {
    COLLEGIUM_TRY(auto account, require_account(context, target));
    model::Follow wanted;
    wanted.account_id = follower;
    wanted.target_id = target;
    wanted.uri = follow_uri;
    wanted.created_at = context.now;
    const bool refused = !account.local() || !account.usable() || account.kind == model::ActorKind::application ||
                         repo::blocks_either_way(context.db, follower, target);
    if (refused) {
        emit_follow(context, EventKind::follow_rejected, follower, target, follow_uri);
        return ok();
    }
    auto present = repo::find_follow(context.db, follower, target);
    repo::put_follow(context.db, wanted);
    if (!account.locked || (present && present->accepted)) {
        settle_follow(context, follower, target);  // a repeated Follow is answered again (federation.md 5.5)
    } else if (!present) {
        emit_follow(context, EventKind::follow_requested, follower, target, follow_uri);
    }
    return ok();
}

Result<void> remote_unfollow(Context& context, AccountId follower, AccountId target) {
    drop_follow(context, follower, target);
    return ok();
}

Result<void> remote_accepted(Context& context, AccountId follower, AccountId target) {
    auto follow = repo::find_follow(context.db, follower, target);
    if (!follow || follow->accepted) return ok();
    repo::accept_follow(context.db, follower, target);
    repo::refresh_follow_counts(context.db, follower);
    repo::refresh_follow_counts(context.db, target);
    repo::fill_home(context.db, follower, target, posts_on_follow);
    return ok();
}

Result<void> remote_rejected(Context& context, AccountId follower, AccountId target) {
    drop_follow(context, follower, target);
    return ok();
}

Result<void> remote_block(Context& context, AccountId who, AccountId target, std::string_view uri) {
    drop_follow(context, who, target);
    drop_follow(context, target, who);
    repo::put_block(context.db, who, target, uri, context.now);
    return ok();
}

void end_relations(Context& context, AccountId account) {
    for (const auto& [follower, target] : repo::follows_with(context.db, account))
        drop_follow(context, follower, target);
}

Result<void> remote_unblock(Context& context, AccountId who, AccountId target) {
    repo::delete_block(context.db, who, target);
    return ok();
}

}  // namespace collegium::domain
