// One work of the library: for people, as a record in schema.org's words, and for other servers.
#include "domain/resources.hpp"

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "storage/repo/resources.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"
#include "web/alternates.hpp"
#include "web/form.hpp"
#include "web/views/people.hpp"
#include "web/views/posts.hpp"
#include "web/views/resource_record.hpp"
#include "web/views/resources.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

constexpr std::string_view record_type = "application/ld+json; charset=utf-8";

Result<domain::ResourceView> resource_in_path(domain::Context& context, const http::Request& request,
                                              AccountId viewer) {
    const auto id = parse_id<ResourceId>(request.part("id"));
    auto view =
        id ? domain::load_resource(context, *id, viewer) : Result<domain::ResourceView>(Error(Errc::not_found, ""));
    if (view) return view;
    if (view.error().code() == Errc::gone) return Error(Errc::gone, "This resource was deleted by its author.");
    if (view.error().code() != Errc::not_found) return view.error();
    return Error(Errc::not_found, "There is no such resource, or it is not for you.");
}

std::string path_of(const domain::ResourceView& view) {
    return "/resources/" + view.resource.id.text();
}

http::Response record_response(const domain::ResourceView& view) {
    http::Response response;
    response.body = json::dump(as2::to_json_ld(view.record, as2::LdForm::standalone));
    response.set("Content-Type", record_type);
    response.set("Vary", "Accept, Cookie");
    return response;
}

Frame resource_frame(domain::Context& context, const Visit& visit, const domain::ResourceView& view) {
    const auto& record = view.record;
    auto frame = visit.frame(view.resource.title, Place::library);
    frame.head.description = record.summary.empty() ? text::excerpt(record.description, 200) : record.summary;
    const bool local = view.resource.local;
    frame.head.canonical = local ? context.config.base_url() + path_of(view) : view.post.post.url;
    frame.head.robots = local && view.post.author->indexable ? "" : "noindex";
    frame.head.og_type = "article";
    frame.head.creator = handle_of(visit.scene(), *view.post.author);
    frame.head.activity = view.post.post.uri;
    frame.head.record = path_of(view) + "/record";
    frame.head.json_ld = json_for_script(as2::to_json_ld(record, as2::LdForm::standalone));
    return frame;
}

json::Value form_list(const domain::ResourceView& view) {
    return json::Value::array(
        {json::Value::object(
             {{"label", "Record (JSON-LD)"}, {"url", path_of(view) + "/record"}, {"type", "application/ld+json"}}),
         json::Value::object(
             {{"label", "Post (ActivityPub)"}, {"url", view.post.post.uri}, {"type", "application/activity+json"}})});
}

Reply show(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    auto found = resource_in_path(context, request, visit.viewer());
    if (!found) return found.error();
    switch (wanted_shape(request, HasRecord::yes)) {
        case Shape::activity: return to_activity(found->post.post.uri);
        case Shape::record: return record_response(*found);
        case Shape::page: break;
    }
    const auto scene = visit.scene();
    auto view = visit.view(resource_frame(context, visit, *found));
    view.set("resource", resource_view(context, scene, *found));
    view.set("kind", kind_view(found->record.kinds));
    view.set("licence", licence_view(found->resource.license));
    add_person(view, scene, *found->post.author);
    view.set("origin", resource_origin(scene, *found));
    view.set("published", date_view(found->resource.created_at, scene.now));
    const bool changed = found->post.post.edited_at.has_value();
    view.set("updated", changed ? date_view(found->resource.updated_at, scene.now) : json::Value(false));
    view.set("formats", form_list(*found));
    if (auto thread = domain::load_thread(context, found->post.post.id, visit.viewer()))
        view.set("replies", reply_list(context, scene, thread->descendants, found->post.post.id));
    auto response = visit.show(Page::resource, view);
    name_activity(response, found->post.post.uri);
    return response;
}

Reply record(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    auto found = resource_in_path(context, request, visit.viewer());
    if (!found) return found.error();
    return record_response(*found);
}

Reply remove(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto found = resource_in_path(context, request, visit.viewer());
    if (!found) return found.error();
    auto deleted = domain::delete_resource(context, visit.viewer(), found->resource.id);
    if (!deleted) return deleted.error();
    return go_to(request, "/library", Notice::resource_deleted);
}

}  // namespace

Routes resource_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/resources/:id", Lane::read, Audience::page, show},
        {Method::get, "/resources/:id/record", Lane::read, Audience::page, record},
        {Method::post, "/resources/:id/delete", Lane::write, Audience::page, remove},
    };
}

}  // namespace collegium::web
