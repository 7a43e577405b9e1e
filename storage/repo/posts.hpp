// Posts and what hangs on them. Readers take lists of ids: a page of posts costs a fixed number of
// queries, whatever its length.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

// Deleted posts are found by none of these.
std::optional<model::Post> find_post(sql::Connection& db, PostId id);
std::optional<model::Post> find_post_by_uri(sql::Connection& db, std::string_view uri);
// By the address of its page; the newest when several claim it.
std::optional<model::Post> find_post_by_url(sql::Connection& db, std::string_view url);
std::vector<model::Post> find_posts(sql::Connection& db, const std::vector<PostId>& ids);
std::optional<model::Post> find_reblog(sql::Connection& db, AccountId account, PostId of);

// False when the URI is taken, or the reblog exists. Adopts waiting replies (in_reply_to_uri) of this post.
bool insert_post(sql::Connection& db, const model::Post& post);
// Content, source, spoiler, sensitive, language, extra, edited_at.
void update_post(sql::Connection& db, const model::Post& post);
// Empties the row, keeps it for threads, and drops timeline rows, notifications, favourites and reblogs of it;
// its files of ours are detached.
void delete_post(sql::Connection& db, PostId id, Timestamp now);

void insert_edit(sql::Connection& db, PostId id, const model::PostEdit& edit);
std::vector<model::PostEdit> edits_of(sql::Connection& db, PostId id);

void set_mentions(sql::Connection& db, PostId id, const std::vector<model::Mention>& mentions);
std::vector<model::Mention> mentions_of(sql::Connection& db, const std::vector<PostId>& ids);
bool is_mentioned(sql::Connection& db, PostId id, AccountId account);
// What hangs on a page of posts, to be asked for together.
sql::Query mentions_query(const std::vector<PostId>& ids, std::vector<model::Mention>& found);

// Makes the tags that are missing; names as written.
void set_tags(sql::Connection& db, PostId id, const std::vector<std::string>& names);
struct PostTag {
    PostId post_id;
    model::Tag tag;
};
std::vector<PostTag> tags_of(sql::Connection& db, const std::vector<PostId>& ids);
sql::Query tags_query(const std::vector<PostId>& ids, std::vector<PostTag>& found);
std::vector<model::Tag> search_tags(sql::Connection& db, std::string_view prefix, int limit, int offset);
std::optional<model::Tag> find_tag(sql::Connection& db, std::string_view folded_name);

void insert_media(sql::Connection& db, const model::Media& media);
// Everything but its owner and where it hangs.
void update_media(sql::Connection& db, const model::Media& media);
std::optional<model::Media> find_media(sql::Connection& db, MediaId id);
std::optional<model::Media> find_media_by_token(sql::Connection& db, std::string_view token);
std::vector<model::Media> media_of(sql::Connection& db, const std::vector<PostId>& ids);
sql::Query media_query(const std::vector<PostId>& ids, std::vector<model::Media>& found);
// In the order given; only those of `owner` that hang on no other post. Those no longer named are detached.
// Returns how many were attached.
int attach_media(sql::Connection& db, PostId id, AccountId owner, const std::vector<MediaId>& media);
void delete_media_of(sql::Connection& db, PostId id);

// What the viewer did with each of the posts.
struct Marks {
    bool favourited = false;
    bool reblogged = false;
    bool bookmarked = false;
};
std::unordered_map<PostId, Marks> marks_of(sql::Connection& db, AccountId viewer, const std::vector<PostId>& ids);
sql::Query marks_query(AccountId viewer, const std::vector<PostId>& ids, std::unordered_map<PostId, Marks>& marks);

// False when it was there already.
bool insert_favourite(sql::Connection& db, AccountId account, PostId post, std::string_view uri, Timestamp now);
// The URI of the Like that was removed.
std::optional<std::string> delete_favourite(sql::Connection& db, AccountId account, PostId post);
bool insert_bookmark(sql::Connection& db, AccountId account, PostId post, Timestamp now);
bool delete_bookmark(sql::Connection& db, AccountId account, PostId post);
// Recomputes reblogs, favourites and replies of one post from their rows.
void refresh_post_counts(sql::Connection& db, PostId id);

struct PostRow {
    std::int64_t cursor = 0;
    PostId id;
};
std::vector<PostRow> favourites_page(sql::Connection& db, AccountId account, const model::Page& page);
std::vector<PostRow> bookmarks_page(sql::Connection& db, AccountId account, const model::Page& page);
struct AccountRow {
    std::int64_t cursor = 0;
    AccountId id;
};
std::vector<AccountRow> favourited_by_page(sql::Connection& db, PostId post, const model::Page& page);
// Public and unlisted reblogs only.
std::vector<AccountRow> reblogged_by_page(sql::Connection& db, PostId post, const model::Page& page);

// Ancestors oldest first (at most `limit`), and every later post of the thread (at most `limit`), by id; later
// but for ten minutes, by which clocks may differ.
std::vector<PostId> ancestors_of(sql::Connection& db, PostId id, int limit);
std::vector<PostId> descendants_of(sql::Connection& db, PostId id, int limit);

// Everyone who has a copy of this post or was addressed by it: authors of favourites, reblogs, replies and
// mentioned people, remote only. For Update and Delete.
std::vector<AccountId> involved_accounts(sql::Connection& db, PostId id);

std::optional<PostId> find_idempotent(sql::Connection& db, AccountId account, std::string_view key,
                                      Timestamp newer_than);
// Before the post itself, so that of two requests at once the second waits here. False: the key is in use since
// `newer_than`.
bool put_idempotent(sql::Connection& db, AccountId account, std::string_view key, PostId post, Timestamp now,
                    Timestamp newer_than);

void put_tombstone(sql::Connection& db, std::string_view uri, std::string_view actor_uri, std::string_view former_type,
                   Timestamp now);
struct Tombstone {
    std::string uri;
    std::string actor_uri;
    std::string former_type;
    Timestamp deleted_at;
};
// Others may name what never was: theirs go, ours (of actors whose ids begin with `own_prefix`) stay for ever.
void purge_foreign_tombstones(sql::Connection& db, std::string_view own_prefix, Timestamp before);
std::optional<Tombstone> find_tombstone(sql::Connection& db, std::string_view uri);

// What decides about a post that comes in, asked at once.
struct Arriving {
    std::optional<model::Post> known;
    bool deleted = false;   // there is a tombstone
    bool followed = false;  // its author has followers here
};
Arriving look_for_arriving(sql::Connection& db, std::string_view uri, AccountId author);

}  // namespace collegium::repo
