// Threads of direct posts, for their readers: one row for each of our people and thread. Who may see a post is not
// decided here.
#pragma once

#include <optional>
#include <vector>

#include "storage/model/conversation.hpp"
#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

enum class Reading { read, unread };

// The thread has something new, or old that came late. The same post again changes nothing.
void put_conversation(sql::Connection& db, AccountId account, std::int64_t thread, Reading reading);
// A post is gone: what was said before it is the newest now, and with nothing left the row goes.
void leave_conversations(sql::Connection& db, PostId post);
// Ordered by the newest post, which is the cursor.
std::vector<model::Conversation> conversations_page(sql::Connection& db, AccountId account, const model::Page& page);
std::optional<model::Conversation> find_conversation(sql::Connection& db, AccountId account, model::ConversationId id);
bool mark_conversation(sql::Connection& db, AccountId account, model::ConversationId id, Reading reading);
bool delete_conversation(sql::Connection& db, AccountId account, model::ConversationId id);

}  // namespace collegium::repo
