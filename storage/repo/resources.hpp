// Learning resources, their facets and versions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/learning.hpp"
#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

std::optional<model::Resource> find_resource(sql::Connection& db, ResourceId id);
std::optional<model::Resource> find_resource_by_post(sql::Connection& db, PostId id);
std::optional<model::Resource> find_resource_by_uri(sql::Connection& db, std::string_view uri);
std::vector<model::Resource> find_resources_by_posts(sql::Connection& db, const std::vector<PostId>& ids);
bool insert_resource(sql::Connection& db, const model::Resource& resource);
void update_resource(sql::Connection& db, const model::Resource& resource);
// Withdrawn from the library; its carrier post is deleted by the caller.
void delete_resource(sql::Connection& db, ResourceId id, Timestamp now);

void set_facets(sql::Connection& db, ResourceId id, const std::vector<model::Facet>& facets);
std::vector<model::Facet> facets_of(sql::Connection& db, ResourceId id);
void insert_version(sql::Connection& db, ResourceId id, const model::ResourceVersion& version);
std::vector<model::ResourceVersion> versions_of(sql::Connection& db, ResourceId id);

struct LibraryQuery {
    std::vector<std::string> words;    // folded; all must occur
    std::vector<model::Facet> facets;  // all must match (facet and value)
    AccountId author;                  // none: anyone
    bool local_only = false;
};
// Only resources whose carrier is public (or unlisted), newest first.
std::vector<model::Resource> library_page(sql::Connection& db, const LibraryQuery& query, const model::Page& page);
// How many resources match, and from how many institutions they come.
struct LibrarySize {
    std::int64_t resources = 0;
    std::int64_t institutions = 0;
};
LibrarySize library_size(sql::Connection& db, const LibraryQuery& query);
// How many resources each value of each facet has under the query, most first, at most `limit` per facet.
std::vector<model::FacetCount> library_facets(sql::Connection& db, const LibraryQuery& query, int limit);

}  // namespace collegium::repo
