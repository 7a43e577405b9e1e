#include "as2/mentorship.hpp"

#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "as2/write_parts.hpp"

namespace collegium::as2 {
namespace {

using namespace property;

json::Value measure(Name unit, std::string number) {
    return json::Value::object({{"hasUnit", unit}, {"hasNumericalValue", std::move(number)}});
}

json::Value write_concepts(const std::vector<Concept>& concepts) {
    json::Value list = json::Value::array();
    for (const auto& term : concepts) {
        json::Value item = json::Value::object({{"type", type::defined_term}});
        parts::set_text(item, property::id, term.id);
        parts::set_text(item, property::name, term.label);
        parts::set_text(item, "termCode", term.code);
        list.push(std::move(item));
    }
    return list;
}

void set_concepts(json::Value& value, Name name, const std::vector<Concept>& concepts) {
    if (!concepts.empty()) value.set(name, write_concepts(concepts));
}

std::string intent_of(const MentorshipProposal& proposal) {
    return proposal.intent.empty() ? proposal.id + "#primary" : proposal.intent;
}

json::Value write_intent(const MentorshipProposal& proposal) {
    json::Value intent = json::Value::object({{"type", type::intent}, {"id", intent_of(proposal)}});
    intent.set(action, "deliverService").set(resource_conforms_to, mentoring);
    intent.set(resource_quantity, measure("one", "1"));
    intent.set(available_quantity, measure("one", std::to_string(proposal.places_free)));
    return std::move(intent.set(proposal.purpose == Purpose::offer ? provider : receiver, proposal.author));
}

void set_exchange(json::Value& value, const MentorshipProposal& proposal) {
    value.set(purpose, proposal.purpose == Purpose::offer ? "offer" : "request");
    value.set(publishes, write_intent(proposal));
    value.set(unit_based, false);
    value.set(mentorship, write_mentorship_facts(proposal));
}

}  // namespace

json::Value write_mentorship_facts(const MentorshipProposal& proposal) {
    json::Value facts = json::Value::object({});
    facts.set(property::name, proposal.title);
    set_concepts(facts, "topics", proposal.topics);
    set_concepts(facts, "subjects", proposal.subjects);
    set_concepts(facts, "levels", proposal.levels);
    parts::set_texts(facts, "formats", proposal.formats);
    parts::set_texts(facts, "languages", proposal.languages);
    parts::set_text(facts, "timeZone", proposal.time_zone);
    parts::set_texts(facts, "windows", proposal.windows);
    parts::set_text(facts, "cadence", proposal.cadence);
    parts::set_count(facts, "weeks", proposal.weeks);
    facts.set("places", proposal.places).set("placesFree", proposal.places_free);
    parts::set_text(facts, "institutionPolicy", proposal.institution_policy);
    parts::set_text(facts, "whoMayAsk", proposal.who_may_ask);
    parts::set_text(facts, "expectations", proposal.expectations);
    // The free text alone: the carrier's content repeats the facts around it.
    parts::set_text(facts, "description", proposal.content);
    parts::set_time(facts, "expires", proposal.expires);
    facts.set("status", proposal.state);
    return facts;
}

void add_to_note(const MentorshipProposal& proposal, Note& note) {
    set_exchange(note.extensions, proposal);
    ObjectLink link;  // FEP-e232
    link.href = proposal.id;
    link.media_type = std::string(ld_json_type);
    link.rel = {std::string(vf_proposal)};
    link.name = "Details and how to apply";
    note.links.push_back(std::move(link));
}

json::Value write_proposal(const MentorshipProposal& proposal) {
    json::Value value = json::Value::object({{"id", proposal.id}, {"type", type::proposal}});
    value.set(attributed_to, proposal.author).set(property::name, proposal.title);
    value.set(content, proposal.content);
    parts::set_time(value, published, proposal.published);
    parts::set_time(value, updated, proposal.updated);
    parts::set_time(value, end_time, proposal.expires);
    parts::set_text(value, property::url, proposal.page);
    value.set(to, write_texts(proposal.to)).set(cc, write_texts(proposal.cc));
    set_exchange(value, proposal);
    parts::set_text(value, preview, proposal.note);
    return value;
}

json::Value write_agreement(const Agreement& agreement) {
    json::Value commitment = json::Value::object({{"type", type::commitment}});
    if (!agreement.id.empty()) commitment.set(property::id, agreement.id + "#primary");
    commitment.set(satisfies, agreement.satisfies);
    parts::set_text(commitment, provider, agreement.provider);
    parts::set_text(commitment, receiver, agreement.receiver);
    commitment.set(resource_quantity, measure("one", agreement.quantity));

    json::Value value = json::Value::object({{"type", type::agreement}});
    parts::set_text(value, property::id, agreement.id);
    parts::set_text(value, attributed_to, agreement.attributed_to);
    parts::set_text(value, property::url, agreement.url);
    parts::set_text(value, content, agreement.content);
    parts::set_time(value, updated, agreement.updated);
    value.set(stipulates, std::move(commitment));
    parts::set_text(value, property::status, agreement.status);
    if (agreement.terms.is_object()) value.set(terms, agreement.terms);
    parts::set_text(value, terms_hash, agreement.terms_hash);
    parts::set_count(value, terms_version, agreement.terms_version);
    parts::set_text(value, steps_hash, agreement.steps_hash);
    parts::set_text(value, want, agreement.want);
    if (agreement.not_evaluated) value.set(not_evaluated, true);
    return value;
}

Activity make_offer(std::string id, std::string actor, const std::string& to, const Agreement& draft) {
    return make_activity(type::offer, std::move(id), std::move(actor), write_agreement(draft), {to});
}

Activity make_accept_offer(std::string id, std::string actor, const std::string& to, const std::string& offer,
                           const Agreement& agreement) {
    Activity activity = make_activity(type::accept, std::move(id), std::move(actor), offer, {to});
    activity.result = write_agreement(agreement);
    return activity;
}

}  // namespace collegium::as2
