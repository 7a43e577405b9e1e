// My mentorships, and the page of a pair, which nobody but the two can tell from one that does not exist.
#include "web/views/agreements.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "domain/agreement_machine.hpp"
#include "domain/mentorships.hpp"
#include "storage/repo/mentorships.hpp"
#include "web/form.hpp"
#include "web/views/people.hpp"
#include "web/views/proposals.hpp"
#include "web/visit.hpp"

namespace collegium::web {
namespace {

using Action = domain::AgreementAction;

constexpr int rows_on_page = 100;

model::Page first(int limit) {
    model::Page page;
    page.limit = limit;
    return page;
}

Reply mentorships(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    const auto scene = visit.scene();
    auto waiting = json::Value::array(), mentor = json::Value::array(), mentee = json::Value::array(),
         past = json::Value::array();
    for (const auto& agreement : domain::load_agreements(context, visit.viewer(), first(rows_on_page))) {
        auto bond = bond_view(scene, agreement);
        if (domain::is_final(agreement.agreement.state))
            past.push(std::move(bond));
        else if (is_waiting_for(agreement.agreement, visit.viewer()))
            waiting.push(std::move(bond));
        else
            (agreement.agreement.mentor_id == visit.viewer() ? mentor : mentee).push(std::move(bond));
    }
    repo::BoardQuery mine;
    mine.author = visit.viewer();
    auto view = visit.view(visit.frame("My mentorships", Place::mentorships));
    auto proposals = proposal_cards(scene, domain::load_board(context, mine, visit.viewer(), first(20)));
    view.set("has_any", !waiting.items().empty() || !mentor.items().empty() || !mentee.items().empty() ||
                            !past.items().empty() || !proposals.items().empty());
    view.set("waiting", std::move(waiting));
    view.set("mentor", std::move(mentor));
    view.set("mentee", std::move(mentee));
    view.set("past", std::move(past));
    view.set("proposals", std::move(proposals));
    return visit.show(Page::mentorships, view);
}

Result<domain::AgreementView> agreement_in_path(domain::Context& context, const http::Request& request,
                                                AccountId viewer) {
    const auto id = parse_id<AgreementId>(request.part("id"));
    auto view = id && viewer ? domain::load_agreement(context, *id, viewer)
                             : Result<domain::AgreementView>(Error(Errc::not_found, ""));
    if (!view) return Error(Errc::not_found, "There is no such mentorship, or it is not yours.");
    return view;
}

json::Value actions_view(const domain::AgreementView& view) {
    const auto path = "/mentorships/" + view.agreement.id.text() + "/";
    const auto address = [&view, &path](Action action) -> std::string {
        const bool possible = std::find(view.possible.begin(), view.possible.end(), action) != view.possible.end();
        return possible ? path + std::string(domain::name_of(action)) : std::string();
    };
    return json::Value::object({{"accept", address(Action::accept)},
                                {"more_info", address(Action::ask_more)},
                                {"decline", address(Action::decline)},
                                {"withdraw", address(Action::withdraw)},
                                {"reply", address(Action::answer)},
                                {"propose_terms", address(Action::propose_terms)},
                                {"end", address(Action::end)}});
}

// For someone who came too late: open ones on the same topics.
json::Value alternatives(domain::Context& context, const Scene& scene, const domain::AgreementView& view) {
    auto cards = json::Value::array();
    if (!was_full(view) || view.agreement.responder_id != scene.viewer) return cards;
    repo::BoardQuery query;
    query.purpose = view.proposal.purpose;
    query.state = model::ProposalState::open;
    for (const auto& topic : domain::record_of(view.proposal).topics) {
        query.topic = strings::fold(topic.label);
        for (const auto& other : domain::load_board(context, query, scene.viewer, first(4))) {
            const auto card = proposal_card(scene, other);
            const bool known = std::find(cards.items().begin(), cards.items().end(), card) != cards.items().end();
            if (!known && other.proposal.id != view.proposal.id && cards.items().size() < 3) cards.push(card);
        }
    }
    return cards;
}

void add_people(json::Value& view, const Scene& scene, const domain::AgreementView& agreement) {
    for (const auto& [role, account] : {std::pair("mentor", agreement.mentor), std::pair("mentee", agreement.mentee)}) {
        auto person = json::Value::object();
        add_person(person, scene, *account);
        view.set(role, std::move(person));
    }
}

http::Response agreement_page(domain::Context& context, const Visit& visit, const domain::AgreementView& agreement,
                              const Form& form, int status) {
    const auto scene = visit.scene();
    const auto heading = name_of(*agreement.mentor) + " and " + name_of(*agreement.mentee);
    auto frame = visit.frame(heading, Place::mentorships);
    frame.head.robots = "noindex";
    auto view = visit.view(frame);
    const auto& row = agreement.agreement;
    view.set("heading", heading);
    const bool there = !agreement.proposal.deleted_at;
    view.set("proposal", json::Value::object({{"title", agreement.proposal.title},
                                              {"url", there ? "/proposals/" + agreement.proposal.id.text() : ""}}));
    view.set("role", role_text(row, visit.viewer()));
    view.set("state", state_of(agreement, visit.viewer()));
    view.set("tone", tone_of(row.state));
    view.set("explanation", explanation_of(agreement, visit.viewer()));
    const bool trying = row.state == model::AgreementState::trial && row.trial_ends_at;
    view.set("deadline", trying ? date_view(*row.trial_ends_at, scene.now) : json::Value(false));
    view.set("steps", way_view(scene, agreement));
    add_people(view, scene, agreement);
    view.set("messages", message_list(scene, agreement));
    view.set("record", terms_list(agreement, scene.now));
    view.set("history", history_list(scene, agreement));
    view.set("actions", actions_view(agreement));
    view.set("form", json::Value::object({{"message", form.field("message")},
                                          {"goal", form.field("goal")},
                                          {"cadence", form.select("cadence", cadence_options())},
                                          {"weeks", form.field("weeks")},
                                          {"trial_weeks", form.field("trial_weeks")}}));
    view.set("alternatives", alternatives(context, scene, agreement));
    view.set("errors", form.errors());
    return visit.show(Page::agreement, view, status);
}

Reply show(domain::Context& context, const http::Request& request) {
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto agreement = agreement_in_path(context, request, visit.viewer());
    if (!agreement) return agreement.error();
    return agreement_page(context, visit, *agreement, Form(), 200);
}

// What is said anew replaces what was agreed; the rest stays.
std::string read_terms(Form& form, const model::Agreement& agreement) {
    auto terms = json::Value::object();
    if (auto agreed = json::parse(agreement.terms); agreed && agreed->is_object()) terms = std::move(*agreed);
    form.limit("goal", 300);
    form.choose("cadence", cadence_options());
    const auto weeks = form.number("weeks", 4, 40);
    const auto trial = form.number("trial_weeks", 0, 8);
    if (!form.text("goal").empty()) terms.set("goals", json::Value::array({form.text("goal")}));
    if (!form.text("cadence").empty()) terms.set("cadence", form.text("cadence"));
    if (weeks) terms.set("weeks", *weeks);
    if (trial) terms.set("trialWeeks", *trial);
    return json::dump(terms);
}

Reply take_step(domain::Context& context, const http::Request& request, Action action, Notice notice) {
    if (auto checked = check_csrf(request); !checked) return checked.error();
    const Visit visit(context, request);
    if (!visit.account()) return sign_in_first(request);
    auto agreement = agreement_in_path(context, request, visit.viewer());
    if (!agreement) return agreement.error();
    Form form(request);
    form.limit("message", 2000);
    if (action == Action::ask_more) form.require("message", "Say what you would like to know.");
    if (action == Action::answer) form.require("message", "Write your answer.");
    domain::Step step;
    step.action = action;
    step.note = form.text("message");
    if (action == Action::propose_terms) step.terms_json = read_terms(form, agreement->agreement);
    if (!form.sound()) return agreement_page(context, visit, *agreement, form, 422);
    auto taken = domain::take_step(context, visit.viewer(), agreement->agreement.id, step);
    if (!taken) {
        const auto error = taken.error();
        if (error.code() != Errc::conflict && error.code() != Errc::unprocessable) return error;
        form.fail(error);
        return agreement_page(context, visit, *agreement, form, error.code() == Errc::conflict ? 409 : 422);
    }
    // Where the other server counts the places, a yes is not yet the beginning.
    const bool sent = action == Action::accept && domain::is_open_request(taken->state);
    return go_to(request, "/mentorships/" + taken->id.text(), sent ? Notice::acceptance_sent : notice);
}

Reply accept(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::accept, Notice::accepted);
}
Reply decline(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::decline, Notice::declined);
}
Reply more_info(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::ask_more, Notice::question_sent);
}
Reply answer(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::answer, Notice::answer_sent);
}
Reply propose_terms(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::propose_terms, Notice::terms_sent);
}
Reply withdraw(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::withdraw, Notice::withdrawn);
}
Reply end(domain::Context& context, const http::Request& request) {
    return take_step(context, request, Action::end, Notice::ended);
}

}  // namespace

Routes agreement_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    return {
        {Method::get, "/mentorships", Lane::read, Audience::page, mentorships},
        {Method::get, "/mentorships/:id", Lane::read, Audience::page, show},
        {Method::post, "/mentorships/:id/accept", Lane::write, Audience::page, accept},
        {Method::post, "/mentorships/:id/decline", Lane::write, Audience::page, decline},
        {Method::post, "/mentorships/:id/more_info", Lane::write, Audience::page, more_info},
        {Method::post, "/mentorships/:id/answer", Lane::write, Audience::page, answer},
        {Method::post, "/mentorships/:id/propose_terms", Lane::write, Audience::page, propose_terms},
        {Method::post, "/mentorships/:id/withdraw", Lane::write, Audience::page, withdraw},
        {Method::post, "/mentorships/:id/end", Lane::write, Audience::page, end},
    };
}

}  // namespace collegium::web
