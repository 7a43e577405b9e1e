// Who may see what: the one place where it is asked, for the client API, the pages and other servers.
#pragma once

#include <vector>

#include "domain/context.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

// `viewer` none: anyone on the web. Public and unlisted: all but those the author blocked; followers-only:
// accepted followers, mentioned people and the author; direct: mentioned people and the author. Posts of
// suspended authors: nobody. A reblog needs its original to be visible too.
bool can_see(Context& context, const model::Post& post, AccountId viewer);
// The same for a page of posts in a fixed number of queries; order kept.
std::vector<model::Post> visible_only(Context& context, std::vector<model::Post> posts, AccountId viewer);
// Public and unlisted posts of others, and one's own followers-only ones, may be reblogged.
bool can_reblog(const model::Post& post, AccountId viewer);

}  // namespace collegium::domain
