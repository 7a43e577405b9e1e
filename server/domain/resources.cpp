#include "domain/resources.hpp"

#include <algorithm>

#include "as2/labels.hpp"
#include "core/json.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/media.hpp"
#include "domain/posts.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/posts.hpp"
#include "text/markdown.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"

namespace collegium::domain {
namespace {

constexpr std::size_t title_limit = 200;
constexpr std::size_t description_limit = 10'000;
constexpr std::size_t file_limit = 10;
constexpr std::size_t search_limit = 8 * 1024;

Error invalid(const std::string& what) {
    return Error(Errc::unprocessable, "Validation failed: " + what);
}

Result<void> check(const as2::LearningResource& record, std::size_t files) {
    if (strings::trim(record.title).empty()) return invalid("Title can't be blank");
    if (strings::count_characters(record.title) > title_limit)
        return invalid("Title is too long (maximum is 200 characters)");
    if (record.license.empty()) return invalid("License can't be blank");
    if (as2::license_address(record.license).empty())
        return invalid("License is neither the address of one nor a known name, such as CC BY 4.0");
    if (record.work_url.empty() && files == 0) return invalid("A link or a file is needed");
    if (!record.work_url.empty() && !parse_url(record.work_url)) return invalid("Link is not a valid URL");
    if (files > file_limit) return invalid("Cannot attach more than 10 files");
    if (strings::count_characters(record.description) > description_limit)
        return invalid("Description is too long (maximum is 10000 characters)");
    return ok();
}

Result<std::vector<as2::ResourceFile>> describe_files(Context& context, const ResourceDraft& draft) {
    const Uris uris(context.config);
    std::vector<as2::ResourceFile> files;
    for (auto id : draft.files) {
        auto media = repo::find_media(context.db, id);
        if (!media || media->account_id != draft.author || media->store_key.empty())
            return Error(Errc::not_found, "Record not found");
        files.push_back({uris.media(media->token), media->mime_type, media->sha256, media->file_name, media->size});
    }
    return files;
}

std::string search_text(const as2::LearningResource& record) {
    std::string text = record.title + "\n" + record.summary + "\n" + text::html_to_text(record.description);
    for (const auto& word : record.keywords) text += "\n" + word;
    for (const auto* list : {&record.subjects, &record.levels, &record.teaches})
        for (const auto& term : *list) text += "\n" + term.label + " " + term.code;
    for (const auto& creator : record.creators) text += "\n" + creator.name;
    if (record.publisher) text += "\n" + record.publisher->name;
    auto folded = strings::fold(text);
    if (folded.size() > search_limit) folded.resize(search_limit);
    // Cut inside a character: PostgreSQL would refuse the text.
    while (!folded.empty() && !strings::is_valid_utf8(folded)) folded.pop_back();
    return folded;
}

void fill_row(model::Resource& row, const as2::LearningResource& record) {
    row.title = strings::shorten(strings::without_controls(record.title), title_limit);
    row.work_url = record.work_url;
    row.license = record.license;
    row.version = record.version.empty() ? "1" : record.version;
    row.record = json::dump(as2::to_json_ld(record, as2::LdForm::embedded));
    row.search_text = search_text(record);
}

// The record as it is stored: what the server knows better than the one who typed.
Result<as2::LearningResource> complete(Context& context, const ResourceDraft& draft, ResourceId id) {
    COLLEGIUM_CHECK(check(draft.record, draft.files.size()));
    auto record = draft.record;
    record.id = Uris(context.config).resource(id);
    record.page = record.id;
    record.title = strings::without_controls(strings::trim(record.title));
    record.license = as2::license_address(record.license);
    record.description = text::markdown_to_html(record.description);
    COLLEGIUM_TRY(record.files, describe_files(context, draft));
    if (record.version.empty()) record.version = "1";
    if (record.languages.empty() && !draft.language.empty()) record.languages = {draft.language};
    if (record.creators.empty()) {
        if (auto author = repo::find_account(context.db, draft.author)) {
            as2::Party creator;
            creator.id = author->uri;
            creator.name = author->display_name.empty() ? author->username : author->display_name;
            record.creators.push_back(std::move(creator));
        }
    }
    // Where it comes from; nobody but the instance says what the instance is called.
    if (!record.publisher || same_origin(record.publisher->id, record.id))
        record.publisher = as2::Party{Uris(context.config).home(), context.config.instance.name, true};
    record.modified = context.now;
    return record;
}

// An app that sends back what it was shown sends HTML; what was written is Markdown.
void keep_description(Context& context, const model::Resource& row, ResourceDraft& draft) {
    auto tree = json::parse(row.record);
    if (!tree || draft.record.description.empty()) return;
    auto shown = as2::parse_learning_resource(*tree);
    if (!shown || shown->description != draft.record.description) return;
    if (auto post = repo::find_post(context.db, row.post_id)) draft.record.description = post->source;
}

Carrier carrier_of(const Context& context, const as2::LearningResource& record) {
    auto text = as2::fallback_text(record, Uris(context.config).home() + "tags/");
    Carrier carrier;
    carrier.kind = model::PostKind::resource;
    carrier.content = std::move(text.html);
    carrier.tags = std::move(text.hashtags);
    carrier.url = record.page;
    return carrier;
}

void add_facet(std::vector<model::Facet>& facets, std::string_view facet, const std::string& value,
               const std::string& label) {
    auto folded = strings::fold(value);
    if (folded.empty() || folded.size() > 200) return;
    facets.push_back({std::string(facet), std::move(folded), label.empty() ? value : label});
}

}  // namespace

std::vector<model::Facet> facets_of(const as2::LearningResource& record) {
    std::vector<model::Facet> facets;
    for (const auto& kind : record.kinds) add_facet(facets, "kind", kind, "");
    for (const auto& term : record.subjects)
        add_facet(facets, "subject", term.label.empty() ? term.id : term.label, term.label);
    for (const auto& term : record.levels)
        add_facet(facets, "level", term.label.empty() ? term.id : term.label, term.label);
    for (const auto& language : record.languages) add_facet(facets, "language", language, "");
    for (const auto& role : record.audience_roles) add_facet(facets, "audience", role, "");
    for (const auto& use : record.educational_uses) add_facet(facets, "educational_use", use, "");
    add_facet(facets, "license", record.license, "");
    return facets;
}

Result<model::Resource> create_resource(Context& context, const ResourceDraft& draft) {
    const auto id = context.ids.next<ResourceId>();
    COLLEGIUM_TRY(auto record, complete(context, draft, id));
    record.published = context.now;
    PostDraft post;
    post.author = draft.author;
    post.app = draft.app;
    post.text = draft.record.description;
    post.visibility = draft.visibility;
    post.language = record.languages.empty() ? "" : record.languages.front();
    post.media = draft.files;
    post.carrier = carrier_of(context, record);
    post.idempotency_key = draft.idempotency_key;
    COLLEGIUM_TRY(auto carrier, create_post(context, post));
    if (auto first = repo::find_resource_by_post(context.db, carrier.id)) return std::move(*first);
    if (carrier.kind != model::PostKind::resource) return Error(Errc::conflict, "Duplicate record");

    model::Resource row;
    row.id = id;
    row.post_id = carrier.id;
    row.account_id = draft.author;
    row.uri = record.id;
    row.local = true;
    row.created_at = context.now;
    row.updated_at = context.now;
    fill_row(row, record);
    if (!repo::insert_resource(context.db, row)) return Error(Errc::conflict, "Duplicate record");
    repo::set_facets(context.db, id, facets_of(record));
    return row;
}

Result<model::Resource> update_resource(Context& context, AccountId author, ResourceId id,
                                        const ResourceDraft& change) {
    auto row = repo::find_resource(context.db, id);
    if (!row || row->account_id != author || row->deleted_at) return Error(Errc::not_found, "Record not found");
    auto draft = change;
    keep_description(context, *row, draft);
    COLLEGIUM_TRY(auto record, complete(context, draft, id));
    record.published = row->created_at;
    if (row->version != record.version)
        repo::insert_version(context.db, id, {row->version, row->record, row->updated_at});
    PostChange post;
    post.text = draft.record.description;
    post.language = record.languages.empty() ? "" : record.languages.front();
    post.media = draft.files;
    post.carrier = carrier_of(context, record);
    fill_row(*row, record);
    row->updated_at = context.now;
    repo::update_resource(context.db, *row);
    repo::set_facets(context.db, id, facets_of(record));
    COLLEGIUM_CHECK(edit_post(context, author, row->post_id, post));
    return std::move(*row);
}

Result<void> delete_resource(Context& context, AccountId author, ResourceId id) {
    auto row = repo::find_resource(context.db, id);
    if (!row || row->account_id != author || row->deleted_at) return Error(Errc::not_found, "Record not found");
    COLLEGIUM_CHECK(delete_post(context, author, row->post_id));
    return ok();
}

Result<ResourceView> load_resource(Context& context, ResourceId id, AccountId viewer) {
    auto row = repo::find_resource(context.db, id);
    if (!row) return Error(Errc::not_found, "Record not found");
    if (row->deleted_at) return Error(Errc::gone, "This resource was deleted");
    COLLEGIUM_TRY(auto post, load_post(context, row->post_id, viewer));
    COLLEGIUM_TRY(auto tree, json::parse(row->record));
    COLLEGIUM_TRY(auto record, as2::parse_learning_resource(tree));
    return ResourceView{std::move(*row), std::move(record), std::move(post)};
}

std::vector<ResourceView> load_library(Context& context, const repo::LibraryQuery& query, AccountId viewer,
                                       const model::Page& page) {
    auto rows = repo::library_page(context.db, query, page);
    const auto posts = load_posts_of(context, rows, viewer, Hide::hidden_accounts);
    std::vector<ResourceView> views;
    for (auto& row : rows) {
        auto post = posts.find(row.post_id);
        auto tree = json::parse(row.record);
        if (post == posts.end() || !tree) continue;
        auto record = as2::parse_learning_resource(*tree);
        if (!record) continue;
        views.push_back({std::move(row), std::move(*record), post->second});
    }
    return views;
}

void import_resource(Context& context, const model::Post& carrier, const as2::LearningResource& given) {
    auto record = given;
    record.description = text::sanitize_html(record.description);
    // A record speaks for its own server alone.
    if (!same_origin(record.id, carrier.uri)) record.id = carrier.url.empty() ? carrier.uri : carrier.url;
    if (!record.page.empty() && !same_origin(record.page, carrier.uri)) record.page = record.id;
    auto known = repo::find_resource_by_post(context.db, carrier.id);
    model::Resource row = known ? *known : model::Resource();
    if (known && known->version != (record.version.empty() ? "1" : record.version))
        repo::insert_version(context.db, known->id, {known->version, known->record, known->updated_at});
    fill_row(row, record);
    row.updated_at = context.now;
    if (known) {
        repo::update_resource(context.db, row);
    } else {
        row.id = context.ids.at<ResourceId>(carrier.created_at);
        row.post_id = carrier.id;
        row.account_id = carrier.account_id;
        row.uri = record.id;
        row.created_at = carrier.created_at;
        if (!repo::insert_resource(context.db, row)) return;  // its address belongs to another post
    }
    repo::set_facets(context.db, row.id, facets_of(record));
}

}  // namespace collegium::domain
