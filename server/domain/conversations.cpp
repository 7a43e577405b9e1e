#include "domain/conversations.hpp"

#include <algorithm>
#include <unordered_map>

#include "storage/repo/accounts.hpp"

namespace collegium::domain {
namespace {

using People = std::unordered_map<AccountId, std::shared_ptr<const model::Account>>;

// Who wrote the post and whom it names, each once.
std::vector<AccountId> people_of(const PostView& post, AccountId viewer) {
    std::vector<AccountId> ids;
    auto add = [&ids, viewer](AccountId id) {
        if (id != viewer && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    };
    add(post.post.account_id);
    for (const auto& mention : post.mentions) add(mention.account_id);
    if (ids.empty()) ids.push_back(viewer);
    return ids;
}

People load_people(Context& context, const std::unordered_map<PostId, PostView>& posts, AccountId viewer) {
    std::vector<AccountId> wanted;
    for (const auto& [id, post] : posts) {
        const auto ids = people_of(post, viewer);
        wanted.insert(wanted.end(), ids.begin(), ids.end());
    }
    People people;
    if (wanted.empty()) return people;
    for (auto& account : repo::find_accounts(context.db, wanted)) {
        const auto id = account.id;
        people[id] = std::make_shared<const model::Account>(std::move(account));
    }
    return people;
}

std::vector<ConversationView> make_views(Context& context, AccountId viewer,
                                         const std::vector<model::Conversation>& rows, Hide hide) {
    const auto posts = load_posts_of(context, rows, viewer, hide);
    const auto people = load_people(context, posts, viewer);
    std::vector<ConversationView> views;
    for (const auto& row : rows) {
        const auto last = posts.find(row.post_id);
        if (last == posts.end()) continue;
        ConversationView view{row, {}, last->second};
        for (auto id : people_of(last->second, viewer))
            if (const auto person = people.find(id); person != people.end()) view.people.push_back(person->second);
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace

void keep_conversation(Context& context, const model::Post& post, AccountId whom) {
    if (post.visibility != model::Visibility::direct) return;
    const auto reading = post.account_id == whom ? repo::Reading::read : repo::Reading::unread;
    repo::put_conversation(context.db, whom, post.thread_id, reading);
}

ConversationPage load_conversations(Context& context, AccountId viewer, const model::Page& page) {
    const auto rows = repo::conversations_page(context.db, viewer, page);
    ConversationPage result;
    if (rows.empty()) return result;
    result.newest = rows.front().post_id.value;
    result.oldest = rows.back().post_id.value;
    result.conversations = make_views(context, viewer, rows, Hide::hidden_accounts);
    return result;
}

Result<ConversationView> mark_conversation(Context& context, AccountId viewer, model::ConversationId id,
                                           repo::Reading reading) {
    repo::mark_conversation(context.db, viewer, id, reading);
    const auto row = repo::find_conversation(context.db, viewer, id);
    if (!row) return Error(Errc::not_found, "Record not found");
    auto views = make_views(context, viewer, {*row}, Hide::nothing);
    if (views.empty()) return Error(Errc::not_found, "Record not found");
    return std::move(views.front());
}

}  // namespace collegium::domain
