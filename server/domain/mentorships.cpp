// Agreements: the steps of domain/mentorships.hpp, by our people and by the other party's server alike.
#include "domain/mentorships.hpp"

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "core/json.hpp"
#include "core/strings.hpp"
#include "domain/agreement_steps.hpp"
#include "domain/posts.hpp"
#include "domain/uris.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/relations.hpp"

namespace collegium::domain {
namespace {

using Action = AgreementAction;
using State = model::AgreementState;

constexpr std::int64_t open_request_limit = 3;
constexpr auto answer_time = std::chrono::days(14);
constexpr auto repeat_time = std::chrono::days(90);
constexpr std::size_t message_limit = 2000;
constexpr std::size_t terms_limit = 8 * 1024;  // what other servers take, too

// Whether `responder` may ask now; shared by our people and by Offers from elsewhere.
Result<void> check_ask(Context& context, const model::Proposal& proposal, AccountId responder) {
    if (proposal.account_id == responder) return Error(Errc::forbidden, "This is your own proposal");
    if (repo::blocks_either_way(context.db, proposal.account_id, responder))
        return Error(Errc::forbidden, "This action is not allowed");
    const bool expired = proposal.expires_at && *proposal.expires_at < context.now;
    if (proposal.state == model::ProposalState::full) return Error(Errc::conflict, "All places are taken", "full");
    if (proposal.state != model::ProposalState::open || expired)
        return Error(Errc::conflict, "This proposal is not open", "closed");
    if (repo::find_open_agreement(context.db, proposal.id, responder))
        return Error(Errc::conflict, "You have already asked", "duplicate");
    // The repeat rule of pln-domain.md 3.2.3.
    if (repo::was_declined_since(context.db, proposal.id, responder, context.now - repeat_time))
        return Error(Errc::conflict, "You may ask again 90 days after the answer", "declined");
    if (repo::count_open_requests(context.db, responder) >= open_request_limit)
        return Error(Errc::conflict, "Three open requests at a time are the limit", "limit");
    return check_running(context, proposal.purpose == model::Purpose::offer ? responder : proposal.account_id);
}

// Read under its lock, so that two steps at once come one after the other. nullopt: there is none.
std::optional<model::Agreement> lock_found(Context& context, const std::optional<model::Agreement>& found) {
    if (!found) return std::nullopt;
    repo::lock_agreement(context.db, found->id);
    return repo::find_agreement(context.db, found->id);
}

std::optional<model::Agreement> lock_by_offer(Context& context, std::string_view offer_uri) {
    return lock_found(context, repo::find_agreement_by_offer(context.db, offer_uri));
}

// The other side said yes to our terms, but there is no place left, or the mentee has enough.
Result<void> refuse_accepted(Context& context, AgreementId id, AccountId responder, std::string_view reason) {
    auto agreement = repo::find_agreement(context.db, id);
    if (!agreement) return ok();
    emit_refusal(context, agreement->proposer_id, responder, agreement->last_offer_uri, reason);
    Step step;
    step.action = Action::decline;
    step.note = reason;
    const auto proposer = agreement->proposer_id;
    COLLEGIUM_CHECK(advance(context, std::move(*agreement), proposer, step, Told::nobody));
    return ok();
}

model::Agreement new_agreement(Context& context, const model::Proposal& proposal, AccountId responder,
                               std::string_view message, std::string_view terms_json) {
    model::Agreement agreement;
    agreement.id = context.ids.next<AgreementId>();
    agreement.proposal_id = proposal.id;
    agreement.proposer_id = proposal.account_id;
    agreement.responder_id = responder;
    const bool offer = proposal.purpose == model::Purpose::offer;
    agreement.mentor_id = offer ? proposal.account_id : responder;
    agreement.mentee_id = offer ? responder : proposal.account_id;
    agreement.message = strings::shorten(message, message_limit);
    agreement.terms = terms_json.empty() ? "{}" : std::string(terms_json);
    agreement.terms_hash = hex_encode(sha256(agreement.terms));
    agreement.terms_by_id = responder;
    agreement.created_at = context.now;
    agreement.updated_at = context.now;
    return agreement;
}

}  // namespace

Result<model::Agreement> ask(Context& context, AccountId who, ProposalId proposal_id, std::string_view message,
                             std::string_view terms_json) {
    // Of two clicks at once, one asks; of many for different proposals, three. Everywhere the person before the
    // proposal.
    repo::lock_account(context.db, who);
    repo::lock_proposal(context.db, proposal_id);
    COLLEGIUM_TRY(auto view, load_proposal(context, proposal_id, who));
    const auto& proposal = view.proposal;
    COLLEGIUM_CHECK(check_ask(context, proposal, who));
    if (strings::count_characters(message) > message_limit)
        return Error(Errc::unprocessable, "Validation failed: Message is too long (maximum is 2000 characters)");
    if (terms_json.size() > terms_limit) return Error(Errc::unprocessable, "Validation failed: Terms are too long");
    auto agreement = new_agreement(context, proposal, who, message, terms_json);
    agreement.offer_uri = Uris(context.config).activity(context.ids.next<PostId>().value);
    agreement.last_offer_uri = agreement.offer_uri;
    repo::insert_agreement(context.db, agreement);
    record_step(context, agreement,
                StepRecord(Action::ask, std::nullopt, who, std::string(message), Told::to_other_side));
    return agreement;
}

Result<model::Agreement> take_step(Context& context, AccountId who, AgreementId id, const Step& step) {
    repo::lock_agreement(context.db, id);
    auto agreement = repo::find_agreement(context.db, id);
    if (!agreement || (agreement->proposer_id != who && agreement->responder_id != who))
        return Error(Errc::not_found, "Record not found");
    if (strings::count_characters(step.note) > message_limit)
        return Error(Errc::unprocessable, "Validation failed: Message is too long (maximum is 2000 characters)");
    if (step.terms_json.size() > terms_limit)
        return Error(Errc::unprocessable, "Validation failed: Terms are too long");
    if (step.action == Action::ask_more && strings::trim(step.note).empty())
        return Error(Errc::unprocessable, "Validation failed: Say what you would like to know");
    return advance(context, std::move(*agreement), who, step, Told::to_other_side);
}

Result<AgreementView> load_agreement(Context& context, AgreementId id, AccountId viewer) {
    auto agreement = repo::find_agreement(context.db, id);
    if (!agreement || !viewer || (agreement->proposer_id != viewer && agreement->responder_id != viewer))
        return Error(Errc::not_found, "Record not found");
    auto views = view_agreements(context, {*agreement}, viewer);
    if (views.empty()) return Error(Errc::not_found, "Record not found");
    views.front().steps = repo::steps_of(context.db, id);
    return std::move(views.front());
}

std::vector<AgreementView> load_agreements(Context& context, AccountId viewer, const model::Page& page) {
    return view_agreements(context, repo::agreements_page(context.db, viewer, page), viewer);
}

Result<void> decline_waiting(Context& context, const model::Proposal& proposal) {
    const auto told = proposal.local ? Told::to_other_side : Told::nobody;
    for (const auto& found : repo::agreements_of_proposal(context.db, proposal.id, proposal.account_id)) {
        auto agreement = lock_found(context, found);
        if (!agreement || !is_open_request(agreement->state)) continue;
        Step step;
        step.action = Action::decline;
        COLLEGIUM_CHECK(advance(context, std::move(*agreement), proposal.account_id, step, told));
    }
    return ok();
}

int expire_overdue(Context& context, int limit) {
    auto overdue = repo::overdue_agreements(context.db, context.now - answer_time, limit);
    int expired = 0;
    for (const auto& found : overdue) {
        auto agreement = lock_found(context, found);
        if (!agreement || agreement->updated_at != found.updated_at) continue;  // answered at this moment
        // Each server keeps its own clock; the one that keeps the proposal tells the other.
        auto proposer = repo::find_account(context.db, agreement->proposer_id);
        const auto told = proposer && proposer->local() ? Told::to_other_side : Told::nobody;
        Step step;
        step.action = Action::expire;
        if (advance(context, std::move(*agreement), AccountId(), step, told)) ++expired;
    }
    return expired;
}

Result<void> offer_received(Context& context, const RemoteOffer& offer) {
    if (repo::find_agreement_by_offer(context.db, offer.offer_uri)) return ok();  // told twice
    if (!offer.in_reply_to.empty()) {
        auto agreement = lock_by_offer(context, offer.in_reply_to);
        if (!agreement) return Error(Errc::not_found, "no such offer");
        if (agreement->last_offer_uri == offer.offer_uri) return ok();
        Step step;
        step.action = Action::propose_terms;
        step.note = offer.message;
        step.terms_json = offer.terms_json;
        COLLEGIUM_TRY(auto advanced, advance(context, std::move(*agreement), offer.actor, step, Told::nobody));
        advanced.last_offer_uri = offer.offer_uri;
        repo::update_agreement(context.db, advanced);
        return ok();
    }
    auto proposal = repo::find_proposal_by_intent(context.db, offer.satisfies);
    if (!proposal || !proposal->local) return Error(Errc::not_found, "no such proposal");
    // Whoever cannot see it learns nothing of it, not even that it is full; the blocked are refused below.
    if (!require_visible(context, proposal->post_id, offer.actor) &&
        !repo::blocks_either_way(context.db, proposal->account_id, offer.actor))
        return Error(Errc::not_found, "no such proposal");
    repo::lock_account(context.db, offer.actor);
    repo::lock_proposal(context.db, proposal->id);
    proposal = repo::find_proposal(context.db, proposal->id);  // as it is now that nobody else changes it
    if (!proposal || proposal->deleted_at) return Error(Errc::not_found, "no such proposal");
    auto agreement = new_agreement(context, *proposal, offer.actor, offer.message, offer.terms_json);
    agreement.offer_uri = offer.offer_uri;
    agreement.last_offer_uri = offer.offer_uri;
    if (auto allowed = check_ask(context, *proposal, offer.actor); !allowed) {
        const auto error = allowed.error();
        emit_refusal(context, proposal->account_id, offer.actor, offer.offer_uri,
                     error.detail().empty() ? "refused" : error.detail());
        return ok();
    }
    if (!repo::insert_agreement(context.db, agreement)) return ok();  // told twice at once
    record_step(context, agreement, StepRecord(Action::ask, std::nullopt, offer.actor, offer.message, Told::nobody));
    return ok();
}

Result<void> offer_answered(Context& context, const RemoteOffer& offer) {
    auto agreement = lock_by_offer(context, offer.offer_uri);
    if (!agreement) return Error(Errc::not_found, "no such offer");
    Step step;
    step.action = Action::answer;
    step.note = offer.message;
    COLLEGIUM_CHECK(advance(context, std::move(*agreement), offer.actor, step, Told::nobody));
    return ok();
}

Result<void> accept_received(Context& context, AccountId actor, std::string_view offer_uri,
                             std::string_view agreement_uri) {
    auto agreement = lock_by_offer(context, offer_uri);
    if (!agreement) return Error(Errc::not_found, "no such offer");
    if (is_running(agreement->state)) return ok();  // told twice
    auto proposal = repo::find_proposal(context.db, agreement->proposal_id);
    if (!proposal) return Error(Errc::not_found, "no such proposal");

    if (proposal->local) {
        // Terms of ours were accepted by the other side: the places are counted here, so the word is ours.
        Step step;
        step.action = Action::accept;
        const auto id = agreement->id;
        auto outcome = advance(context, std::move(*agreement), actor, step, Told::to_other_side);
        if (outcome) return ok();
        const auto error = outcome.error();
        const bool refused = error.detail() == "full" || error.detail() == "limit";
        if (error.code() != Errc::conflict || !refused) return error;
        return refuse_accepted(context, id, actor, error.detail());
    }
    // The proposer's server minted the agreement: its word is final.
    if (actor != agreement->proposer_id || agreement_uri.empty()) return Error(Errc::forbidden, "not the proposer");
    // But not on terms of its own making that our side has not agreed to (transition 6: not by the terms' side).
    if (agreement->terms_by_id == actor) return Error(Errc::forbidden, "these terms wait for our side");
    agreement->uri = agreement_uri;
    return confirm(context, std::move(*agreement), actor);
}

Result<void> reject_received(Context& context, AccountId actor, std::string_view offer_uri, std::string_view reason,
                             std::string_view note) {
    auto agreement = lock_by_offer(context, offer_uri);
    if (!agreement) return Error(Errc::not_found, "no such offer");
    if (actor != agreement->proposer_id && actor != agreement->responder_id)
        return Error(Errc::forbidden, "not a party");
    if (is_final(agreement->state)) return ok();
    Step step;
    step.action = Action::decline;
    step.note = note.empty() ? std::string(reason) : std::string(note);
    if (reason == "expired") {
        step.action = Action::expire;
        COLLEGIUM_CHECK(advance(context, std::move(*agreement), AccountId(), step, Told::nobody));
        return ok();
    }
    COLLEGIUM_CHECK(advance(context, std::move(*agreement), actor, step, Told::nobody));
    return ok();
}

Result<void> question_received(Context& context, AccountId actor, std::string_view offer_uri, std::string_view note) {
    auto agreement = lock_by_offer(context, offer_uri);
    if (!agreement) return Error(Errc::not_found, "no such offer");
    Step step;
    step.action = Action::ask_more;
    step.note = note;
    COLLEGIUM_CHECK(advance(context, std::move(*agreement), actor, step, Told::nobody));
    return ok();
}

Result<void> withdrawal_received(Context& context, AccountId actor, std::string_view offer_uri) {
    auto agreement = lock_by_offer(context, offer_uri);
    if (!agreement) return Error(Errc::not_found, "no such offer");
    if (is_final(agreement->state)) return ok();
    Step step;
    step.action = Action::withdraw;
    COLLEGIUM_CHECK(advance(context, std::move(*agreement), actor, step, Told::nobody));
    return ok();
}

Result<void> leave_received(Context& context, AccountId actor, std::string_view agreement_uri) {
    auto agreement = lock_found(context, repo::find_agreement_by_uri(context.db, agreement_uri));
    if (!agreement) return Error(Errc::not_found, "no such agreement");
    if (is_final(agreement->state)) return ok();
    Step step;
    step.action = Action::end;
    COLLEGIUM_CHECK(advance(context, std::move(*agreement), actor, step, Told::nobody));
    return ok();
}

}  // namespace collegium::domain
