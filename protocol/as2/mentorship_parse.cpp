#include <algorithm>

#include "as2/mentorship.hpp"
#include "as2/read.hpp"
#include "as2/vocabulary.hpp"
#include "core/url.hpp"

namespace collegium::as2 {
namespace {

using namespace property;

constexpr std::size_t most_terms = 20;
constexpr std::int64_t most_places = 1'000;

Error refused(const char* why) {
    return Error(Errc::unprocessable, why);
}

std::vector<Concept> concepts(const json::Value& value) {
    std::vector<Concept> found;
    for (const auto* item : read::list(value)) {
        Concept term;
        term.id = read::url((*item)[property::id]);
        term.label = read::text(item->is_object() ? (*item)[property::name] : *item, 300);
        term.code = read::text((*item)["termCode"], 100);
        const bool empty = term.id.empty() && term.label.empty() && term.code.empty();
        if (!empty && found.size() < most_terms) found.push_back(std::move(term));
    }
    return found;
}

Texts words(const json::Value& value) {
    Texts found;
    for (const auto* item : read::list(value)) {
        std::string word = read::text(*item, 100);
        if (!word.empty() && found.size() < most_terms) found.push_back(std::move(word));
    }
    return found;
}

// The number of a measure of "one"; FEP-0837 has it as a string.
std::optional<std::int64_t> quantity(const json::Value& value) {
    if (const auto number = read::count(value[has_numerical_value])) return std::min(*number, most_places);
    const std::string& digits = value[has_numerical_value].string();
    if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    return std::min<std::int64_t>(std::stoll(digits), most_places);
}

std::string without_fragment(const std::string& address) {
    return address.substr(0, address.find('#'));
}

// Where a Note says its Proposal document is; else the intent's address, which is that with a fragment.
std::string proposal_id(const json::Value& object, const std::string& intent) {
    for (const auto* tag_item : read::list(object[tag])) {
        for (const auto* relation : read::list((*tag_item)[rel])) {
            const std::string target_id = read::url((*tag_item)[href]);
            if (relation->string() == vf_proposal && same_origin(target_id, intent)) return target_id;
        }
    }
    return without_fragment(intent);
}

}  // namespace

void read_mentorship_facts(const json::Value& facts, MentorshipProposal& proposal) {
    proposal.title = read::text(facts[property::name], 300);
    proposal.topics = concepts(facts["topics"]);
    proposal.subjects = concepts(facts["subjects"]);
    proposal.levels = concepts(facts["levels"]);
    proposal.formats = words(facts["formats"]);
    proposal.languages = words(facts["languages"]);
    proposal.time_zone = read::text(facts["timeZone"], 64);
    proposal.windows = words(facts["windows"]);
    proposal.cadence = read::text(facts["cadence"], 64);
    proposal.weeks = read::count(facts["weeks"]);
    proposal.places = std::min(read::count(facts["places"]).value_or(1), most_places);
    proposal.places_free = std::min(read::count(facts["placesFree"]).value_or(proposal.places), most_places);
    proposal.institution_policy = read::text(facts["institutionPolicy"], 64);
    proposal.who_may_ask = read::text(facts["whoMayAsk"], 64);
    proposal.expectations = read::text(facts["expectations"], 2'000);
    proposal.expires = read::time(facts["expires"]);
    proposal.state = read::text(facts["status"], 40);
    if (proposal.state.empty()) proposal.state = "open";
}

Result<MentorshipProposal> parse_mentorship(const json::Value& object) {
    MentorshipProposal proposal;
    const std::string object_id = read::url(object[property::id]);
    const std::string kind = read::type(object[property::type]);
    const json::Value& intent = object[publishes];
    proposal.intent = read::url(intent[property::id]);
    if (object_id.empty() || proposal.intent.empty() || !same_origin(object_id, proposal.intent)) {
        return refused("The proposal has no intent of its own");
    }
    const bool offer = object[purpose].string() == "offer";
    if (!offer && object[purpose].string() != "request") return refused("The proposal has no purpose");
    const bool known_service = intent[resource_conforms_to].string() == mentoring || object[mentorship].is_object();
    if (intent[action].string() != "deliverService" || !known_service || object.contains(reciprocal)) {
        return refused("The proposal is not about mentoring as a gift");
    }
    proposal.purpose = offer ? Purpose::offer : Purpose::request;
    proposal.author = read::id(object[attributed_to]);
    if (proposal.author.empty()) return refused("The proposal has no author");
    read_mentorship_facts(object[mentorship], proposal);
    const bool canonical = kind == type::proposal;
    proposal.id = canonical ? object_id : proposal_id(object, proposal.intent);
    proposal.note = canonical ? read::id(object[preview]) : object_id;
    if (proposal.title.empty()) proposal.title = read::text(object[property::name], 300);
    proposal.content = read::html(object[mentorship]["description"], read::limit::content);
    if (proposal.content.empty()) proposal.content = read::html(object[content], read::limit::content);
    proposal.page = read::link(object[property::url]);
    proposal.places_free = quantity(intent[available_quantity]).value_or(proposal.places_free);
    proposal.places = std::max(proposal.places, proposal.places_free);
    proposal.published = read::time(object[published]);
    proposal.updated = read::time(object[updated]);
    if (!proposal.expires) proposal.expires = read::time(object[end_time]);
    proposal.to = read::ids(object[to], read::limit::recipients);
    proposal.cc = read::ids(object[cc], read::limit::recipients);
    return proposal;
}

Result<Agreement> parse_agreement(const json::Value& value) {
    Agreement agreement;
    if (read::type(value[property::type]) != type::agreement) return refused("This is not an agreement");
    const json::Value& spelled = value.contains(stipulates) ? value[stipulates] : value[stipulates_misspelled];
    const auto commitments = read::list(spelled);
    if (commitments.empty()) return refused("The agreement stipulates nothing");
    const json::Value& commitment = *commitments.front();
    agreement.satisfies = read::id(commitment[satisfies]);
    if (agreement.satisfies.empty()) return refused("The agreement satisfies no intent");
    agreement.provider = read::id(commitment[provider]);
    agreement.receiver = read::id(commitment[receiver]);
    const auto number = quantity(commitment[resource_quantity]);
    agreement.quantity = number ? std::to_string(*number) : std::string();
    agreement.id = read::url(value[property::id]);
    agreement.attributed_to = read::id(value[attributed_to]);
    agreement.url = read::link(value[property::url]);
    agreement.content = read::html(value[content], read::limit::content);
    agreement.status = read::text(value[property::status], 40);
    if (value[terms].is_object()) agreement.terms = value[terms];
    agreement.terms_hash = read::text(value[terms_hash], 200);
    agreement.terms_version = read::count(value[terms_version]);
    agreement.steps_hash = read::text(value[steps_hash], 200);
    agreement.want = read::text(value[want], 2'000);
    agreement.not_evaluated = value[not_evaluated].boolean().value_or(false);
    agreement.updated = read::time(value[updated]);
    return agreement;
}

}  // namespace collegium::as2
