#include "storage/repo/resources.hpp"

#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

const std::string columns =
    "r.id, r.post_id, r.account_id, r.uri, r.title, r.work_url, r.license, r.version, r.record, r.search_text, "
    "r.local, r.created_at, r.updated_at, r.deleted_at ";
const std::string select_resource = "SELECT " + columns + "FROM resource r ";

model::Resource read_resource(const sql::Row& row) {
    model::Resource resource;
    resource.id = row.id<ResourceId>(0);
    resource.post_id = row.id<PostId>(1);
    resource.account_id = row.id<AccountId>(2);
    resource.uri = row.string(3);
    resource.title = row.string(4);
    resource.work_url = row.string(5);
    resource.license = row.string(6);
    resource.version = row.string(7);
    resource.record = row.string(8);
    resource.search_text = row.string(9);
    resource.local = row.flag(10);
    resource.created_at = row.time(11);
    resource.updated_at = row.time(12);
    resource.deleted_at = row.optional_time(13);
    return resource;
}

// The condition of a library query over `resource r`, and its parameters.
std::string condition_of(const LibraryQuery& query, sql::Params& params) {
    std::string condition =
        "JOIN post p ON p.id = r.post_id JOIN account a ON a.id = r.account_id WHERE r.deleted_at IS NULL "
        "AND p.deleted_at IS NULL AND p.visibility <= 1 AND a.suspended_at IS NULL AND a.deleted_at IS NULL";
    if (query.local_only) condition += " AND r.local = 1";
    if (query.author) {
        condition += " AND r.account_id = ?";
        params.emplace_back(query.author);
    }
    for (const auto& word : query.words) {
        condition += " AND r.search_text LIKE ? ESCAPE '\\'";
        params.emplace_back(contains_pattern(word));
    }
    for (const auto& facet : query.facets) {
        condition +=
            " AND EXISTS (SELECT 1 FROM resource_facet f WHERE f.facet = ? AND f.value = ? AND f.resource_id = r.id)";
        params.emplace_back(facet.facet);
        params.emplace_back(facet.value);
    }
    return condition;
}

}  // namespace

std::optional<model::Resource> find_resource(sql::Connection& db, ResourceId id) {
    return db.one(select_resource + "WHERE r.id = ?", {id}, read_resource);
}

std::optional<model::Resource> find_resource_by_post(sql::Connection& db, PostId id) {
    return db.one(select_resource + "WHERE r.post_id = ?", {id}, read_resource);
}

std::optional<model::Resource> find_resource_by_uri(sql::Connection& db, std::string_view uri) {
    return db.one(select_resource + "WHERE r.uri = ?", {uri}, read_resource);
}

std::vector<model::Resource> find_resources_by_posts(sql::Connection& db, const std::vector<PostId>& ids) {
    if (ids.empty()) return {};
    return db.all(select_resource + "WHERE r.post_id {{in_ids}}", {ids}, read_resource);
}

bool insert_resource(sql::Connection& db, const model::Resource& resource) {
    return db.execute(
               "INSERT INTO resource (id, post_id, account_id, uri, title, work_url, license, version, record, "
               "search_text, local, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
               "ON CONFLICT DO NOTHING",
               {resource.id, resource.post_id, resource.account_id, resource.uri, resource.title, resource.work_url,
                resource.license, resource.version, resource.record, resource.search_text, resource.local,
                resource.created_at, resource.updated_at}) > 0;
}

void update_resource(sql::Connection& db, const model::Resource& resource) {
    db.execute(
        "UPDATE resource SET title = ?, work_url = ?, license = ?, version = ?, record = ?, search_text = ?, "
        "updated_at = ? WHERE id = ?",
        {resource.title, resource.work_url, resource.license, resource.version, resource.record, resource.search_text,
         resource.updated_at, resource.id});
}

void delete_resource(sql::Connection& db, ResourceId id, Timestamp now) {
    db.execute("DELETE FROM resource_facet WHERE resource_id = ?", {id});
    db.execute("DELETE FROM resource_version WHERE resource_id = ?", {id});
    db.execute("UPDATE resource SET deleted_at = ?, record = '{}', search_text = '', work_url = '' WHERE id = ?",
               {now, id});
}

void set_facets(sql::Connection& db, ResourceId id, const std::vector<model::Facet>& facets) {
    db.execute("DELETE FROM resource_facet WHERE resource_id = ?", {id});
    for (const auto& facet : facets)
        db.execute(
            "INSERT INTO resource_facet (facet, value, resource_id, label) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            {facet.facet, facet.value, id, facet.label});
}

std::vector<model::Facet> facets_of(sql::Connection& db, ResourceId id) {
    return db.all("SELECT facet, value, label FROM resource_facet WHERE resource_id = ? ORDER BY facet, value", {id},
                  [](const sql::Row& row) {
                      return model::Facet{row.string(0), row.string(1), row.string(2)};
                  });
}

void insert_version(sql::Connection& db, ResourceId id, const model::ResourceVersion& version) {
    db.execute("INSERT INTO resource_version (resource_id, version, record, created_at) VALUES (?, ?, ?, ?)",
               {id, version.version, version.record, version.created_at});
}

std::vector<model::ResourceVersion> versions_of(sql::Connection& db, ResourceId id) {
    return db.all("SELECT version, record, created_at FROM resource_version WHERE resource_id = ? ORDER BY id DESC",
                  {id}, [](const sql::Row& row) {
                      return model::ResourceVersion{row.string(0), row.string(1), row.time(2)};
                  });
}

std::vector<model::Resource> library_page(sql::Connection& db, const LibraryQuery& query, const model::Page& page) {
    sql::Params params;
    const auto condition = condition_of(query, params);
    const PageClause clause(page, "r.id");
    return clause.in_order(
        db.all(select_resource + condition + clause.sql(), clause.with(std::move(params)), read_resource));
}

LibrarySize library_size(sql::Connection& db, const LibraryQuery& query) {
    sql::Params params;
    const auto condition = condition_of(query, params);
    const auto size = db.one("SELECT COUNT(*), COUNT(DISTINCT a.domain) FROM resource r " + condition, params,
                             [](const sql::Row& row) {
                                 return LibrarySize{row.integer(0), row.integer(1)};
                             });
    return size.value_or(LibrarySize());
}

std::vector<model::FacetCount> library_facets(sql::Connection& db, const LibraryQuery& query, int limit) {
    sql::Params params;
    const auto condition = condition_of(query, params);
    params.emplace_back(limit);
    return db.all(
        "SELECT facet, value, label, n FROM (SELECT c.facet, c.value, c.label, c.n, ROW_NUMBER() OVER ("
        "PARTITION BY c.facet ORDER BY c.n DESC, c.value) AS place FROM (SELECT g.facet AS facet, g.value AS value, "
        "MAX(g.label) AS label, COUNT(*) AS n FROM resource_facet g WHERE g.resource_id IN (SELECT r.id FROM resource "
        "r " +
            condition + ") GROUP BY g.facet, g.value) c) ranked WHERE place <= ? ORDER BY facet, n DESC, value",
        params, [](const sql::Row& row) {
            return model::FacetCount{row.string(0), row.string(1), row.string(2), row.integer(3)};
        });
}

}  // namespace collegium::repo
