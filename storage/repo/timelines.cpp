#include "storage/repo/timelines.hpp"

#include <algorithm>

#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

// Public and unlisted posts, public reblogs.
const std::string in_outbox =
    "account_id = ? AND deleted_at IS NULL AND visibility <= 1 AND (reblog_of_id IS NULL OR visibility = 0)";

PostId first_id(const sql::Row& row) {
    return row.id<PostId>(0);
}

std::vector<PostId> page_of(sql::Connection& db, const std::string& select, std::string_view column,
                            const sql::Params& params, const model::Page& page) {
    const PageClause clause(page, column);
    return clause.in_order(db.all(select + clause.sql(), clause.with(params), first_id));
}

std::string origin_condition(Origin origin) {
    switch (origin) {
        case Origin::all: return "";
        case Origin::local: return " AND p.local = 1";
        case Origin::remote: return " AND p.local = 0";
    }
    return "";
}

// Counted, since EXISTS could become a join that begins at the files.
std::string attached_condition(Attached attached, std::string_view post_id) {
    switch (attached) {
        case Attached::anything: return "";
        case Attached::media:
            return " AND (SELECT COUNT(*) FROM media md WHERE md.post_id = " + std::string(post_id) + ") > 0";
    }
    return "";
}

constexpr std::string_view tag_count =
    " AND (SELECT COUNT(*) FROM post_tag o WHERE o.tag_id = (SELECT id FROM tag WHERE name = ?) "
    "AND o.post_id = pt.post_id)";

// Pages of the same kind become one: newest first, of the end that the page begins at.
void merge(std::vector<PostId>& ids, const model::Page& page) {
    const auto newer = [](PostId left, PostId right) { return left.value > right.value; };
    std::sort(ids.begin(), ids.end(), newer);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const auto limit = static_cast<std::size_t>(std::max(page.limit, 0));
    if (ids.size() <= limit) return;
    const auto extra = static_cast<std::ptrdiff_t>(ids.size() - limit);
    if (page.min_id != 0)
        ids.erase(ids.begin(), ids.begin() + extra);
    else
        ids.erase(ids.end() - extra, ids.end());
}

}  // namespace

std::vector<PostId> home_page(sql::Connection& db, AccountId account, const model::Page& page) {
    return page_of(db, "SELECT post_id FROM home_entry WHERE account_id = ?", "post_id", {account}, page);
}

std::vector<PostId> public_page(sql::Connection& db, Origin origin, const model::Page& page, Attached attached) {
    // Replies to others stay out, as on Mastodon; the conditions are those of the partial indexes.
    return page_of(db,
                   "SELECT p.id FROM post p WHERE p.visibility = 0 AND p.reblog_of_id IS NULL AND p.deleted_at IS NULL "
                   "AND (p.in_reply_to_id IS NULL OR p.in_reply_to_account_id = p.account_id)" +
                       origin_condition(origin) + attached_condition(attached, "p.id"),
                   "p.id", {}, page);
}

std::vector<PostId> tag_page(sql::Connection& db, std::string_view folded_tag, Origin origin, const model::Page& page,
                             const TagFilter& filter) {
    // A subquery, since PostgreSQL would merge the tag's posts with all posts, from the newest down.
    std::string select =
        "SELECT pt.post_id FROM post_tag pt WHERE pt.tag_id = (SELECT id FROM tag WHERE name = ?) "
        "AND (SELECT p.visibility FROM post p WHERE p.id = pt.post_id AND p.deleted_at IS NULL" +
        origin_condition(origin) + ") = 0" + attached_condition(filter.attached, "pt.post_id");
    sql::Params params = {folded_tag};
    for (const auto& [names, times] : {std::pair(&filter.all, " = 1"), std::pair(&filter.none, " = 0")}) {
        for (const auto& name : *names) {
            select += std::string(tag_count) + times;
            params.emplace_back(name);
        }
    }
    auto ids = page_of(db, select, "pt.post_id", params, page);
    for (const auto& other : filter.any) {
        params.front() = sql::Param(other);
        const auto more = page_of(db, select, "pt.post_id", params, page);
        ids.insert(ids.end(), more.begin(), more.end());
    }
    if (!filter.any.empty()) merge(ids, page);
    return ids;
}

std::vector<PostId> list_page(sql::Connection& db, ListId list, const model::Page& page) {
    // What its owner's home timeline holds of the list's members; replies to others as the list wants them. The
    // list is read in subqueries: as a table of the join it tempts planners to sort the whole timeline.
    return page_of(
        db,
        "SELECT h.post_id FROM home_entry h CROSS JOIN post p "
        "WHERE h.account_id = (SELECT account_id FROM list WHERE id = ?) AND p.id = h.post_id "
        "AND p.deleted_at IS NULL "
        "AND EXISTS (SELECT 1 FROM list_member m WHERE m.list_id = ? AND m.account_id = p.account_id) "
        "AND (p.in_reply_to_uri = '' OR p.in_reply_to_account_id IN (p.account_id, h.account_id) "
        "OR (SELECT replies_policy FROM list WHERE id = ?) = 'followed' "
        "OR ((SELECT replies_policy FROM list WHERE id = ?) = 'list' AND EXISTS (SELECT 1 FROM list_member m "
        "WHERE m.list_id = ? AND m.account_id = p.in_reply_to_account_id)))",
        "h.post_id", {list, list, list, list, list}, page);
}

std::vector<PostId> account_page(sql::Connection& db, AccountId author, const AccountFilter& filter,
                                 const model::Page& page) {
    // The author sees everything; others what the filter lets through, and what they were addressed in.
    std::string select =
        "SELECT p.id FROM post p WHERE p.account_id = ? AND p.deleted_at IS NULL AND (p.visibility <= 1";
    sql::Params params = {author};
    if (filter.viewer == author) select += " OR p.visibility <= 3";
    if (filter.include_followers) select += " OR p.visibility = 2";
    if (filter.include_direct_to_viewer && filter.viewer) {
        select += " OR EXISTS (SELECT 1 FROM mention m WHERE m.post_id = p.id AND m.account_id = ?)";
        params.emplace_back(filter.viewer);
    }
    select += ")";
    if (filter.exclude_reblogs || filter.only_media) select += " AND p.reblog_of_id IS NULL";
    if (filter.exclude_replies) select += " AND (p.in_reply_to_uri = '' OR p.in_reply_to_account_id = p.account_id)";
    if (filter.only_media) select += " AND EXISTS (SELECT 1 FROM media md WHERE md.post_id = p.id)";
    if (!filter.tagged.empty()) {
        select += " AND p.id IN (SELECT pt.post_id FROM post_tag pt JOIN tag t ON t.id = pt.tag_id WHERE t.name = ?)";
        params.emplace_back(filter.tagged);
    }
    return page_of(db, select, "p.id", params, page);
}

std::vector<PostId> outbox_page(sql::Connection& db, AccountId author, const model::Page& page) {
    return page_of(db, "SELECT id FROM post WHERE " + in_outbox, "id", {author}, page);
}

std::int64_t outbox_size(sql::Connection& db, AccountId author) {
    return db.number("SELECT COUNT(*) FROM post WHERE " + in_outbox, {author}).value_or(0);
}

void add_to_home(sql::Connection& db, const std::vector<AccountId>& owners, PostId post) {
    if (owners.empty()) return;
    db.post(
        "INSERT INTO home_entry (account_id, post_id) SELECT id, ? FROM account WHERE id {{in_ids}} AND domain = '' "
        "ON CONFLICT DO NOTHING",
        {post, owners});
}

void fill_home(sql::Connection& db, AccountId owner, AccountId author, int limit) {
    // The rules of distribution: replies only to whom the owner follows too, reblogs only when wanted.
    db.execute(
        "INSERT INTO home_entry (account_id, post_id) SELECT ?, p.id FROM post p WHERE p.account_id = ? "
        "AND p.deleted_at IS NULL AND p.visibility <= 2 "
        "AND (p.in_reply_to_uri = '' OR p.in_reply_to_account_id = p.account_id OR p.in_reply_to_account_id = ? "
        "OR EXISTS (SELECT 1 FROM follow f WHERE f.account_id = ? AND f.target_id = p.in_reply_to_account_id "
        "AND f.accepted = 1)) "
        "AND (p.reblog_of_id IS NULL OR NOT EXISTS (SELECT 1 FROM follow f WHERE f.account_id = ? "
        "AND f.target_id = p.account_id AND f.show_reblogs = 0)) "
        "ORDER BY p.id DESC LIMIT ? ON CONFLICT DO NOTHING",
        {owner, author, owner, owner, owner, std::max(limit, 0)});
}

void drop_from_home(sql::Connection& db, AccountId owner, AccountId author) {
    // Not EXISTS, which PostgreSQL turns into a walk through all of the author's posts.
    db.execute(
        "DELETE FROM home_entry WHERE account_id = ? AND "
        "(SELECT p.account_id FROM post p WHERE p.id = home_entry.post_id) = ?",
        {owner, author});
}

void trim_home(sql::Connection& db, AccountId owner, int keep) {
    db.execute(
        "DELETE FROM home_entry WHERE account_id = ? AND post_id <= (SELECT h.post_id FROM home_entry h "
        "WHERE h.account_id = ? ORDER BY h.post_id DESC LIMIT 1 OFFSET ?)",
        {owner, owner, std::max(keep, 0)});
}

}  // namespace collegium::repo
