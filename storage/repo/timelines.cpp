#include "storage/repo/timelines.hpp"

#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

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

}  // namespace

std::vector<PostId> home_page(sql::Connection& db, AccountId account, const model::Page& page) {
    return page_of(db, "SELECT post_id FROM home_entry WHERE account_id = ?", "post_id", {account}, page);
}

std::vector<PostId> public_page(sql::Connection& db, Origin origin, const model::Page& page) {
    // Replies to others stay out, as on Mastodon; the conditions are those of the partial indexes.
    return page_of(db,
                   "SELECT p.id FROM post p WHERE p.visibility = 0 AND p.reblog_of_id IS NULL AND p.deleted_at IS NULL "
                   "AND (p.in_reply_to_id IS NULL OR p.in_reply_to_account_id = p.account_id)" +
                       origin_condition(origin),
                   "p.id", {}, page);
}

std::vector<PostId> tag_page(sql::Connection& db, std::string_view folded_tag, Origin origin,
                             const model::Page& page) {
    return page_of(db,
                   "SELECT pt.post_id FROM post_tag pt JOIN tag t ON t.id = pt.tag_id JOIN post p ON p.id = pt.post_id "
                   "WHERE t.name = ? AND p.visibility = 0 AND p.deleted_at IS NULL" +
                       origin_condition(origin),
                   "pt.post_id", {folded_tag}, page);
}

std::vector<PostId> list_page(sql::Connection& db, ListId list, const model::Page& page) {
    // What its owner's home timeline holds of the list's members.
    return page_of(db,
                   "SELECT h.post_id FROM home_entry h JOIN list l ON l.account_id = h.account_id "
                   "JOIN post p ON p.id = h.post_id "
                   "JOIN list_member m ON m.list_id = l.id AND m.account_id = p.account_id WHERE l.id = ?",
                   "h.post_id", {list}, page);
}

std::vector<PostId> account_page(sql::Connection& db, AccountId author, const AccountFilter& filter,
                                 const model::Page& page) {
    std::string select = "SELECT p.id FROM post p WHERE p.account_id = ? AND p.deleted_at IS NULL AND (p.visibility <= 1";
    sql::Params params = {author};
    if (filter.include_followers) select += " OR p.visibility = 2";
    if (filter.include_direct_to_viewer && filter.viewer) {
        select += " OR EXISTS (SELECT 1 FROM mention m WHERE m.post_id = p.id AND m.account_id = ?)";
        params.emplace_back(filter.viewer);
    }
    select += ")";
    if (filter.exclude_reblogs || filter.only_media) select += " AND p.reblog_of_id IS NULL";
    if (filter.exclude_replies)
        select += " AND (p.in_reply_to_uri = '' OR p.in_reply_to_account_id = p.account_id)";
    if (filter.only_media) select += " AND EXISTS (SELECT 1 FROM media md WHERE md.post_id = p.id)";
    if (!filter.tagged.empty()) {
        select += " AND p.id IN (SELECT pt.post_id FROM post_tag pt JOIN tag t ON t.id = pt.tag_id WHERE t.name = ?)";
        params.emplace_back(filter.tagged);
    }
    return page_of(db, select, "p.id", params, page);
}

std::vector<PostId> outbox_page(sql::Connection& db, AccountId author, const model::Page& page) {
    return page_of(db, "SELECT id FROM post WHERE account_id = ? AND deleted_at IS NULL AND visibility <= 1", "id",
                   {author}, page);
}

std::int64_t outbox_size(sql::Connection& db, AccountId author) {
    return db.number("SELECT COUNT(*) FROM post WHERE account_id = ? AND deleted_at IS NULL AND visibility <= 1",
                     {author})
        .value_or(0);
}

void add_to_home(sql::Connection& db, const std::vector<AccountId>& owners, PostId post) {
    if (owners.empty()) return;
    db.execute(
        "INSERT INTO home_entry (account_id, post_id) SELECT a.id, p.id FROM account a, post p "
        "WHERE p.id = ? AND a.id IN {{ids}} ON CONFLICT DO NOTHING",
        {post, owners});
}

void fill_home(sql::Connection& db, AccountId owner, AccountId author, int limit) {
    db.execute(
        "INSERT INTO home_entry (account_id, post_id) SELECT a.id, n.id FROM account a, "
        "(SELECT id FROM post WHERE account_id = ? AND deleted_at IS NULL AND visibility <= 2 "
        "AND (in_reply_to_id IS NULL OR in_reply_to_account_id = account_id) ORDER BY id DESC LIMIT ?) n "
        "WHERE a.id = ? ON CONFLICT DO NOTHING",
        {author, limit, owner});
}

void drop_from_home(sql::Connection& db, AccountId owner, AccountId author) {
    db.execute(
        "DELETE FROM home_entry WHERE account_id = ? AND post_id IN (SELECT id FROM post WHERE account_id = ?)",
        {owner, author});
}

void trim_home(sql::Connection& db, AccountId owner, int keep) {
    db.execute(
        "DELETE FROM home_entry WHERE account_id = ? AND post_id < (SELECT MIN(post_id) FROM (SELECT post_id "
        "FROM home_entry WHERE account_id = ? ORDER BY post_id DESC LIMIT ?) newest)",
        {owner, owner, keep});
}

}  // namespace collegium::repo
