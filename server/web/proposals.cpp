// One offer or request: what it says, asking for it, and for its author who asked.
#include "web/views/proposals.hpp"

#include <algorithm>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "domain/mentorships.hpp"
#include "domain/uris.hpp"
#include "storage/repo/mentorships.hpp"
#include "text/plain_text.hpp"
#include "web/alternates.hpp"
#include "web/form.hpp"
#include "web/views/people.hpp"
#include "web/views/posts.hpp"
#include "web/views/proposal_parts.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

Result<domain::ProposalView> proposal_in_path(domain::Context& context, const http::Request& request,
                                              AccountId viewer) {
    const auto id = parse_id<ProposalId>(request.part("id"));
    auto view =
        id ? domain::load_proposal(context, *id, viewer) : Result<domain::ProposalView>(Error(Errc::not_found, ""));
    if (view) return view;
    if (view.error().code() == Errc::gone) return Error(Errc::gone, "It was deleted by its author.");
    if (view.error().code() != Errc::not_found) return view.error();
    return Error(Errc::not_found, "There is no such offer or request, or it is not for you.");
}

std::string path_of(const domain::ProposalView& view) {
    return "/proposals/" + view.proposal.id.text();
}

Frame proposal_frame(domain::Context& context, const Visit& visit, const domain::ProposalView& view) {
    auto frame = visit.frame(view.proposal.title, Place::mentoring);
    frame.head.description = text::excerpt(view.proposal.content, 200);
    const bool local = view.proposal.local;
    frame.head.canonical = local ? context.config.base_url() + path_of(view) : view.post.post.url;
    frame.head.robots = local && view.post.author->indexable ? "" : "noindex";
    frame.head.og_type = "article";
    frame.head.creator = handle_of(visit.scene(), *view.post.author);
    frame.head.activity = view.post.post.uri;
    return frame;
}

void add_owner_parts(domain::Context& context, const Visit& visit, const domain::ProposalView& proposal,
                     json::Value& view) {
    view.set("is_owner", true);
    view.set("requests", request_list(context, visit.scene(), proposal.proposal.id));
    const auto path = path_of(proposal);
    const auto state = proposal.proposal.state;
    const bool open = state == model::ProposalState::open || state == model::ProposalState::full;
    view.set("close_action", open ? path + "/state?to=closed" : "");
    view.set("pause_action", open ? path + "/state?to=paused" : "");
    view.set("reopen_action", open ? "" : path + "/state?to=open");
    view.set("delete_action", path + "/delete");
    view.set("edit_url", path + "/edit");
}

void add_asking(domain::Context& context, const Visit& visit, const domain::ProposalView& proposal, const Form& form,
                json::Value& view) {
    const auto asking = asking_of(context, visit.scene(), proposal.proposal);
    view.set("mine", asking.mine);
    if (!visit.account()) {
        const bool open = takes_requests(proposal.proposal, context.now);
        view.set("sign_in", open ? "/sign-in?return_to=" + path_of(proposal) : "");
        if (!open) view.set("cannot_ask", asking.obstacle);
        return;
    }
    view.set("cannot_ask", asking.obstacle);
    if (!asking.obstacle.empty() || asking.mine.is_object()) return;
    const bool offer = proposal.proposal.purpose == model::Purpose::offer;
    view.set("can_ask", json::Value::object({{"action", path_of(proposal) + "/ask"}}));
    view.set("ask_label", (offer ? "Ask " : "Offer help to ") + name_of(*proposal.post.author));
    view.set("ask_short", offer ? "Ask for a place" : "Offer your help");
    view.set("form", json::Value::object({{"message", form.field("message")},
                                          {"goal", form.field("goal")},
                                          {"not_evaluated", form.box("not_evaluated")}}));
}

http::Response proposal_page(domain::Context& context, const Visit& visit, const domain::ProposalView& proposal,
                             const Form& form) {
    const auto scene = visit.scene();
    auto view = visit.view(proposal_frame(context, visit, proposal));
    view.set("proposal", proposal_view(scene, proposal));
    view.set("places", places_list(proposal.proposal));
    view.set("places_text", places_text(proposal.proposal));
    add_person(view, scene, *proposal.post.author);
    view.set("published", date_view(proposal.proposal.created_at, scene.now));
    view.set("errors", form.errors());
    if (visit.viewer() == proposal.post.author->id)
        add_owner_parts(context, visit, proposal, view);
    else
        add_asking(context, visit, proposal, form, view);
    auto response = visit.show(Page::proposal, view, form.sound() ? 200 : 422);
    name_activity(response, proposal.post.post.uri);
    return response;
}

Reply show(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    auto proposal = proposal_in_path(context, request, visit.viewer());
    if (!proposal) return proposal.error();
    if (wanted_shape(request, HasRecord::no) == Shape::activity) return to_activity(proposal->post.post.uri);
    return proposal_page(context, visit, *proposal, Form());
}

Reply ask(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto proposal = proposal_in_path(context, request, visit.viewer());
    if (!proposal) return proposal.error();
    Form form(request);
    form.require("message", "Write a few sentences.");
    form.limit("message", 2000);
    form.limit("goal", 300);
    if (!form.checked("not_evaluated"))
        form.fail("not_evaluated", "Mentoring works only when neither evaluates the other. Please confirm it.");
    if (!form.sound()) return proposal_page(context, visit, *proposal, form);
    auto terms = json::Value::object({{"notEvaluated", true}});
    if (!form.text("goal").empty()) terms.set("goals", json::Value::array({form.text("goal")}));
    auto agreement =
        domain::ask(context, visit.viewer(), proposal->proposal.id, form.text("message"), json::dump(terms));
    if (!agreement) {
        form.fail(agreement.error());
        return proposal_page(context, visit, *proposal, form);
    }
    return go_to(request, "/mentorships/" + agreement->id.text(), Notice::asked);
}

struct StateChange {
    std::string_view word;
    model::ProposalState state;
    Notice notice;
};
constexpr StateChange changes[] = {
    {"open", model::ProposalState::open, Notice::proposal_opened},
    {"paused", model::ProposalState::paused, Notice::proposal_paused},
    {"closed", model::ProposalState::closed, Notice::proposal_closed},
};

Reply change_state(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto proposal = proposal_in_path(context, request, visit.viewer());
    if (!proposal) return proposal.error();
    for (const auto& change : changes) {
        if (change.word != text_in(request, "to")) continue;
        auto changed = domain::set_proposal_state(context, visit.viewer(), proposal->proposal.id, change.state);
        if (!changed) return changed.error();
        return go_to(request, path_of(*proposal), change.notice);
    }
    return Error(Errc::bad_request, "It can be opened, paused or closed.");
}

Reply remove(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto proposal = proposal_in_path(context, request, visit.viewer());
    if (!proposal) return proposal.error();
    auto deleted = domain::delete_proposal(context, visit.viewer(), proposal->proposal.id);
    if (!deleted) return deleted.error();
    return go_to(request, "/mentorships", Notice::proposal_deleted);
}

}  // namespace

Routes proposal_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/proposals/:id", Lane::read, Audience::page, show},
        {Method::post, "/proposals/:id/ask", Lane::write, Audience::page, ask},
        {Method::post, "/proposals/:id/state", Lane::write, Audience::page, change_state},
        {Method::post, "/proposals/:id/delete", Lane::write, Audience::page, remove},
    };
}

}  // namespace collegium::web
