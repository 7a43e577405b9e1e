// Threads of direct posts: what apps list as private messages.
#include "domain/conversations.hpp"

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"

namespace collegium::api {
namespace {

using model::ConversationId;

void write_conversation(json::Writer& writer, const domain::Context& context, const domain::ConversationView& view) {
    writer.begin_object();
    writer.field("id", view.conversation.id.text());
    writer.field("unread", view.conversation.unread);
    writer.key("accounts").begin_array();
    for (const auto& person : view.people) write_account(writer, context, *person);
    writer.end_array();
    writer.key("last_status");
    write_status(writer, context, view.last, view.conversation.account_id);
    writer.end_object();
}

Reply list(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto found = domain::load_conversations(context, viewer->id(), page);
    json::Writer writer;
    writer.begin_array();
    for (const auto& view : found.conversations) write_conversation(writer, context, view);
    writer.end_array();
    auto response = http::Response::json(writer.take());
    const PageEnds ends{found.newest, found.oldest, found.conversations.size()};
    set_links(response, context, request, page, ends, Next::when_not_empty, Previous::min_id);
    return response;
}

Reply mark(domain::Context& context, const http::Request& request, repo::Reading reading) {
    auto subject = require_subject<ConversationId>(context, request, "write:conversations");
    if (!subject) return subject.error();
    auto view = domain::mark_conversation(context, subject->viewer.id(), subject->id, reading);
    if (!view) return view.error();
    json::Writer writer;
    write_conversation(writer, context, *view);
    return json_reply(writer);
}

Reply mark_read(domain::Context& context, const http::Request& request) {
    return mark(context, request, repo::Reading::read);
}

Reply mark_unread(domain::Context& context, const http::Request& request) {
    return mark(context, request, repo::Reading::unread);
}

// It comes back with the next post of its thread.
Reply remove(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ConversationId>(context, request, "write:conversations");
    if (!subject) return subject.error();
    if (!repo::delete_conversation(context.db, subject->viewer.id(), subject->id))
        return Error(Errc::not_found, "Record not found");
    return http::Response::json("{}");
}

}  // namespace

Routes conversation_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/conversations", Lane::read, api, list, open_to_browsers},
        {Method::post, "/api/v1/conversations/:id/read", Lane::write, api, mark_read, open_to_browsers},
        {Method::post, "/api/v1/conversations/:id/unread", Lane::write, api, mark_unread, open_to_browsers},
        {Method::delete_, "/api/v1/conversations/:id", Lane::write, api, remove, open_to_browsers},
    };
}

}  // namespace collegium::api
