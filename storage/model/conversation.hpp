// A thread of direct posts as one of our people has it. Plain data.
#pragma once

#include <cstdint>

#include "core/ids.hpp"

namespace collegium::model {

using ConversationId = Id<struct ConversationTag>;

struct Conversation {
    ConversationId id;
    AccountId account_id;
    std::int64_t thread_id = 0;
    PostId post_id;  // the newest that reached or was written by the account
    bool unread = false;
};

}  // namespace collegium::model
