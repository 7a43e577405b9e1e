#include "api/entities/mentorship.hpp"

#include <algorithm>
#include <array>

#include "api/entities/entities.hpp"
#include "domain/uris.hpp"

namespace collegium::api {
namespace {

// Written by hand above the facts.
constexpr std::array own_names = {"name", "status", "state",      "places",  "topics",
                                  "type", "id",     "placesFree", "expires", "description"};

std::string_view name_of(model::Purpose purpose) {
    return purpose == model::Purpose::offer ? "offer" : "request";
}

void write_proposal_head(json::Writer& writer, const model::Proposal& proposal) {
    writer.field("id", proposal.id.text());
    writer.field("purpose", name_of(proposal.purpose));
    writer.field("title", proposal.title);
    writer.field("places", proposal.places);
    writer.field("places_free", proposal.places_free);
    writer.field("state", domain::name_of(proposal.state));
    writer.field("uri", proposal.uri);
}

}  // namespace

void write_proposal(json::Writer& writer, const domain::Context& context, const domain::ProposalView& view,
                    AccountId viewer) {
    const auto& proposal = view.proposal;
    writer.begin_object();
    write_proposal_head(writer, proposal);
    writer.field("content", proposal.content);
    writer.key("topics").begin_array();
    for (const auto& topic : view.record.topics) writer.value(topic.label.empty() ? topic.id : topic.label);
    writer.end_array();
    const auto facts = as2::write_mentorship_facts(view.record);
    for (const auto& [name, value] : facts.members()) {
        if (std::find(own_names.begin(), own_names.end(), name) != own_names.end()) continue;
        writer.key(name).value(value);
    }
    writer.field("local", proposal.local);
    writer.field("page", view.post.post.url);
    writer.field("created_at", format_rfc3339(proposal.created_at));
    writer.field("updated_at", format_rfc3339(proposal.updated_at));
    writer.key("expires_at");
    proposal.expires_at ? writer.value(format_rfc3339(*proposal.expires_at)) : writer.null();
    writer.key("author");
    write_account(writer, context, *view.post.author);
    writer.key("status");
    write_status(writer, context, view.post, viewer);
    writer.end_object();
}

void write_agreement(json::Writer& writer, const domain::Context& context, const domain::AgreementView& view,
                     AccountId viewer) {
    const auto& agreement = view.agreement;
    writer.begin_object();
    writer.field("id", agreement.id.text());
    writer.field("state", domain::name_of(agreement.state));
    writer.field("role", agreement.mentor_id == viewer ? "mentor" : "mentee");
    writer.field("proposed_by_me", agreement.proposer_id == viewer);
    writer.field("message", agreement.message);
    writer.field("page", domain::Uris(context.config).agreement_page(agreement.id));
    writer.key("uri");
    agreement.uri.empty() ? writer.null() : writer.value(agreement.uri);
    writer.key("proposal").begin_object();
    write_proposal_head(writer, view.proposal);
    writer.end_object();
    writer.key("mentor");
    write_account(writer, context, *view.mentor);
    writer.key("mentee");
    write_account(writer, context, *view.mentee);
    writer.key("terms");
    auto terms = json::parse(agreement.terms);
    terms ? writer.value(*terms) : writer.begin_object().end_object();
    writer.key("trial_ends_at");
    agreement.trial_ends_at ? writer.value(format_rfc3339(*agreement.trial_ends_at)) : writer.null();
    writer.key("possible").begin_array();
    for (auto action : view.possible) writer.value(domain::name_of(action));
    writer.end_array();
    writer.key("steps").begin_array();
    for (const auto& step : view.steps) {
        writer.begin_object();
        writer.key("from");
        step.from_state ? writer.value(domain::name_of(*step.from_state)) : writer.null();
        writer.field("to", domain::name_of(step.to_state));
        writer.key("by");
        step.actor_id ? writer.value(step.actor_id == agreement.mentor_id ? "mentor" : "mentee") : writer.null();
        writer.field("note", step.note);
        writer.field("at", format_rfc3339(step.created_at));
        writer.end_object();
    }
    writer.end_array();
    writer.field("created_at", format_rfc3339(agreement.created_at));
    writer.field("updated_at", format_rfc3339(agreement.updated_at));
    writer.end_object();
}

Reply agreement_reply(domain::Context& context, AgreementId id, AccountId viewer) {
    auto view = domain::load_agreement(context, id, viewer);
    if (!view) return view.error();
    json::Writer writer;
    write_agreement(writer, context, *view, viewer);
    return json_reply(writer);
}

}  // namespace collegium::api
