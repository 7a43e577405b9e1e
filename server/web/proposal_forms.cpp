// Writing an offer or a request, and changing it.
#include "domain/mentorships.hpp"
#include "web/form.hpp"
#include "web/forms/proposal_form.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

as2::Purpose wanted_purpose(const http::Request& request) {
    return text_in(request, "purpose") == "request" ? as2::Purpose::request : as2::Purpose::offer;
}

http::Response new_page(domain::Context& context, const Visit& visit, as2::Purpose purpose, const Form& form) {
    const bool offer = purpose == as2::Purpose::offer;
    const std::string heading = offer ? "Offer mentoring" : "Look for a mentor";
    auto view = visit.view(visit.frame(heading, Place::mentoring));
    show_proposal_form(view, context.config, purpose, form);
    view.set("heading", heading);
    view.set("action", "/mentoring/new");
    view.set("submit", "Put it on the board");
    view.set("back", offer ? "/mentoring?purpose=offer" : "/mentoring?purpose=request");
    return visit.show(Page::proposal_new, view, form.sound() ? 200 : 422);
}

Reply new_form(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    Form form;
    form.put("places", "1");
    form.put("language", visit.member().default_language);
    return new_page(context, visit, wanted_purpose(request), form);
}

Reply create(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    Form form(request);
    domain::ProposalDraft draft;
    draft.author = visit.viewer();
    draft.proposal.purpose = wanted_purpose(request);
    read_proposal(form, draft.proposal);
    draft.language = form.text("language").empty() ? visit.member().default_language : form.text("language");
    if (!form.sound()) return new_page(context, visit, draft.proposal.purpose, form);
    auto proposal = domain::create_proposal(context, draft);
    if (!proposal) {
        form.fail(proposal.error());
        return new_page(context, visit, draft.proposal.purpose, form);
    }
    return go_to(request, "/proposals/" + proposal->id.text(), Notice::proposed);
}

Result<domain::ProposalView> own_proposal(domain::Context& context, const http::Request& request, AccountId viewer) {
    const Error nothing(Errc::not_found, "There is no such offer or request of yours.");
    const auto id = parse_id<ProposalId>(request.part("id"));
    if (!id) return nothing;
    auto view = domain::load_proposal(context, *id, viewer);
    if (!view && view.error().code() == Errc::gone) return Error(Errc::gone, "It was deleted.");
    if (!view || view->post.author->id != viewer) return nothing;
    return view;
}

http::Response edit_page(domain::Context& context, const Visit& visit, const domain::ProposalView& proposal,
                         const Form& form) {
    const auto path = "/proposals/" + proposal.proposal.id.text();
    auto view = visit.view(visit.frame("Change: " + proposal.proposal.title, Place::mentoring));
    show_proposal_form(view, context.config, proposal.record.purpose, form);
    view.set("heading", proposal.record.purpose == as2::Purpose::offer ? "Change your offer" : "Change your request");
    view.set("action", path + "/edit");
    view.set("submit", "Publish the change");
    view.set("back", path);
    return visit.show(Page::proposal_new, view, form.sound() ? 200 : 422);
}

Reply edit_form(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto proposal = own_proposal(context, request, visit.viewer());
    if (!proposal) return proposal.error();
    return edit_page(context, visit, *proposal, proposal_form(proposal->record, proposal->proposal.source));
}

Reply edit(domain::Context& context, const http::Request& request) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto proposal = own_proposal(context, request, visit.viewer());
    if (!proposal) return proposal.error();
    Form form(request);
    domain::ProposalDraft draft;
    draft.author = visit.viewer();
    draft.proposal = proposal->record;
    draft.language = proposal->post.post.language;
    read_proposal(form, draft.proposal);
    if (!form.sound()) return edit_page(context, visit, *proposal, form);
    if (auto changed = domain::update_proposal(context, visit.viewer(), proposal->proposal.id, draft); !changed) {
        form.fail(changed.error());
        return edit_page(context, visit, *proposal, form);
    }
    return go_to(request, "/proposals/" + proposal->proposal.id.text(), Notice::proposal_changed);
}

}  // namespace

Routes proposal_form_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/mentoring/new", Lane::read, Audience::page, new_form},
        {Method::post, "/mentoring/new", Lane::write, Audience::page, create},
        {Method::get, "/proposals/:id/edit", Lane::read, Audience::page, edit_form},
        {Method::post, "/proposals/:id/edit", Lane::write, Audience::page, edit},
    };
}

}  // namespace collegium::web
