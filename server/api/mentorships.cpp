// The mentoring board over REST (design section 8): proposals.
#include "domain/mentorships.hpp"

#include <algorithm>

#include "api/auth.hpp"
#include "api/entities/entities.hpp"
#include "api/entities/mentorship.hpp"
#include "api/forms.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "core/strings.hpp"

namespace collegium::api {
namespace {

Reply proposal_reply(domain::Context& context, ProposalId id, AccountId viewer) {
    auto view = domain::load_proposal(context, id, viewer);
    if (!view) return view.error();
    json::Writer writer;
    write_proposal(writer, context, *view, viewer);
    return json_reply(writer);
}

// Facts in the words of the "mentorship" property; lists of terms also as plain words.
Result<domain::ProposalDraft> read_draft(const http::Request& request, const Viewer& viewer,
                                         std::string_view present_purpose) {
    domain::ProposalDraft draft;
    draft.author = viewer.id();
    draft.app = viewer.token.app_id;
    draft.idempotency_key = idempotency_key(request);
    auto& proposal = draft.proposal;
    auto facts = request.parameters();
    facts.set("name", text_or(request, "title"));
    facts.erase("state");
    as2::read_mentorship_facts(facts, proposal);
    proposal.title = strings::without_controls(strings::trim(text_or(request, "title")));
    proposal.content = text_or(request, "content");
    const auto purpose = text_or(request, "purpose", present_purpose);
    if (purpose != "offer" && purpose != "request")
        return Error(Errc::unprocessable, "Validation failed: Purpose must be offer or request");
    proposal.purpose = purpose == "offer" ? as2::Purpose::offer : as2::Purpose::request;
    if (request.parameters().contains("places") && !number_parameter(request, "places"))
        return Error(Errc::unprocessable, "Validation failed: Places is not a number");
    proposal.places = number_parameter(request, "places").value_or(1);
    if (auto weeks = number_parameter(request, "weeks")) proposal.weeks = weeks;
    if (proposal.topics.empty())
        for (const auto& topic : texts_parameter(request, "topics")) proposal.topics.push_back({"", topic, ""});
    draft.language = text_or(request, "language", viewer.member.default_language);
    COLLEGIUM_TRY(draft.visibility, visibility_parameter(request, viewer.member.default_visibility));
    return draft;
}

Reply create(domain::Context& context, const http::Request& request) {
    auto viewer = require_viewer(context, request, "write:statuses");
    if (!viewer) return viewer.error();
    auto draft = read_draft(request, *viewer, "");
    if (!draft) return draft.error();
    auto proposal = domain::create_proposal(context, *draft);
    if (!proposal) return proposal.error();
    return proposal_reply(context, proposal->id, viewer->id());
}

// A full replacement of the text, or of the state alone.
Reply update(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ProposalId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    const auto state = text_or(request, "state");
    if (!state.empty() && text_or(request, "title").empty()) {
        const auto wanted = state == "open"     ? model::ProposalState::open
                            : state == "paused" ? model::ProposalState::paused
                            : state == "closed" ? model::ProposalState::closed
                                                : model::ProposalState::draft;
        auto proposal = domain::set_proposal_state(context, subject->viewer.id(), subject->id, wanted);
        if (!proposal) return proposal.error();
        return proposal_reply(context, subject->id, subject->viewer.id());
    }
    // The purpose stays what it is.
    const auto present = repo::find_proposal(context.db, subject->id);
    if (!present || present->account_id != subject->viewer.id()) return Error(Errc::not_found, "Record not found");
    auto draft = read_draft(request, subject->viewer, present->purpose == model::Purpose::offer ? "offer" : "request");
    if (!draft) return draft.error();
    auto proposal = domain::update_proposal(context, subject->viewer.id(), subject->id, *draft);
    if (!proposal) return proposal.error();
    return proposal_reply(context, proposal->id, subject->viewer.id());
}

Reply remove(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ProposalId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    auto deleted = domain::delete_proposal(context, subject->viewer.id(), subject->id);
    if (!deleted) return deleted.error();
    return http::Response::json("{}");
}

Reply show(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    auto id = id_in_path<ProposalId>(request);
    if (!id) return id.error();
    return proposal_reply(context, *id, *viewer);
}

repo::BoardQuery read_query(const http::Request& request) {
    repo::BoardQuery query;
    const auto purpose = text_or(request, "purpose");
    if (purpose == "offer") query.purpose = model::Purpose::offer;
    if (purpose == "request") query.purpose = model::Purpose::request;
    const auto folded = strings::fold(text_or(request, "q"));
    for (auto word : strings::words(folded))
        if (query.words.size() < 8) query.words.emplace_back(word);
    query.topic = strings::fold(text_or(request, "topic"));
    if (text_or(request, "state") == "open") query.state = model::ProposalState::open;
    if (auto author = parse_id<AccountId>(text_or(request, "account_id"))) query.author = *author;
    query.local_only = flag_or(request, "local", false);
    return query;
}

Reply board(domain::Context& context, const http::Request& request) {
    auto viewer = viewer_or_public(context, request, "read:statuses");
    if (!viewer) return viewer.error();
    const auto page = read_page(request);
    const auto views = domain::load_board(context, read_query(request), *viewer, page);
    json::Writer writer;
    writer.begin_array();
    for (const auto& view : views) write_proposal(writer, context, view, *viewer);
    writer.end_array();
    auto response = http::Response::json(writer.take());
    PageEnds ends;
    if (!views.empty()) ends = {views.front().proposal.id.value, views.back().proposal.id.value, views.size()};
    set_links(response, context, request, page, ends, Next::when_full, Previous::min_id);
    return response;
}

Reply ask(domain::Context& context, const http::Request& request) {
    auto subject = require_subject<ProposalId>(context, request, "write:statuses");
    if (!subject) return subject.error();
    const auto& terms = request.parameters()["terms"];
    auto agreement = domain::ask(context, subject->viewer.id(), subject->id, text_or(request, "message"),
                                 terms.is_object() ? json::dump(terms) : "");
    if (!agreement) return agreement.error();
    return agreement_reply(context, agreement->id, subject->viewer.id());
}

}  // namespace

Routes proposal_routes() {
    using http::Audience;
    using http::Lane;
    using http::Method;
    constexpr auto api = Audience::client_api;
    return {
        {Method::post, "/api/v1/pln/mentorships", Lane::write, api, create, open_to_browsers},
        {Method::get, "/api/v1/pln/mentorships", Lane::read, api, board, open_to_browsers},
        {Method::get, "/api/v1/pln/mentorships/:id", Lane::read, api, show, open_to_browsers},
        {Method::put, "/api/v1/pln/mentorships/:id", Lane::write, api, update, open_to_browsers},
        {Method::delete_, "/api/v1/pln/mentorships/:id", Lane::write, api, remove, open_to_browsers},
        {Method::post, "/api/v1/pln/mentorships/:id/ask", Lane::write, api, ask, open_to_browsers},
    };
}

}  // namespace collegium::api
