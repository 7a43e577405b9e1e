// Sharing a work, and changing it: three answers, and what helps others to find it.
#include <algorithm>

#include "core/strings.hpp"
#include "domain/media.hpp"
#include "domain/resources.hpp"
#include "storage/repo/posts.hpp"
#include "web/form.hpp"
#include "web/forms/resource_form.hpp"
#include "web/views/posts.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr http::RouteOptions uploading = {32 * 1024 * 1024, http::RateLimit::standard};

const http::Upload* chosen_file(const http::Request& request) {
    for (const auto& upload : request.uploads())
        if (upload.field == "file" && !upload.bytes.empty()) return &upload;
    return nullptr;  // browsers send an empty part when none was chosen
}

// Stores the file, without its row, if there is one; a refusal is a fault of its field. On the slow lane: the store may
// be another server, and no writing job waits for that.
std::optional<model::Media> store_file(domain::Context& context, const http::Request& request, AccountId owner,
                                       Form& form) {
    const auto* upload = chosen_file(request);
    if (!upload || !form.sound()) return std::nullopt;
    auto media = domain::store_file(context, {owner, upload->filename, upload->content_type, upload->bytes, ""});
    if (media) return std::move(*media);
    const auto error = media.error();
    if (error.code() == Errc::too_large)
        form.fail("file", "The file is too large.");
    else if (error.code() == Errc::unprocessable)
        form.fail("file", "Files of this type are not taken.");
    else
        form.fail(error);
    return std::nullopt;
}

// The row of a stored file, if there is one; the files of a work with it.
void add_file(domain::Context& context, const std::optional<model::Media>& stored, std::vector<MediaId>& files) {
    if (!stored) return;
    repo::insert_media(context.db, *stored);
    files = {stored->id};
}

http::Response share_page(domain::Context& context, const Visit& visit, const Form& form) {
    auto view = visit.view(visit.frame("Share a resource", Place::share));
    show_resource_form(view, context.config, form);
    return visit.show(Page::share, view, form.sound() ? 200 : 422);
}

std::string default_language(const domain::Context& context, const model::Member& member) {
    if (!member.default_language.empty()) return member.default_language;
    const auto& languages = context.config.instance.languages;
    return languages.empty() ? "" : languages.front();
}

Reply share_form(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    Form form;
    form.put("url", text_in(request, "url"));  // from a bookmark or another app
    form.put("title", text_in(request, "title"));
    form.put("language", default_language(context, visit.member()));
    const auto readers = std::min(visit.member().default_visibility, model::Visibility::followers);
    form.put("visibility", std::string(name_of(readers)));
    return share_page(context, visit, form);
}

Reply share_with(domain::Context& context, const http::Request& request, const std::optional<model::Media>& stored) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    Form form(request);
    domain::ResourceDraft draft;
    draft.author = visit.viewer();
    draft.visibility = parse_visibility(form.text("visibility")).value_or(visit.member().default_visibility);
    read_resource(form, chosen_file(request) ? HasFile::yes : HasFile::no, draft.record);
    if (!form.sound()) return share_page(context, visit, form);
    add_file(context, stored, draft.files);
    auto resource = domain::create_resource(context, draft);
    if (!resource) {
        form.fail(resource.error());
        return share_page(context, visit, form);
    }
    return go_to(request, "/resources/" + resource->id.text(), Notice::shared);
}

Reply share(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    Form form(request);
    as2::LearningResource record;
    read_resource(form, chosen_file(request) ? HasFile::yes : HasFile::no, record);
    auto stored = store_file(context, request, visit.viewer(), form);
    if (!form.sound()) return share_page(context, visit, form);
    return http::Continue<domain::Context>(
        [stored](domain::Context& later, const http::Request& same) { return share_with(later, same, stored); });
}

// One's own, by the path.
Result<domain::ResourceView> own_resource(domain::Context& context, const http::Request& request, AccountId viewer) {
    const Error nothing(Errc::not_found, "There is no such resource of yours.");
    const auto id = parse_id<ResourceId>(request.part("id"));
    if (!id) return nothing;
    auto view = domain::load_resource(context, *id, viewer);
    if (!view && view.error().code() == Errc::gone) return Error(Errc::gone, "This resource was deleted.");
    if (!view || view->post.author->id != viewer) return nothing;
    return view;
}

http::Response edit_page(domain::Context& context, const Visit& visit, const domain::ResourceView& resource,
                         const Form& form) {
    const auto path = "/resources/" + resource.resource.id.text();
    auto view = visit.view(visit.frame("Change: " + resource.resource.title, Place::share));
    show_resource_form(view, context.config, form);
    view.set("action", path + "/edit");
    view.set("back", path);
    view.set("current_file", resource.record.files.empty() ? "" : resource.record.files.front().name);
    return visit.show(Page::resource_edit, view, form.sound() ? 200 : 422);
}

Reply edit_form(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto resource = own_resource(context, request, visit.viewer());
    if (!resource) return resource.error();
    const auto form = resource_form(resource->record, resource->post.post.source, visit.account()->uri);
    return edit_page(context, visit, *resource, form);
}

void read_edit(Form& form, HasFile has_file, as2::LearningResource& record) {
    read_resource(form, has_file, record);
    form.limit("version", 40);
    form.limit("version_note", 200);
    if (!form.text("version").empty()) record.version = strings::without_controls(form.text("version"));
    record.version_note = strings::without_controls(form.text("version_note"));
}

Reply edit_with(domain::Context& context, const http::Request& request, const std::optional<model::Media>& stored) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto resource = own_resource(context, request, visit.viewer());
    if (!resource) return resource.error();
    Form form(request);
    domain::ResourceDraft draft;
    draft.author = visit.viewer();
    draft.visibility = resource->post.post.visibility;
    draft.record = resource->record;
    for (const auto& media : resource->post.media) draft.files.push_back(media.id);
    const bool has_file = chosen_file(request) || !draft.files.empty();
    read_edit(form, has_file ? HasFile::yes : HasFile::no, draft.record);
    if (!form.sound()) return edit_page(context, visit, *resource, form);
    add_file(context, stored, draft.files);
    if (auto changed = domain::update_resource(context, visit.viewer(), resource->resource.id, draft); !changed) {
        form.fail(changed.error());
        return edit_page(context, visit, *resource, form);
    }
    return go_to(request, "/resources/" + resource->resource.id.text(), Notice::resource_changed);
}

Reply edit(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto resource = own_resource(context, request, visit.viewer());
    if (!resource) return resource.error();
    Form form(request);
    auto record = resource->record;
    const bool has_file = chosen_file(request) || !resource->post.media.empty();
    read_edit(form, has_file ? HasFile::yes : HasFile::no, record);
    auto stored = store_file(context, request, visit.viewer(), form);
    if (!form.sound()) return edit_page(context, visit, *resource, form);
    return http::Continue<domain::Context>(
        [stored](domain::Context& later, const http::Request& same) { return edit_with(later, same, stored); });
}

}  // namespace

Routes share_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/share", Lane::read, Audience::page, share_form},
        {Method::post, "/share", Lane::slow, Audience::page, share, uploading},
        {Method::get, "/resources/:id/edit", Lane::read, Audience::page, edit_form},
        {Method::post, "/resources/:id/edit", Lane::slow, Audience::page, edit, uploading},
    };
}

}  // namespace collegium::web
