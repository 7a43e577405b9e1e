// Who may see what: the one place where it is asked, for the client API, the pages and other servers.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/context.hpp"
#include "storage/model/account.hpp"
#include "storage/model/post.hpp"

namespace collegium::domain {

// `viewer` none: anyone on the web. Public and unlisted: all but those the author blocked; followers-only:
// accepted followers, mentioned people and the author; direct: mentioned people and the author. Posts of
// suspended authors: nobody. A reblog needs its original to be visible too.
bool can_see(Context& context, const model::Post& post, AccountId viewer);
// The same for a page of posts in a fixed number of queries; order kept.
std::vector<model::Post> visible_only(Context& context, std::vector<model::Post> posts, AccountId viewer);

// The decision itself, for whoever has read the rows for other reasons as well. It needs, before it is asked:
// all authors of the posts, and for a viewer the relationships to them and who the posts mention.
class Sight {
  public:
    explicit Sight(AccountId viewer) : viewer_(viewer) {}

    void add_author(const model::Account& account);
    void add_relationship(const model::Relationship& relationship);
    void add_mention(const model::Mention& mention);

    // A post by itself; of a reblog, the original has to be asked too.
    bool allows(const model::Post& post) const;
    // Somebody whom the viewer does not want to see on timelines: muted or blocked, in either direction.
    bool hides(AccountId author) const { return hidden_.contains(author); }

  private:
    AccountId viewer_;
    std::unordered_set<AccountId> usable_authors_;
    std::unordered_set<AccountId> followed_;
    std::unordered_set<AccountId> blocked_by_;
    std::unordered_set<AccountId> hidden_;
    std::unordered_set<PostId> mentioning_viewer_;
};
// Public and unlisted posts of others, and one's own followers-only ones, may be reblogged.
bool can_reblog(const model::Post& post, AccountId viewer);

}  // namespace collegium::domain
