#include "storage/repo/posts.hpp"

#include <algorithm>

#include "storage/repo/conversations.hpp"
#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

// Longer than any caller of find_idempotent looks back.
constexpr auto idempotency_kept = std::chrono::days(2);
// Clocks of servers differ: an answer may seem to be older than what it answers.
constexpr std::int64_t clock_slack = std::int64_t{10 * 60 * 1000} << 16;

const std::string select_post =
    "SELECT p.id, p.uri, p.url, p.account_id, p.local, p.visibility, p.content, p.source, p.spoiler_text, p.sensitive, "
    "p.language, p.in_reply_to_id, p.in_reply_to_account_id, p.in_reply_to_uri, p.reblog_of_id, p.thread_id, p.app_id, "
    "p.kind, p.extra, p.created_at, p.edited_at, p.deleted_at, s.replies_count, s.reblogs_count, s.favourites_count "
    "FROM post p LEFT JOIN post_stats s ON s.post_id = p.id ";

model::Post read_post(const sql::Row& row) {
    model::Post post;
    post.id = row.id<PostId>(0);
    post.uri = row.string(1);
    post.url = row.string(2);
    post.account_id = row.id<AccountId>(3);
    post.local = row.flag(4);
    post.visibility = row.as<model::Visibility>(5);
    post.content = row.string(6);
    post.source = row.string(7);
    post.spoiler_text = row.string(8);
    post.sensitive = row.flag(9);
    post.language = row.string(10);
    post.in_reply_to_id = row.id<PostId>(11);
    post.in_reply_to_account_id = row.id<AccountId>(12);
    post.in_reply_to_uri = row.string(13);
    post.reblog_of_id = row.id<PostId>(14);
    post.thread_id = row.integer(15);
    post.app_id = row.id<AppId>(16);
    post.kind = row.as<model::PostKind>(17);
    post.extra = row.string(18);
    post.created_at = row.time(19);
    post.edited_at = row.optional_time(20);
    post.deleted_at = row.optional_time(21);
    post.replies_count = row.integer(22);
    post.reblogs_count = row.integer(23);
    post.favourites_count = row.integer(24);
    return post;
}

PostId first_id(const sql::Row& row) {
    return row.id<PostId>(0);
}

std::int64_t thread_of(const model::Post& post) {
    return post.thread_id != 0 ? post.thread_id : post.id.value;
}

// Replies that came before the post they answer find it now, if it was stored at all.
sql::Query adopt_replies(const model::Post& post, bool& adopted) {
    // Not the first post of its own thread: two posts that claim to answer each other must not make a circle.
    return {
        "UPDATE post SET in_reply_to_id = ?, in_reply_to_account_id = ? "
        "WHERE in_reply_to_uri = ? AND in_reply_to_uri <> '' AND in_reply_to_id IS NULL AND id <> ? AND id <> ? "
        "AND EXISTS (SELECT 1 FROM post p WHERE p.id = ? AND p.uri = ?) RETURNING id",
        {post.id, post.account_id, post.uri, post.id, thread_of(post), post.id, post.uri},
        [&adopted](const sql::Row&) { adopted = true; }};
}

void join_thread(sql::Connection& db, const model::Post& post) {
    // Each brought a conversation of its own, which now is part of this one.
    db.execute("UPDATE post SET thread_id = ? WHERE thread_id IN (SELECT id FROM post WHERE in_reply_to_id = ?)",
               {thread_of(post), post.id});
    refresh_post_counts(db, post.id);
}

}  // namespace

std::optional<model::Post> find_post(sql::Connection& db, PostId id) {
    return db.one(select_post + "WHERE p.id = ? AND p.deleted_at IS NULL", {id}, read_post);
}

std::optional<model::Post> find_post_by_uri(sql::Connection& db, std::string_view uri) {
    return db.one(select_post + "WHERE p.uri = ? AND p.deleted_at IS NULL", {uri}, read_post);
}

std::optional<model::Post> find_post_by_url(sql::Connection& db, std::string_view url) {
    auto post = db.one(select_post +
                           "WHERE p.url = ? AND p.url <> '' AND p.url <> p.uri AND p.deleted_at IS NULL "
                           "ORDER BY p.id DESC LIMIT 1",
                       {url}, read_post);
    return post ? post : find_post_by_uri(db, url);
}

std::vector<model::Post> find_posts(sql::Connection& db, const std::vector<PostId>& ids) {
    std::vector<model::Post> posts;
    if (ids.empty()) return posts;
    // Deleted ones are left out here: PostgreSQL takes NULL for rare until it has counted, and would read the whole of
    // an index that is kept for such rows.
    static const std::string text = select_post + "WHERE p.id {{in_ids}}";
    db.each(text, {ids}, [&posts](const sql::Row& row) {
        auto post = read_post(row);
        if (!post.deleted_at) posts.push_back(std::move(post));
    });
    return posts;
}

std::optional<model::Post> find_reblog(sql::Connection& db, AccountId account, PostId of) {
    return db.one(select_post + "WHERE p.account_id = ? AND p.reblog_of_id = ? AND p.deleted_at IS NULL", {account, of},
                  read_post);
}

bool insert_post(sql::Connection& db, const model::Post& post) {
    bool inserted = false;
    bool adopted = false;
    std::vector<sql::Query> queries = {
        {"INSERT INTO post (id, uri, url, account_id, local, visibility, content, source, spoiler_text, sensitive, "
         "language, in_reply_to_id, in_reply_to_account_id, in_reply_to_uri, reblog_of_id, thread_id, app_id, kind, "
         "extra, created_at, edited_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
         "ON CONFLICT DO NOTHING RETURNING id",
         {post.id,
          post.uri,
          post.url,
          post.account_id,
          post.local,
          post.visibility,
          post.content,
          post.source,
          post.spoiler_text,
          post.sensitive,
          post.language,
          post.in_reply_to_id,
          post.in_reply_to_account_id,
          post.in_reply_to_uri,
          post.reblog_of_id,
          thread_of(post),
          post.app_id,
          post.kind,
          post.extra,
          post.created_at,
          post.edited_at},
         [&inserted](const sql::Row&) { inserted = true; }}};
    if (!post.reblog_of_id) queries.push_back(adopt_replies(post, adopted));
    db.run_all(queries);
    if (!inserted) return false;
    db.post("INSERT INTO post_stats (post_id) VALUES (?) ON CONFLICT DO NOTHING", {post.id});
    if (adopted) join_thread(db, post);
    return true;
}

void update_post(sql::Connection& db, const model::Post& post) {
    db.execute(
        "UPDATE post SET content = ?, source = ?, spoiler_text = ?, sensitive = ?, language = ?, extra = ?, "
        "edited_at = ? WHERE id = ?",
        {post.content, post.source, post.spoiler_text, post.sensitive, post.language, post.extra, post.edited_at,
         post.id});
}

void delete_post(sql::Connection& db, PostId id, Timestamp now) {
    // Of each copy, the post and its reblogs: it can be on the home timelines of its author and of those who
    // follow the author. People who reblogged it have one post less.
    db.execute(
        "WITH held (owner, copy) AS MATERIALIZED (SELECT f.account_id, p.id FROM post p JOIN follow f "
        "ON f.target_id = p.account_id AND f.local = 1 AND f.accepted = 1 WHERE p.id = ? OR p.reblog_of_id = ? "
        "UNION SELECT account_id, id FROM post WHERE id = ? OR reblog_of_id = ?) "
        "DELETE FROM home_entry WHERE (account_id, post_id) IN (SELECT owner, copy FROM held)",
        {id, id, id, id});
    db.execute(
        "UPDATE account_stats SET statuses_count = statuses_count - 1 WHERE statuses_count > 0 AND account_id IN ("
        "SELECT account_id FROM post WHERE reblog_of_id = ? AND deleted_at IS NULL)",
        {id});
    db.execute("DELETE FROM notification WHERE post_id = ?", {id});
    db.execute("DELETE FROM favourite WHERE post_id = ?", {id});
    db.execute("DELETE FROM bookmark WHERE post_id = ?", {id});
    db.execute("DELETE FROM mention WHERE post_id = ?", {id});
    db.execute("DELETE FROM post_tag WHERE post_id = ?", {id});
    db.execute("DELETE FROM post_edit WHERE post_id = ?", {id});
    // Files of ours stay for a while from now on, as "delete and redraft" attaches them to the next post.
    db.execute("DELETE FROM media WHERE post_id = ? AND store_key = ''", {id});
    db.execute("UPDATE media SET post_id = NULL, created_at = ? WHERE post_id = ?", {now, id});
    db.execute("UPDATE post SET deleted_at = ? WHERE reblog_of_id = ? AND deleted_at IS NULL", {now, id});
    db.execute(
        "UPDATE post SET deleted_at = ?, content = '', source = '', spoiler_text = '', extra = '', url = '' "
        "WHERE id = ?",
        {now, id});
    leave_conversations(db, id);
    refresh_post_counts(db, id);
}

void insert_edit(sql::Connection& db, PostId id, const model::PostEdit& edit) {
    db.execute("INSERT INTO post_edit (post_id, content, spoiler_text, sensitive, created_at) VALUES (?, ?, ?, ?, ?)",
               {id, edit.content, edit.spoiler_text, edit.sensitive, edit.created_at});
}

std::vector<model::PostEdit> edits_of(sql::Connection& db, PostId id) {
    return db.all("SELECT content, spoiler_text, sensitive, created_at FROM post_edit WHERE post_id = ? ORDER BY id",
                  {id}, [](const sql::Row& row) {
                      return model::PostEdit{row.string(0), row.string(1), row.flag(2), row.time(3)};
                  });
}

void refresh_post_counts(sql::Connection& db, PostId id) {
    // Whoever counts holds the row first, in a statement of its own: the one that counts then sees what the others did.
    db.exists("SELECT post_id FROM post_stats WHERE post_id = ? {{for_update}}", {id});
    db.execute(
        "UPDATE post_stats SET "
        "replies_count = (SELECT COUNT(*) FROM post WHERE in_reply_to_id = ? AND deleted_at IS NULL AND visibility <= "
        "1), "
        "reblogs_count = (SELECT COUNT(*) FROM post WHERE reblog_of_id = ? AND deleted_at IS NULL), "
        "favourites_count = (SELECT COUNT(*) FROM favourite WHERE post_id = ?) WHERE post_id = ?",
        {id, id, id, id});
}

std::vector<PostId> ancestors_of(sql::Connection& db, PostId id, int limit) {
    auto ids = db.all(
        "WITH RECURSIVE chain (id, parent, depth) AS ("
        "SELECT id, in_reply_to_id, 0 FROM post WHERE id = ? UNION ALL "
        "SELECT p.id, p.in_reply_to_id, c.depth + 1 FROM post p JOIN chain c ON p.id = c.parent WHERE c.depth < ?) "
        "SELECT id FROM chain WHERE depth > 0 ORDER BY depth DESC",
        {id, limit}, first_id);
    return ids;
}

std::vector<PostId> descendants_of(sql::Connection& db, PostId id, int limit) {
    return db.all(
        "SELECT id FROM post WHERE thread_id = (SELECT thread_id FROM post WHERE id = ?) AND id > ? AND id <> ? "
        "AND deleted_at IS NULL ORDER BY id LIMIT ?",
        {id, id.value - clock_slack, id, std::max(limit, 0)}, first_id);
}

std::vector<AccountId> involved_accounts(sql::Connection& db, PostId id) {
    return db.all(
        "SELECT a.id FROM account a WHERE a.domain <> '' AND a.id IN ("
        "SELECT account_id FROM favourite WHERE post_id = ? UNION "
        "SELECT account_id FROM post WHERE reblog_of_id = ? AND deleted_at IS NULL UNION "
        "SELECT account_id FROM post WHERE in_reply_to_id = ? UNION "
        "SELECT account_id FROM mention WHERE post_id = ? UNION "
        "SELECT in_reply_to_account_id FROM post WHERE id = ?)",
        {id, id, id, id, id}, [](const sql::Row& row) { return row.id<AccountId>(0); });
}

std::optional<PostId> find_idempotent(sql::Connection& db, AccountId account, std::string_view key,
                                      Timestamp newer_than) {
    return db.one("SELECT post_id FROM idempotency WHERE account_id = ? AND idempotency_key = ? AND created_at > ?",
                  {account, key, newer_than}, first_id);
}

bool put_idempotent(sql::Connection& db, AccountId account, std::string_view key, PostId post, Timestamp now,
                    Timestamp newer_than) {
    db.execute("DELETE FROM idempotency WHERE created_at < ?", {now - idempotency_kept});
    return db.execute(
               "INSERT INTO idempotency (account_id, idempotency_key, post_id, created_at) VALUES (?, ?, ?, ?) "
               "ON CONFLICT (account_id, idempotency_key) DO UPDATE SET post_id = excluded.post_id, "
               "created_at = excluded.created_at WHERE idempotency.created_at <= ?",
               {account, key, post, now, newer_than}) > 0;
}

void put_tombstone(sql::Connection& db, std::string_view uri, std::string_view actor_uri, std::string_view former_type,
                   Timestamp now) {
    db.execute(
        "INSERT INTO tombstone (uri, actor_uri, former_type, deleted_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        {uri, actor_uri, former_type, now});
}

void purge_foreign_tombstones(sql::Connection& db, std::string_view own_prefix, Timestamp before) {
    db.execute("DELETE FROM tombstone WHERE deleted_at < ? AND substr(actor_uri, 1, CAST(? AS INTEGER)) <> ?",
               {before, static_cast<std::int64_t>(own_prefix.size()), own_prefix});
}

std::optional<Tombstone> find_tombstone(sql::Connection& db, std::string_view uri) {
    return db.one("SELECT uri, actor_uri, former_type, deleted_at FROM tombstone WHERE uri = ?", {uri},
                  [](const sql::Row& row) {
                      return Tombstone{row.string(0), row.string(1), row.string(2), row.time(3)};
                  });
}

Arriving look_for_arriving(sql::Connection& db, std::string_view uri, AccountId author) {
    static const std::string post_by_uri = select_post + "WHERE p.uri = ? AND p.deleted_at IS NULL";
    Arriving found;
    db.run_all({{post_by_uri, {uri}, [&found](const sql::Row& row) { found.known = read_post(row); }},
                {"SELECT 1 FROM tombstone WHERE uri = ?", {uri}, [&found](const sql::Row&) { found.deleted = true; }},
                {"SELECT 1 FROM follow WHERE target_id = ? AND local = 1 AND accepted = 1 LIMIT 1",
                 {author},
                 [&found](const sql::Row&) { found.followed = true; }}});
    return found;
}

}  // namespace collegium::repo
