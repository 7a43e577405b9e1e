// The steps of an agreement, told to the one other party (pln-domain.md 3.2.3, column "Wire activity"). Where
// the proposal is ours, our proposer speaks, whoever's click it was: the places are counted here.
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "domain/agreement_machine.hpp"
#include "federation/objects/agreement.hpp"
#include "federation/outbox_parts.hpp"
#include "storage/repo/accounts.hpp"
#include "storage/repo/mentorships.hpp"

namespace collegium::federation::outbox {
namespace {

using domain::AgreementAction;

// One step, with everyone it concerns.
struct Step {
    model::Agreement agreement;
    model::Proposal proposal;
    model::Account speaker;   // ours
    model::Account listener;  // theirs
    std::string note;
    std::string offer;  // the one on the table when the step was taken
};

std::optional<AgreementAction> action_of(const std::string& name) {
    for (const auto& transition : domain::transitions())
        if (domain::name_of(transition.action) == name) return transition.action;
    return std::nullopt;
}

// nullopt when nobody elsewhere has to be told.
std::optional<Step> read_step(domain::Context& context, const model::Event& event, const json::Value& data) {
    auto agreement = repo::find_agreement(context.db, AgreementId{event.other_id});
    if (!agreement) return std::nullopt;
    auto proposal = repo::find_proposal(context.db, agreement->proposal_id);
    if (!proposal) return std::nullopt;
    auto proposer = repo::find_account(context.db, agreement->proposer_id);
    auto responder = repo::find_account(context.db, agreement->responder_id);
    if (!proposer || !responder || proposer->local() == responder->local()) return std::nullopt;
    Step step;
    step.speaker = proposer->local() ? std::move(*proposer) : *responder;
    step.listener = step.speaker.id == agreement->proposer_id ? std::move(*responder) : std::move(*proposer);
    step.agreement = std::move(*agreement);
    step.proposal = std::move(*proposal);
    step.note = data["note"].string();
    step.offer = data["offer"].string();
    if (step.offer.empty()) step.offer = step.agreement.last_offer_uri;
    return step;
}

as2::Activity about(domain::Context& context, const Step& step, as2::Name type, json::Value object) {
    return as2::make_activity(type, new_activity_id(context), step.speaker.uri, std::move(object), {step.listener.uri});
}

// An answer to an Offer, by the Offer's id.
json::Value answer(domain::Context& context, const Step& step, as2::Name type, const std::string& offer) {
    auto activity = about(context, step, type, offer);
    activity.content = content_of(step.note);
    return as2::write_activity(activity);
}

json::Value offer_of(const Step& step, const std::string& id, std::string_view message) {
    return as2::write_activity(as2::make_offer(id, step.speaker.uri, step.listener.uri,
                                               agreement_draft(step.agreement, step.proposal, message)));
}

json::Value accept(domain::Context& context, const Step& step) {
    if (!step.proposal.local) return as2::write_activity(about(context, step, as2::type::accept, step.offer));
    return as2::write_activity(as2::make_accept_offer(new_activity_id(context), step.speaker.uri, step.listener.uri,
                                                      step.offer,
                                                      agreement_result(context, step.agreement, step.proposal)));
}

json::Value reject(domain::Context& context, const Step& step, std::string_view reason) {
    auto value = answer(context, step, as2::type::reject, step.offer);
    if (!reason.empty()) value.set(as2::property::reason, reason);
    return value;
}

json::Value new_terms(const Step& step) {
    auto value = offer_of(step, step.offer, step.note);
    return std::move(value.set(as2::property::in_reply_to, step.agreement.offer_uri));
}

// Null for steps that are not taken yet: their rows in the machine are not implemented.
json::Value render(domain::Context& context, const Step& step, AgreementAction action) {
    const auto& first_offer = step.agreement.offer_uri;
    switch (action) {
        case AgreementAction::ask: return offer_of(step, first_offer, step.agreement.message);
        case AgreementAction::ask_more: return answer(context, step, as2::type::tentative_accept, first_offer);
        case AgreementAction::answer:
            return as2::write_activity(about(context, step, as2::type::update, offer_of(step, first_offer, step.note)));
        case AgreementAction::propose_terms: return new_terms(step);
        case AgreementAction::accept: return accept(context, step);
        case AgreementAction::decline: return reject(context, step, {});
        case AgreementAction::expire: return reject(context, step, "expired");
        case AgreementAction::withdraw:
            return as2::write_activity(
                about(context, step, as2::type::undo, offer_of(step, first_offer, step.agreement.message)));
        case AgreementAction::end:
            return as2::write_activity(about(context, step, as2::type::leave, step.agreement.uri));
        case AgreementAction::ask_for_consent:
        case AgreementAction::confirm_trial:
        case AgreementAction::pause:
        case AgreementAction::resume:
        case AgreementAction::amend:
        case AgreementAction::agree_amendment:
        case AgreementAction::wind_down:
        case AgreementAction::extend:
        case AgreementAction::complete:
        case AgreementAction::suspend:
        case AgreementAction::release:
        case AgreementAction::void_it: return {};
    }
    return {};
}

}  // namespace

void mentorship_step(domain::Context& context, const model::Event& event) {
    auto data = json::parse(event.data);
    if (!data || !(*data)["tell"].boolean().value_or(false)) return;
    const auto action = action_of((*data)["action"].string());
    if (!action) return;
    auto step = read_step(context, event, *data);
    if (!step) return;
    auto activity = render(context, *step, *action);
    if (!activity.is_null()) send_to(context, step->speaker, step->listener, std::move(activity));
}

void offer_refused(domain::Context& context, const model::Event& event) {
    auto proposer = own_account(context, event.account_id);
    auto asker = remote_account(context, AccountId{event.other_id});
    auto data = json::parse(event.data);
    if (!proposer || !asker || !data) return;
    const auto reject = as2::make_activity(as2::type::reject, new_activity_id(context), proposer->uri,
                                           (*data)["offer"].string(), {asker->uri});
    auto value = as2::write_activity(reject);
    value.set(as2::property::reason, (*data)["reason"].string());
    send_to(context, *proposer, *asker, std::move(value));
}

}  // namespace collegium::federation::outbox
