// Writes events: one function per kind, so that what each column holds is said once (model::EventKind).
#pragma once

#include <string>
#include <string_view>

#include "domain/context.hpp"
#include "storage/model/post.hpp"
#include "storage/model/queue.hpp"

namespace collegium::domain {

void emit_post_event(Context& context, model::EventKind kind, const model::Post& post);
// `who` did something to `post`; `data` as the kind says.
void emit_reaction(Context& context, model::EventKind kind, AccountId who, PostId post, std::string_view data);
void emit_follow(Context& context, model::EventKind kind, AccountId follower, AccountId target, std::string_view uri);
void emit_account(Context& context, model::EventKind kind, AccountId account);
// Before the row is emptied: keeps what the Delete needs.
void emit_post_deleted(Context& context, const model::Post& post);
void emit_reblog_undone(Context& context, const model::Post& reblog);

}  // namespace collegium::domain
