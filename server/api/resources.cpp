// Resource shares over REST (design section 8): metadata in schema.org's names, the carrier as a Status.
#include "domain/resources.hpp"

#include <algorithm>
#include <array>

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"
#include "storage/repo/resources.hpp"

namespace collegium::api {
namespace {

constexpr std::array own_names = {"id",  "type",    "@type",   "@context",    "name",
                                  "url", "license", "version", "description", "mainEntityOfPage"};
constexpr std::array facet_names = {"kind", "subject", "level", "language", "license", "audience", "educational_use"};

void write_resource(json::Writer& writer, const domain::Context& context, const domain::ResourceView& view,
                    AccountId viewer) {
    const auto& row = view.resource;
    writer.begin_object();
    writer.field("id", row.id.text());
    writer.field("title", row.title);
    writer.field("url", row.work_url.empty() ? view.post.post.url : row.work_url);
    writer.field("page", view.post.post.url);
    writer.field("uri", row.uri);
    writer.field("license", row.license);
    writer.field("version", row.version);
    writer.field("description", view.record.description);
    writer.field("local", row.local);
    writer.field("created_at", format_rfc3339(row.created_at));
    writer.field("updated_at", format_rfc3339(row.updated_at));
    const auto record = as2::to_json_ld(view.record, as2::LdForm::embedded);
    for (const auto& [name, value] : record.members()) {
        if (std::find(own_names.begin(), own_names.end(), name) != own_names.end()) continue;
        writer.key(name).value(value);
    }
    writer.key("author");
    write_account(writer, context, *view.post.author);
    writer.key("status");
    write_status(writer, context, view.post, viewer);
    writer.end_object();
}

Reply resource_reply(domain::Context& context, ResourceId id, AccountId viewer) {
    auto view = domain::load_resource(context, id, viewer);
    if (!view) return view.error();
    json::Writer writer;
    write_resource(writer, context, *view, viewer);
    return json_reply(writer);
}

// A disclosure by its plain name, {kind, party, note}, in the words of the wire (pln-domain.md 3.1.5).
void name_disclosure(json::Value& tree) {
    const json::Value told = tree["disclosure"];
    if (told.is_null() || tree.contains("pln:disclosure")) return;
    tree.set("pln:disclosure", told);
    const auto& party = told["party"];
    if (!tree.contains("sponsor") && party.is_string())
        tree.set("sponsor", json::Value::object({{"type", "Organization"}, {"name", party}}));
}

Result<domain::ResourceDraft> read_draft(const http::Request& request, const Viewer& viewer) {
    domain::ResourceDraft draft;
    draft.author = viewer.id();
    draft.app = viewer.token.app_id;
    draft.idempotency_key = idempotency_key(request);
    auto tree = request.parameters();
    const auto title = text_or(request, "title", text_or(request, "name"));
    const auto url = text_or(request, "url");
    const auto license = text_or(request, "license");
    if (strings::trim(title).empty()) return Error(Errc::unprocessable, "Validation failed: Title can't be blank");
    for (const char* name : {"url", "title", "id", "@id", "license", "access_token"}) tree.erase(name);
    tree.set("name", title);
    name_disclosure(tree);
    COLLEGIUM_TRY(draft.record, as2::parse_learning_resource(tree));
    draft.record.work_url = std::string(strings::trim(url));
    draft.record.license = std::string(strings::trim(license));
    draft.record.description = text_or(request, "description");
    draft.record.files.clear();  // files are what was uploaded, not what is claimed
    draft.files = ids_parameter<MediaId>(request, "media_ids", 11);
    draft.language = text_or(request, "language", viewer.member.default_language);
    COLLEGIUM_TRY(draft.visibility, visibility_parameter(request, viewer.member.default_visibility));
    return draft;
}

Reply create(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:statuses");
    if (!viewer) return viewer.error();
    auto draft = read_draft(request, *viewer);
    if (!draft) return draft.error();
    auto resource = domain::create_resource(context, *draft);
    if (!resource) return resource.error();
    return resource_reply(context, resource->id, viewer->id());
}

Reply update(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ResourceId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    auto draft = read_draft(request, subject->viewer);
    if (!draft) return draft.error();
    auto resource = domain::update_resource(context, subject->viewer.id(), subject->id, *draft);
    if (!resource) return resource.error();
    return resource_reply(context, resource->id, subject->viewer.id());
}

Reply remove(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ResourceId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    auto view = domain::load_resource(context, subject->id, subject->viewer.id());
    if (!view) return view.error();
    auto deleted = domain::delete_resource(context, subject->viewer.id(), subject->id);
    if (!deleted) return deleted.error();
    json::Writer writer;
    write_resource(writer, context, *view, subject->viewer.id());
    return json_reply(writer);
}

Reply show(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto id = id_in_path<ResourceId>(request);
    if (!id) return id.error();
    return resource_reply(context, *id, *viewer);
}

repo::LibraryQuery read_query(const http::Request& request) {
    repo::LibraryQuery query;
    const auto folded = strings::fold(text_or(request, "q"));
    for (auto word : strings::words(folded))
        if (query.words.size() < 8) query.words.emplace_back(word);
    for (const char* facet : facet_names)
        for (const auto& value : texts_parameter(request, facet))
            if (!value.empty()) query.facets.push_back({facet, strings::fold(value), ""});
    if (auto author = parse_id<AccountId>(text_or(request, "account_id"))) query.author = *author;
    query.local_only = flag_or(request, "local", false);
    return query;
}

Reply library(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto views = domain::load_library(context, read_query(request), *viewer, page);
    json::Writer writer;
    writer.begin_array();
    for (const auto& view : views) write_resource(writer, context, view, *viewer);
    writer.end_array();
    auto response = http::Response::json(writer.take());
    PageEnds ends;
    if (!views.empty()) ends = {views.front().resource.id.value, views.back().resource.id.value, views.size()};
    set_links(response, context, request, page, ends, Next::when_full, Previous::min_id);
    return response;
}

}  // namespace

Routes resource_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::post, "/api/v1/pln/resources", Lane::write, api, create, open_to_browsers},
        {Method::get, "/api/v1/pln/resources", Lane::read, api, library, open_to_browsers},
        {Method::get, "/api/v1/pln/resources/:id", Lane::read, api, show, open_to_browsers},
        {Method::put, "/api/v1/pln/resources/:id", Lane::write, api, update, open_to_browsers},
        {Method::delete_, "/api/v1/pln/resources/:id", Lane::write, api, remove, open_to_browsers},
    };
}

}  // namespace collegium::api
