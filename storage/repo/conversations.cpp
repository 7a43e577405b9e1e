#include "storage/repo/conversations.hpp"

#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

const std::string select_conversation = "SELECT id, account_id, thread_id, post_id, unread FROM conversation ";

model::Conversation read_conversation(const sql::Row& row) {
    model::Conversation conversation;
    conversation.id = row.id<model::ConversationId>(0);
    conversation.account_id = row.id<AccountId>(1);
    conversation.thread_id = row.integer(2);
    conversation.post_id = row.id<PostId>(3);
    conversation.unread = row.flag(4);
    return conversation;
}

}  // namespace

void put_conversation(sql::Connection& db, AccountId account, std::int64_t thread, Reading reading) {
    // A conversation whose beginning came late has become part of another one.
    db.execute(
        "DELETE FROM conversation WHERE account_id = ? AND thread_id <> ? "
        "AND post_id IN (SELECT id FROM post WHERE thread_id = ?)",
        {account, thread, thread});
    db.execute(
        "INSERT INTO conversation (account_id, thread_id, post_id, unread) "
        "SELECT ?, p.thread_id, p.id, ? FROM post p WHERE p.thread_id = ? AND p.visibility = ? "
        "AND p.deleted_at IS NULL AND p.reblog_of_id IS NULL AND (p.account_id = ? "
        "OR EXISTS (SELECT 1 FROM mention m WHERE m.post_id = p.id AND m.account_id = ?)) "
        "ORDER BY p.id DESC LIMIT 1 ON CONFLICT (account_id, thread_id) DO UPDATE SET post_id = excluded.post_id, "
        "unread = excluded.unread WHERE conversation.post_id < excluded.post_id",
        {account, reading == Reading::unread, thread, model::Visibility::direct, account, account});
}

void leave_conversations(sql::Connection& db, PostId post) {
    db.execute(
        "UPDATE conversation SET post_id = COALESCE((SELECT MAX(p.id) FROM post p "
        "WHERE p.thread_id = conversation.thread_id AND p.visibility = ? AND p.deleted_at IS NULL "
        "AND p.reblog_of_id IS NULL AND (p.account_id = conversation.account_id OR EXISTS (SELECT 1 FROM mention m "
        "WHERE m.post_id = p.id AND m.account_id = conversation.account_id))), 0) WHERE post_id = ?",
        {model::Visibility::direct, post});
    db.execute("DELETE FROM conversation WHERE post_id = 0", {});
}

std::vector<model::Conversation> conversations_page(sql::Connection& db, AccountId account, const model::Page& page) {
    const PageClause clause(page, "post_id");
    return clause.in_order(
        db.all(select_conversation + "WHERE account_id = ?" + clause.sql(), clause.with({account}), read_conversation));
}

std::optional<model::Conversation> find_conversation(sql::Connection& db, AccountId account, model::ConversationId id) {
    return db.one(select_conversation + "WHERE account_id = ? AND id = ?", {account, id.value}, read_conversation);
}

bool mark_conversation(sql::Connection& db, AccountId account, model::ConversationId id, Reading reading) {
    return db.execute("UPDATE conversation SET unread = ? WHERE account_id = ? AND id = ?",
                      {reading == Reading::unread, account, id.value}) > 0;
}

bool delete_conversation(sql::Connection& db, AccountId account, model::ConversationId id) {
    return db.execute("DELETE FROM conversation WHERE account_id = ? AND id = ?", {account, id.value}) > 0;
}

}  // namespace collegium::repo
