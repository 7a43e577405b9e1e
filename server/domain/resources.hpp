// Resource shares: a record of what it is (pln-domain.md 3.1), carried by a post.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "as2/learning_resource.hpp"
#include "domain/context.hpp"
#include "domain/timelines.hpp"
#include "storage/model/learning.hpp"
#include "storage/repo/resources.hpp"

namespace collegium::domain {

struct ResourceDraft {
    AccountId author;
    AppId app;
    as2::LearningResource record;  // title, licence and a link or files are required
    std::vector<MediaId> files;    // uploaded by the author
    model::Visibility visibility = model::Visibility::public_;
    std::string language;
    std::string idempotency_key;
};
// A repeated idempotency key answers the first resource. Errors: unprocessable (what is missing, by name),
// not_found (media), conflict (the key was used for something else).
Result<model::Resource> create_resource(Context& context, const ResourceDraft& draft);
// Full replacement by the author; keeps the former record as a version when `version` changed. Emits an Update.
Result<model::Resource> update_resource(Context& context, AccountId author, ResourceId id, const ResourceDraft& draft);
Result<void> delete_resource(Context& context, AccountId author, ResourceId id);

struct ResourceView {
    model::Resource resource;
    as2::LearningResource record;
    PostView post;
};
// Visible to `viewer`, or not_found; gone when it was deleted.
Result<ResourceView> load_resource(Context& context, ResourceId id, AccountId viewer);
std::vector<ResourceView> load_library(Context& context, const repo::LibraryQuery& query, AccountId viewer,
                                       const model::Page& page);

// From another server, with its carrier just imported or updated.
void import_resource(Context& context, const model::Post& carrier, const as2::LearningResource& record);
// The record's values as library facets.
std::vector<model::Facet> facets_of(const as2::LearningResource& record);

}  // namespace collegium::domain
