// Lists of people.
#include "api/auth.hpp"
#include "api/forms.hpp"
#include "api/people.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::api {
namespace {

constexpr std::size_t lists_limit = 50;
constexpr std::size_t batch_limit = 100;

void write_list(json::Writer& writer, const model::List& list) {
    writer.begin_object().field("id", list.id.text()).field("title", list.title);
    writer.field("replies_policy", list.replies_policy).field("exclusive", list.exclusive).end_object();
}

Reply list_reply(const model::List& list) {
    json::Writer writer;
    write_list(writer, list);
    return json_reply(writer);
}

Reply index(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:lists");
    if (!viewer) return viewer.error();
    json::Writer writer;
    writer.begin_array();
    for (const auto& list : repo::lists_of(context.db, viewer->id())) write_list(writer, list);
    writer.end_array();
    return json_reply(writer);
}

// The list in the path, if it is the caller's own.
Result<model::List> own_list(domain::Context& context, const http::Request& request, std::string_view scope) {
    COLLEGIUM_TRY(auto viewer, require_viewer(context, request, scope));
    COLLEGIUM_TRY(auto id, id_in_path<ListId>(request));
    auto list = repo::find_list(context.db, viewer.id(), id);
    if (!list) return Error(Errc::not_found, "Record not found");
    return std::move(*list);
}

Result<void> read_into(model::List& list, const http::Request& request) {
    list.title = strings::without_controls(text_or(request, "title", list.title));
    if (strings::trim(list.title).empty()) return Error(Errc::unprocessable, "Validation failed: Title can't be blank");
    if (strings::count_characters(list.title) > 200)
        return Error(Errc::unprocessable, "Validation failed: Title is too long");
    list.replies_policy = text_or(request, "replies_policy", list.replies_policy);
    if (list.replies_policy != "followed" && list.replies_policy != "list" && list.replies_policy != "none")
        return Error(Errc::unprocessable, "Validation failed: Replies policy is not included in the list");
    list.exclusive = flag_or(request, "exclusive", list.exclusive);
    return ok();
}

Reply create(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:lists");
    if (!viewer) return viewer.error();
    if (repo::lists_of(context.db, viewer->id()).size() >= lists_limit)
        return Error(Errc::unprocessable, "Validation failed: You have reached the limit of 50 lists");
    model::List list;
    list.account_id = viewer->id();
    if (auto read = read_into(list, request); !read) return read.error();
    list.id = repo::insert_list(context.db, list);
    return list_reply(list);
}

Reply show(domain::Context& context, const http::Request& request) {
    auto list = own_list(context, request, "read:lists");
    if (!list) return list.error();
    return list_reply(*list);
}

Reply update(domain::Context& context, const http::Request& request) {
    auto list = own_list(context, request, "write:lists");
    if (!list) return list.error();
    if (auto read = read_into(*list, request); !read) return read.error();
    repo::update_list(context.db, *list);
    return list_reply(*list);
}

Reply remove(domain::Context& context, const http::Request& request) {
    auto list = own_list(context, request, "write:lists");
    if (!list) return list.error();
    repo::delete_list(context.db, list->id);
    return http::Response::json("{}");
}

Reply members(domain::Context& context, const http::Request& request) {
    auto list = own_list(context, request, "read:lists");
    if (!list) return list.error();
    return people_reply(context, repo::list_members(context.db, list->id));
}

Reply add_members(domain::Context& context, const http::Request& request) {
    auto list = own_list(context, request, "write:lists");
    if (!list) return list.error();
    const auto ids = ids_parameter<AccountId>(request, "account_ids", batch_limit);
    for (const auto& relation : repo::relationships(context.db, list->account_id, ids, context.now))
        if (!relation.following && relation.target_id != list->account_id)
            return Error(Errc::not_found, "Record not found");
    repo::add_to_list(context.db, list->id, ids);
    return http::Response::json("{}");
}

Reply remove_members(domain::Context& context, const http::Request& request) {
    auto list = own_list(context, request, "write:lists");
    if (!list) return list.error();
    repo::remove_from_list(context.db, list->id, ids_parameter<AccountId>(request, "account_ids", batch_limit));
    return http::Response::json("{}");
}

}  // namespace

Routes list_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/lists", Lane::read, api, index, open_to_browsers},
        {Method::post, "/api/v1/lists", Lane::write, api, create, open_to_browsers},
        {Method::get, "/api/v1/lists/:id", Lane::read, api, show, open_to_browsers},
        {Method::put, "/api/v1/lists/:id", Lane::write, api, update, open_to_browsers},
        {Method::delete_, "/api/v1/lists/:id", Lane::write, api, remove, open_to_browsers},
        {Method::get, "/api/v1/lists/:id/accounts", Lane::read, api, members, open_to_browsers},
        {Method::post, "/api/v1/lists/:id/accounts", Lane::write, api, add_members, open_to_browsers},
        {Method::delete_, "/api/v1/lists/:id/accounts", Lane::write, api, remove_members, open_to_browsers},
    };
}

}  // namespace collegium::api
