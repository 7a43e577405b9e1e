#include "domain/agreement_steps.hpp"

#include <array>

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/json.hpp"
#include "core/log.hpp"
#include "domain/uris.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/queues.hpp"

namespace collegium::domain {
namespace {

using Action = AgreementAction;
using State = model::AgreementState;

constexpr int default_trial_weeks = 4;
constexpr std::int64_t running_limit = 3;

std::optional<Party> party_of(const model::Agreement& agreement, AccountId actor) {
    if (!actor) return Party::clock;
    if (actor == agreement.proposer_id) return Party::proposer;
    if (actor == agreement.responder_id) return Party::responder;
    return std::nullopt;
}

std::int64_t trial_weeks(const model::Agreement& agreement) {
    auto terms = json::parse(agreement.terms);
    if (!terms) return default_trial_weeks;
    auto weeks = (*terms)["trialWeeks"].integer().value_or(default_trial_weeks);
    return weeks < 0 ? 0 : weeks > 8 ? 8 : weeks;
}

void start(Context& context, model::Agreement& agreement) {
    const auto weeks = trial_weeks(agreement);
    if (weeks == 0) {
        agreement.state = State::active;
    } else {
        agreement.state = State::trial;
        agreement.trial_ends_at = context.now + std::chrono::weeks(weeks);
    }
}

// Readers elsewhere see places and state in the carrier's text, servers that know the FEP in the Proposal: both
// go out as the Update that a changed carrier makes. A carrier that is gone took its proposal with it.
void tell_readers(Context& context, ProposalId id) {
    auto proposal = repo::find_proposal(context.db, id);
    if (!proposal || proposal->deleted_at || !proposal->local) return;
    auto told = refresh_carrier(context, *proposal);
    if (!told) log::info("places changed on a proposal without a carrier", {{"proposal", id.text()}});
}

// Transition 6 where the proposal lives: one place, atomically, and the agreement's own name.
Result<void> begin_agreement(Context& context, model::Agreement& agreement) {
    // Of two mentors who accept at once, the second sees what the first began.
    repo::lock_account(context.db, agreement.mentee_id);
    COLLEGIUM_CHECK(check_running(context, agreement.mentee_id));
    if (!repo::take_place(context.db, agreement.proposal_id, context.now))
        return Error(Errc::conflict, "All places are taken", "full");
    agreement.place_held = true;
    agreement.uri = Uris(context.config).agreement(agreement.id);
    start(context, agreement);
    tell_readers(context, agreement.proposal_id);
    return ok();
}

void give_place_back(Context& context, model::Agreement& agreement) {
    if (!agreement.place_held) return;
    agreement.place_held = false;
    repo::free_place(context.db, agreement.proposal_id, context.now);
    tell_readers(context, agreement.proposal_id);
}

void put_terms(Context& context, model::Agreement& agreement, AccountId actor, const Step& step, Told told) {
    if (!step.terms_json.empty()) agreement.terms = step.terms_json;
    agreement.terms_hash = hex_encode(sha256(agreement.terms));
    agreement.terms_by_id = actor;
    if (told == Told::to_other_side)
        agreement.last_offer_uri = Uris(context.config).activity(context.ids.next<PostId>().value);
}

Error impossible(const model::Agreement& agreement, Action action) {
    return Error(Errc::conflict, "That is not possible now: the mentorship is " + std::string(name_of(agreement.state)),
                 std::string(name_of(action)));
}

}  // namespace

Result<void> check_running(Context& context, AccountId mentee) {
    if (repo::count_running_as_mentee(context.db, mentee) >= running_limit)
        return Error(Errc::conflict, "Three mentorships at a time are the limit", "limit");
    return ok();
}

void record_step(Context& context, const model::Agreement& agreement, const StepRecord& record) {
    auto steps = repo::steps_of(context.db, agreement.id);
    model::AgreementStep step;
    step.agreement_id = agreement.id;
    step.from_state = record.from;
    step.to_state = agreement.state;
    step.actor_id = record.actor;
    step.note = record.note;
    step.created_at = context.now;
    step.previous_hash = steps.empty() ? "" : steps.back().hash;
    auto actor = record.actor ? repo::find_account(context.db, record.actor) : std::nullopt;
    const std::string chained = agreement.offer_uri + "\n" + (record.from ? std::string(name_of(*record.from)) : "") +
                                "\n" + std::string(name_of(agreement.state)) + "\n" + (actor ? actor->uri : "") + "\n" +
                                format_rfc3339(context.now) + "\n" + step.previous_hash;
    step.hash = hex_encode(sha256(chained));
    repo::insert_step(context.db, step);

    model::Event event;
    event.kind = model::EventKind::mentorship_step;
    event.account_id = record.actor;
    event.other_id = agreement.id.value;
    event.data = json::dump(json::Value::object({{"action", std::string(name_of(record.action))},
                                                 {"note", record.note},
                                                 {"tell", record.told == Told::to_other_side},
                                                 {"from", record.from ? std::string(name_of(*record.from)) : ""},
                                                 {"offer", agreement.last_offer_uri}}));
    event.created_at = context.now;
    repo::insert_event(context.db, event);
}

Result<model::Agreement> advance(Context& context, model::Agreement agreement, AccountId actor, const Step& step,
                                 Told told) {
    const auto party = party_of(agreement, actor);
    if (!party) return Error(Errc::forbidden, "This action is not allowed");
    const auto transition =
        find_transition(agreement.state, step.action, *party, actor && agreement.terms_by_id == actor);
    if (!transition) return impossible(agreement, step.action);
    const auto from = agreement.state;

    if (step.action == Action::accept) {
        auto proposal = repo::find_proposal(context.db, agreement.proposal_id);
        if (!proposal) return Error(Errc::not_found, "Record not found");
        if (proposal->local) {
            COLLEGIUM_CHECK(begin_agreement(context, agreement));
        } else if (told == Told::to_other_side) {
            // Their places, their word: we say yes and wait for their Accept with the agreement in it.
            agreement.terms_by_id = actor;
        }
    } else {
        agreement.state = transition->to;
        if (step.action == Action::propose_terms) put_terms(context, agreement, actor, step, told);
        if (is_final(agreement.state)) give_place_back(context, agreement);
    }
    agreement.updated_at = context.now;
    repo::update_agreement(context.db, agreement);
    record_step(context, agreement, StepRecord(step.action, from, actor, step.note, told));
    return agreement;
}

Result<void> confirm(Context& context, model::Agreement agreement, AccountId actor) {
    if (!is_open_request(agreement.state)) return impossible(agreement, Action::accept);
    const auto from = agreement.state;
    start(context, agreement);
    agreement.updated_at = context.now;
    repo::update_agreement(context.db, agreement);
    record_step(context, agreement, StepRecord(Action::accept, from, actor, "", Told::nobody));
    return ok();
}

void emit_refusal(Context& context, AccountId from, AccountId to, std::string_view offer_uri, std::string_view reason) {
    model::Event event;
    event.kind = model::EventKind::offer_refused;
    event.account_id = from;
    event.other_id = to.value;
    event.data = json::dump(json::Value::object({{"offer", std::string(offer_uri)}, {"reason", std::string(reason)}}));
    event.created_at = context.now;
    repo::insert_event(context.db, event);
}

std::vector<AgreementView> view_agreements(Context& context, std::vector<model::Agreement> agreements,
                                           AccountId viewer) {
    std::vector<AccountId> people;
    std::vector<ProposalId> proposal_ids;
    for (const auto& agreement : agreements) {
        people.push_back(agreement.mentor_id);
        people.push_back(agreement.mentee_id);
        proposal_ids.push_back(agreement.proposal_id);
    }
    std::unordered_map<AccountId, std::shared_ptr<const model::Account>> accounts;
    for (auto& account : repo::find_accounts(context.db, people)) {
        const auto id = account.id;
        accounts[id] = std::make_shared<const model::Account>(std::move(account));
    }
    std::unordered_map<ProposalId, model::Proposal> proposals;
    for (auto& proposal : repo::find_proposals(context.db, proposal_ids)) {
        const auto id = proposal.id;
        proposals.emplace(id, std::move(proposal));
    }
    constexpr std::array actions = {Action::accept,        Action::decline,  Action::ask_more, Action::answer,
                                    Action::propose_terms, Action::withdraw, Action::end};
    std::vector<AgreementView> views;
    for (auto& agreement : agreements) {
        auto proposal = proposals.find(agreement.proposal_id);
        auto mentor = accounts.find(agreement.mentor_id);
        auto mentee = accounts.find(agreement.mentee_id);
        if (proposal == proposals.end() || mentor == accounts.end() || mentee == accounts.end()) continue;
        AgreementView view{agreement, proposal->second, mentor->second, mentee->second, {}, {}};
        if (auto party = party_of(agreement, viewer); party && viewer) {
            for (auto action : actions)
                if (find_transition(agreement.state, action, *party, agreement.terms_by_id == viewer))
                    view.possible.push_back(action);
        }
        views.push_back(std::move(view));
    }
    return views;
}

}  // namespace collegium::domain
