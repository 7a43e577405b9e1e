#include "storage/repo/media_files.hpp"

#include "core/json.hpp"

namespace collegium::repo {

int delete_detached_media(sql::Connection& db, Timestamp before, int limit) {
    return static_cast<int>(
        db.execute("DELETE FROM media WHERE id IN (SELECT id FROM media WHERE post_id IS NULL AND store_key <> '' "
                   "AND created_at < ? ORDER BY created_at LIMIT ?) AND post_id IS NULL",
                   {before, limit}));
}

std::set<std::string> named_files(sql::Connection& db, const std::vector<std::string>& keys) {
    json::Array list(keys.begin(), keys.end());
    std::set<std::string> named;
    db.each("SELECT DISTINCT store_key FROM media WHERE store_key <> '' AND store_key IN {{texts}}",
            {json::dump(json::Value(std::move(list)))}, [&named](const sql::Row& row) { named.insert(row.string(0)); });
    return named;
}

}  // namespace collegium::repo
