// Pages of post ids, newest first: one range scan each. What a viewer hides is given as ids; visibility of
// the posts on home and list timelines was decided when they were distributed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

std::vector<PostId> home_page(sql::Connection& db, AccountId account, const model::Page& page);
enum class Origin { all, local, remote };
enum class Attached { anything, media };  // only posts with files, or all
std::vector<PostId> public_page(sql::Connection& db, Origin origin, const model::Page& page,
                                Attached attached = Attached::anything);
// Folded names. A post has the tag or one of `any`, all of `all` and none of `none`.
struct TagFilter {
    std::vector<std::string> any;
    std::vector<std::string> all;
    std::vector<std::string> none;
    Attached attached = Attached::anything;
};
// One range scan for the tag and one for each of `any`.
std::vector<PostId> tag_page(sql::Connection& db, std::string_view folded_tag, Origin origin, const model::Page& page,
                             const TagFilter& filter = TagFilter());
std::vector<PostId> list_page(sql::Connection& db, ListId list, const model::Page& page);

struct AccountFilter {
    bool only_media = false;
    bool exclude_replies = false;
    bool exclude_reblogs = false;
    std::string tagged;  // folded
    // Visibilities that the viewer may see of this author: public and unlisted always.
    bool include_followers = false;
    bool include_direct_to_viewer = false;
    AccountId viewer;
};
// All of the author's own posts when the author is the viewer.
std::vector<PostId> account_page(sql::Connection& db, AccountId author, const AccountFilter& filter,
                                 const model::Page& page);
// Public and unlisted posts and public reblogs by the author, for the outbox.
std::vector<PostId> outbox_page(sql::Connection& db, AccountId author, const model::Page& page);
std::int64_t outbox_size(sql::Connection& db, AccountId author);

// Fan-out. Rows that are there already stay.
void add_to_home(sql::Connection& db, const std::vector<AccountId>& owners, PostId post);
// After following: the author's newest posts enter; after unfollowing or blocking they leave.
void fill_home(sql::Connection& db, AccountId owner, AccountId author, int limit);
void drop_from_home(sql::Connection& db, AccountId owner, AccountId author);
// Keeps the newest `keep` entries.
void trim_home(sql::Connection& db, AccountId owner, int keep);

}  // namespace collegium::repo
