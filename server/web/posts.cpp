// A post with its conversation; writing and deleting posts.
#include "domain/posts.hpp"

#include "core/strings.hpp"
#include "domain/accounts.hpp"
#include "domain/timelines.hpp"
#include "domain/uris.hpp"
#include "storage/repo/posts.hpp"
#include "text/plain_text.hpp"
#include "web/alternates.hpp"
#include "web/form.hpp"
#include "web/home.hpp"
#include "web/views/people.hpp"
#include "web/views/posts.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

// The post of the path, when `viewer` may see it and it is that person's.
Result<domain::PostView> post_in_path(domain::Context& context, const http::Request& request, AccountId viewer) {
    const Error nothing(Errc::not_found, "There is no such post, or it is not for you.");
    const auto id = parse_id<PostId>(request.part("id"));
    if (!id) return nothing;
    auto view = domain::load_post(context, *id, viewer);
    if (!view) {
        if (repo::find_tombstone(context.db, domain::Uris(context.config).note(*id)))
            return Error(Errc::gone, "This post was deleted.");
        return nothing;
    }
    const auto person = domain::lookup(context, request.part("username"));
    if (!person || person->id != view->author->id) return nothing;
    return view;
}

Frame post_frame(domain::Context& context, const Visit& visit, const domain::PostView& view) {
    const auto& post = view.post;
    auto frame = visit.frame(name_of(*view.author) + ": " + text::excerpt(post.content, 60), Place::none);
    frame.head.description = post.spoiler_text.empty() ? text::excerpt(post.content, 200) : post.spoiler_text;
    frame.head.canonical = post.local ? context.config.base_url() + local_path_of(view) : post.url;
    const bool open = post.visibility == model::Visibility::public_ && post.local && view.author->indexable;
    frame.head.robots = open ? "" : "noindex";
    frame.head.og_type = "article";
    frame.head.creator = handle_of(visit.scene(), *view.author);
    frame.head.activity = post.uri;
    return frame;
}

http::Response post_page(domain::Context& context, const Visit& visit, const domain::PostView& focus,
                         const std::optional<Composer>& composer, const std::string& fault) {
    const auto scene = visit.scene();
    auto view = visit.view(post_frame(context, visit, focus), {fault, Tone::neutral});
    const auto thread = domain::load_thread(context, focus.post.id, visit.viewer());
    if (thread) {
        view.set("ancestors", post_list(context, scene, thread->ancestors));
        view.set("replies", reply_list(context, scene, thread->descendants, focus.post.id));
    }
    view.set("heading", "Post by " + name_of(*focus.author));
    auto shown = post_view(context, scene, focus);
    const bool mine = visit.viewer() == focus.author->id && focus.post.kind == model::PostKind::note;
    shown.set("deletable", mine ? "/posts/" + focus.post.id.text() + "/delete" : "");
    view.set("focus", std::move(shown));
    if (composer) view.set("composer", composer_view(scene, *composer));
    auto response = visit.show(Page::status, view, fault.empty() ? 200 : 422);
    name_activity(response, focus.post.uri);
    return response;
}

Reply show(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    auto view = post_in_path(context, request, visit.viewer());
    if (!view) return view.error();
    // The address of a reblog leads to what was passed on.
    if (view->reblog) return go_to(request, path_of(visit.scene(), *view->reblog));
    if (view->post.local && wanted_shape(request, HasRecord::no) == Shape::activity) return to_activity(view->post.uri);
    std::optional<Composer> composer;
    if (visit.account()) composer = reply_composer(visit.scene(), *view, visit.member());
    return post_page(context, visit, *view, composer, "");
}

Result<domain::PostDraft> read_draft(const http::Request& request, const Visit& visit) {
    domain::PostDraft draft;
    draft.author = visit.viewer();
    draft.text = Form(request).text("status");
    draft.language = visit.member().default_language;
    draft.sensitive = visit.member().default_sensitive;
    const auto visibility = parse_visibility(text_in(request, "visibility"));
    draft.visibility = visibility.value_or(visit.member().default_visibility);
    const auto& parent = text_in(request, "in_reply_to_id");
    if (parent.empty()) return draft;
    const auto id = parse_id<PostId>(parent);
    if (!id) return Error(Errc::not_found, "The post that you answer is not there any more.");
    draft.in_reply_to = *id;
    return draft;
}

// The page on which it was written, with what was written.
Reply write_again(domain::Context& context, const http::Request& request, const Visit& visit,
                  const domain::PostDraft& draft, const Error& error) {
    Form form;
    form.fail(error);
    const auto fault = form.errors().items().front()["message"].string();
    Composer composer;
    composer.text = draft.text;
    composer.visibility = draft.visibility;
    if (!draft.in_reply_to) return home_page(context, request, visit, composer, fault);
    auto parent = domain::load_post(context, draft.in_reply_to, visit.viewer());
    if (!parent) return Error(Errc::not_found, "The post that you answer is not there any more.");
    composer.in_reply_to = draft.in_reply_to;
    composer.label = "Your answer to " + name_of(*parent->author);
    return post_page(context, visit, *parent, composer, fault);
}

Reply create(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto draft = read_draft(request, visit);
    if (!draft) return draft.error();
    if (request.attempt == 0) {
        auto unknown = domain::unknown_mentions(context, draft->text);
        if (!unknown.empty()) return http::Needs{{}, std::move(unknown)};
    }
    auto post = domain::create_post(context, *draft);
    if (!post) return write_again(context, request, visit, *draft, post.error());
    if (!draft->in_reply_to) return go_to(request, "/", Notice::posted);
    auto parent = domain::load_post(context, draft->in_reply_to, visit.viewer());
    return go_to(request, parent ? local_path_of(*parent) : "/", Notice::posted);
}

Reply remove(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    const auto id = parse_id<PostId>(request.part("id"));
    auto deleted = id ? domain::delete_post(context, visit.viewer(), *id)
                      : Result<model::Post>(Error(Errc::not_found, "There is no such post."));
    if (!deleted) return deleted.error();
    return go_to(request, "/", Notice::post_deleted);
}

}  // namespace

Routes post_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/@:username/:id", Lane::read, Audience::page, show},
        {Method::post, "/posts", Lane::write, Audience::page, create},
        {Method::post, "/posts/:id/delete", Lane::write, Audience::page, remove},
    };
}

}  // namespace collegium::web
