#include "domain/notifications.hpp"

#include <unordered_set>

#include "storage/repo/accounts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::domain {
namespace {

std::vector<NotificationView> make_views(Context& context, AccountId viewer, std::vector<model::Notification> rows) {
    std::vector<AccountId> people;
    for (const auto& row : rows) people.push_back(row.from_account_id);
    std::unordered_map<AccountId, std::shared_ptr<const model::Account>> accounts;
    for (auto& account : repo::find_accounts(context.db, people)) {
        const auto id = account.id;
        if (account.usable()) accounts[id] = std::make_shared<const model::Account>(std::move(account));
    }
    const auto posts = load_posts_of(context, rows, viewer, Hide::nothing);
    std::unordered_set<AccountId> hidden;
    for (const auto& relation : repo::relationships(context.db, viewer, people, context.now))
        if (relation.blocking || relation.blocked_by || (relation.muting && relation.muting_notifications))
            hidden.insert(relation.target_id);

    std::vector<NotificationView> views;
    for (auto& row : rows) {
        auto from = accounts.find(row.from_account_id);
        if (from == accounts.end() || hidden.contains(row.from_account_id)) continue;
        NotificationView view{row, from->second, std::nullopt};
        if (row.post_id) {
            auto post = posts.find(row.post_id);
            if (post == posts.end()) continue;
            view.post = post->second;
        }
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace

NotificationPage load_notifications(Context& context, AccountId viewer, const repo::NotificationFilter& filter,
                                    const model::Page& page) {
    auto rows = repo::notifications_page(context.db, viewer, filter, page);
    NotificationPage result;
    if (rows.empty()) return result;
    result.newest = rows.front().id.value;
    result.oldest = rows.back().id.value;
    result.notifications = make_views(context, viewer, std::move(rows));
    return result;
}

Result<NotificationView> load_notification(Context& context, AccountId viewer, NotificationId id) {
    auto row = repo::find_notification(context.db, viewer, id);
    if (!row) return Error(Errc::not_found, "Record not found");
    auto views = make_views(context, viewer, {*row});
    if (views.empty()) return Error(Errc::not_found, "Record not found");
    return std::move(views.front());
}

}  // namespace collegium::domain
