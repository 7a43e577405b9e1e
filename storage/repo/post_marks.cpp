// What people do with posts (storage/repo/posts.hpp): favourites, bookmarks, and who did.
#include "storage/repo/page.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::repo {
namespace {

std::vector<PostRow> post_rows(sql::Connection& db, const std::string& select, const sql::Params& params,
                               const model::Page& page) {
    const PageClause clause(page, "id");
    return clause.in_order(db.all(select + clause.sql(), clause.with(params), [](const sql::Row& row) {
        return PostRow{row.integer(0), row.id<PostId>(1)};
    }));
}

std::vector<AccountRow> account_rows(sql::Connection& db, const std::string& select, const sql::Params& params,
                                     const model::Page& page) {
    const PageClause clause(page, "id");
    return clause.in_order(db.all(select + clause.sql(), clause.with(params), [](const sql::Row& row) {
        return AccountRow{row.integer(0), row.id<AccountId>(1)};
    }));
}

}  // namespace

sql::Query marks_query(AccountId viewer, const std::vector<PostId>& ids, std::unordered_map<PostId, Marks>& marks) {
    return {
        "SELECT 0, post_id FROM favourite WHERE account_id = ? AND post_id {{in_ids}} UNION ALL "
        "SELECT 1, reblog_of_id FROM post WHERE account_id = ? AND reblog_of_id {{in_ids}} AND deleted_at IS NULL "
        "UNION ALL SELECT 2, post_id FROM bookmark WHERE account_id = ? AND post_id {{in_ids}}",
        {viewer, ids, viewer, ids, viewer, ids},
        [&marks](const sql::Row& row) {
            auto& mark = marks[row.id<PostId>(1)];
            (row.integer(0) == 0 ? mark.favourited : row.integer(0) == 1 ? mark.reblogged : mark.bookmarked) = true;
        }};
}

std::unordered_map<PostId, Marks> marks_of(sql::Connection& db, AccountId viewer, const std::vector<PostId>& ids) {
    std::unordered_map<PostId, Marks> marks;
    if (!ids.empty()) db.run(marks_query(viewer, ids, marks));
    return marks;
}

bool insert_favourite(sql::Connection& db, AccountId account, PostId post, std::string_view uri, Timestamp now) {
    return db.execute(
               "INSERT INTO favourite (account_id, post_id, uri, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO "
               "NOTHING",
               {account, post, uri, now}) > 0;
}

std::optional<std::string> delete_favourite(sql::Connection& db, AccountId account, PostId post) {
    return db.one("DELETE FROM favourite WHERE account_id = ? AND post_id = ? RETURNING uri", {account, post},
                  [](const sql::Row& row) { return row.string(0); });
}

bool insert_bookmark(sql::Connection& db, AccountId account, PostId post, Timestamp now) {
    return db.execute("INSERT INTO bookmark (account_id, post_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                      {account, post, now}) > 0;
}

bool delete_bookmark(sql::Connection& db, AccountId account, PostId post) {
    return db.execute("DELETE FROM bookmark WHERE account_id = ? AND post_id = ?", {account, post}) > 0;
}

std::vector<PostRow> favourites_page(sql::Connection& db, AccountId account, const model::Page& page) {
    return post_rows(db, "SELECT id, post_id FROM favourite WHERE account_id = ?", {account}, page);
}

std::vector<PostRow> bookmarks_page(sql::Connection& db, AccountId account, const model::Page& page) {
    return post_rows(db, "SELECT id, post_id FROM bookmark WHERE account_id = ?", {account}, page);
}

std::vector<AccountRow> favourited_by_page(sql::Connection& db, PostId post, const model::Page& page) {
    return account_rows(db, "SELECT id, account_id FROM favourite WHERE post_id = ?", {post}, page);
}

std::vector<AccountRow> reblogged_by_page(sql::Connection& db, PostId post, const model::Page& page) {
    return account_rows(
        db, "SELECT id, account_id FROM post WHERE reblog_of_id = ? AND deleted_at IS NULL AND visibility <= 1", {post},
        page);
}

}  // namespace collegium::repo
