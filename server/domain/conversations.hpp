// Direct posts by thread, as apps list private messages: each with its people and what was said last.
#pragma once

#include <memory>
#include <vector>

#include "domain/context.hpp"
#include "domain/timelines.hpp"
#include "storage/model/conversation.hpp"
#include "storage/repo/conversations.hpp"

namespace collegium::domain {

struct ConversationView {
    model::Conversation conversation;
    std::vector<std::shared_ptr<const model::Account>> people;  // without the viewer, unless alone
    PostView last;
};
struct ConversationPage {
    std::vector<ConversationView> conversations;
    // Ids of the newest and the oldest last post before any was hidden; 0: empty page.
    std::int64_t newest = 0;
    std::int64_t oldest = 0;
};

// A direct post was written by `whom`, or reached them. Nothing for posts of another visibility.
void keep_conversation(Context& context, const model::Post& post, AccountId whom);

// Without those whose last post is by somebody whom the viewer blocks or mutes.
ConversationPage load_conversations(Context& context, AccountId viewer, const model::Page& page);
// Error: not_found, also for other people's.
Result<ConversationView> mark_conversation(Context& context, AccountId viewer, model::ConversationId id,
                                           repo::Reading reading);

}  // namespace collegium::domain
