// What hangs on a post (storage/repo/posts.hpp): mentions, tags, media.
#include <algorithm>
#include <map>

#include "core/json.hpp"
#include "core/strings.hpp"
#include "storage/repo/page.hpp"
#include "storage/repo/posts.hpp"

namespace collegium::repo {
namespace {

const std::string select_media =
    "SELECT id, account_id, post_id, position, kind, mime_type, file_name, store_key, token, remote_url, description, "
    "size, sha256, width, height, blurhash, created_at FROM media ";

model::Media read_media(const sql::Row& row) {
    model::Media media;
    media.id = row.id<MediaId>(0);
    media.account_id = row.id<AccountId>(1);
    media.post_id = row.id<PostId>(2);
    media.position = static_cast<int>(row.integer(3));
    media.kind = row.as<model::MediaKind>(4);
    media.mime_type = row.string(5);
    media.file_name = row.string(6);
    media.store_key = row.string(7);
    media.token = row.string(8);
    media.remote_url = row.string(9);
    media.description = row.string(10);
    media.size = row.integer(11);
    media.sha256 = row.string(12);
    media.width = static_cast<int>(row.integer(13));
    media.height = static_cast<int>(row.integer(14));
    media.blurhash = row.string(15);
    media.created_at = row.time(16);
    return media;
}

model::Tag read_tag(const sql::Row& row, int first) {
    return {row.id<TagId>(first), row.string(first + 1), row.string(first + 2)};
}

}  // namespace

void set_mentions(sql::Connection& db, PostId id, const std::vector<model::Mention>& mentions) {
    db.post("DELETE FROM mention WHERE post_id = ?", {id});
    for (const auto& mention : mentions)
        db.post("INSERT INTO mention (post_id, account_id, silent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                {id, mention.account_id, mention.silent});
}

sql::Query mentions_query(const std::vector<PostId>& ids, std::vector<model::Mention>& found) {
    return sql::collect(
        found,
        "SELECT m.post_id, m.account_id, m.silent, a.username, a.domain, a.uri, a.url FROM mention m "
        "JOIN account a ON a.id = m.account_id WHERE m.post_id {{in_ids}} ORDER BY m.post_id, m.account_id",
        {ids}, [](const sql::Row& row) {
            return model::Mention{row.id<PostId>(0), row.id<AccountId>(1), row.flag(2),  row.string(3),
                                  row.string(4),     row.string(5),        row.string(6)};
        });
}

std::vector<model::Mention> mentions_of(sql::Connection& db, const std::vector<PostId>& ids) {
    std::vector<model::Mention> found;
    if (!ids.empty()) db.run(mentions_query(ids, found));
    return found;
}

bool is_mentioned(sql::Connection& db, PostId id, AccountId account) {
    return db.exists("SELECT 1 FROM mention WHERE post_id = ? AND account_id = ?", {id, account});
}

void set_tags(sql::Connection& db, PostId id, const std::vector<std::string>& names) {
    db.post("DELETE FROM post_tag WHERE post_id = ?", {id});
    // In order of names, so that two transactions that make the same tags do not wait for each other in a circle.
    std::map<std::string, std::string> wanted;
    for (const auto& name : names) wanted.emplace(strings::fold(name), name);
    if (wanted.empty()) return;
    json::Writer list;
    list.begin_array();
    for (const auto& [name, display_name] : wanted) {
        db.post(
            "INSERT INTO tag (name, display_name) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM tag WHERE name = ?) "
            "ON CONFLICT DO NOTHING",
            {name, display_name, name});
        list.value(name);
    }
    list.end_array();
    db.post(
        "INSERT INTO post_tag (tag_id, post_id) SELECT id, ? FROM tag WHERE name IN {{texts}} ON CONFLICT DO NOTHING",
        {id, list.take()});
}

sql::Query tags_query(const std::vector<PostId>& ids, std::vector<PostTag>& found) {
    return sql::collect(
        found,
        "SELECT pt.post_id, t.id, t.name, t.display_name FROM post_tag pt JOIN tag t ON t.id = pt.tag_id "
        "WHERE pt.post_id {{in_ids}} ORDER BY pt.post_id, t.id",
        {ids}, [](const sql::Row& row) {
            return PostTag{row.id<PostId>(0), read_tag(row, 1)};
        });
}

std::vector<PostTag> tags_of(sql::Connection& db, const std::vector<PostId>& ids) {
    std::vector<PostTag> found;
    if (!ids.empty()) db.run(tags_query(ids, found));
    return found;
}

std::vector<model::Tag> search_tags(sql::Connection& db, std::string_view prefix, int limit, int offset) {
    return db.all("SELECT id, name, display_name FROM tag WHERE name >= ? AND name < ? ORDER BY name LIMIT ? OFFSET ?",
                  {prefix, after_prefix(prefix), std::max(limit, 0), std::max(offset, 0)},
                  [](const sql::Row& row) { return read_tag(row, 0); });
}

std::optional<model::Tag> find_tag(sql::Connection& db, std::string_view folded_name) {
    return db.one("SELECT id, name, display_name FROM tag WHERE name = ?", {folded_name},
                  [](const sql::Row& row) { return read_tag(row, 0); });
}

void insert_media(sql::Connection& db, const model::Media& media) {
    db.post(
        "INSERT INTO media (id, account_id, post_id, position, kind, mime_type, file_name, store_key, token, "
        "remote_url, description, size, sha256, width, height, blurhash, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {media.id, media.account_id, media.post_id, media.position, media.kind, media.mime_type, media.file_name,
         media.store_key, media.token, media.remote_url, media.description, media.size, media.sha256, media.width,
         media.height, media.blurhash, media.created_at});
}

void update_media(sql::Connection& db, const model::Media& media) {
    db.execute(
        "UPDATE media SET kind = ?, mime_type = ?, file_name = ?, store_key = ?, token = ?, remote_url = ?, "
        "description = ?, size = ?, sha256 = ?, width = ?, height = ?, blurhash = ? WHERE id = ?",
        {media.kind, media.mime_type, media.file_name, media.store_key, media.token, media.remote_url,
         media.description, media.size, media.sha256, media.width, media.height, media.blurhash, media.id});
}

std::optional<model::Media> find_media(sql::Connection& db, MediaId id) {
    return db.one(select_media + "WHERE id = ?", {id}, read_media);
}

std::optional<model::Media> find_media_by_token(sql::Connection& db, std::string_view token) {
    return db.one(select_media + "WHERE token = ? AND token <> ''", {token}, read_media);
}

sql::Query media_query(const std::vector<PostId>& ids, std::vector<model::Media>& found) {
    static const std::string text = select_media + "WHERE post_id {{in_ids}} ORDER BY post_id, position, id";
    return sql::collect(found, text, {ids}, read_media);
}

std::vector<model::Media> media_of(sql::Connection& db, const std::vector<PostId>& ids) {
    std::vector<model::Media> found;
    if (!ids.empty()) db.run(media_query(ids, found));
    return found;
}

int attach_media(sql::Connection& db, PostId id, AccountId owner, const std::vector<MediaId>& media) {
    db.execute("UPDATE media SET post_id = NULL WHERE post_id = ?", {id});
    int position = 0;
    for (auto media_id : media) {
        const auto attached =
            db.execute("UPDATE media SET post_id = ?, position = ? WHERE id = ? AND account_id = ? AND post_id IS NULL",
                       {id, position, media_id, owner});
        if (attached > 0) ++position;
    }
    return position;
}

void delete_media_of(sql::Connection& db, PostId id) {
    db.post("DELETE FROM media WHERE post_id = ?", {id});
}

}  // namespace collegium::repo
