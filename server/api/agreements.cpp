// Agreements over REST (design section 8): one's own alone; 404 for everyone else.
#include "api/auth.hpp"
#include "api/entities/mentorship.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "domain/mentorships.hpp"

namespace collegium::api {
namespace {

Reply index(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto views = domain::load_agreements(context, viewer->id(), page);
    json::Writer writer;
    writer.begin_array();
    for (const auto& view : views) write_agreement(writer, context, view, viewer->id());
    writer.end_array();
    auto response = http::Response::json(writer.take());
    PageEnds ends;
    if (!views.empty()) ends = {views.front().agreement.id.value, views.back().agreement.id.value, views.size()};
    set_links(response, context, request, page, ends, Next::when_full, Previous::min_id);
    return response;
}

Reply show(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<AgreementId>(context, request, "read:statuses");
    if (!subject) return subject.error();
    return agreement_reply(context, subject->id, subject->viewer.id());
}

Reply take_step(domain::Context& context, const http::Request& request, domain::AgreementAction action) {
    auto subject = require_subject<AgreementId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    domain::Step step;
    step.action = action;
    step.note = text_or(request, "message", text_or(request, "note"));
    const auto& terms = request.parameters()["terms"];
    if (terms.is_object()) step.terms_json = json::dump(terms);
    auto agreement = domain::take_step(context, subject->viewer.id(), subject->id, step);
    if (!agreement) return agreement.error();
    return agreement_reply(context, subject->id, subject->viewer.id());
}

Reply accept(domain::Context& context, const http::Request& request) {
    return take_step(context, request, domain::AgreementAction::accept);
}
Reply decline(domain::Context& context, const http::Request& request) {
    return take_step(context, request, domain::AgreementAction::decline);
}
Reply propose_terms(domain::Context& context, const http::Request& request) {
    return take_step(context, request, domain::AgreementAction::propose_terms);
}
Reply withdraw(domain::Context& context, const http::Request& request) {
    return take_step(context, request, domain::AgreementAction::withdraw);
}
Reply end(domain::Context& context, const http::Request& request) {
    return take_step(context, request, domain::AgreementAction::end);
}
Reply answer(domain::Context& context, const http::Request& request) {
    return take_step(context, request, domain::AgreementAction::answer);
}

// The proposer's question; from the one who was asked, it is the answer.
Reply more_info(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<AgreementId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    auto view = domain::load_agreement(context, subject->id, subject->viewer.id());
    if (!view) return view.error();
    const bool answers = view->agreement.state == model::AgreementState::info_needed &&
                         view->agreement.responder_id == subject->viewer.id();
    return take_step(context, request, answers ? domain::AgreementAction::answer : domain::AgreementAction::ask_more);
}

}  // namespace

Routes agreement_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::get, "/api/v1/pln/agreements", Lane::read, api, index, open_to_browsers},
        {Method::get, "/api/v1/pln/agreements/:id", Lane::read, api, show, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/accept", Lane::write, api, accept, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/decline", Lane::write, api, decline, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/more_info", Lane::write, api, more_info, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/answer", Lane::write, api, answer, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/propose_terms", Lane::write, api, propose_terms, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/withdraw", Lane::write, api, withdraw, open_to_browsers},
        {Method::post, "/api/v1/pln/agreements/:id/end", Lane::write, api, end, open_to_browsers},
    };
}

}  // namespace collegium::api
