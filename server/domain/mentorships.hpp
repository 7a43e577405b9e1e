// Mentorship: proposals on the board, and agreements between two people, on one server or two. The same
// steps serve what our people do and what the other server tells; places are counted where the proposal
// lives, which for an offer is the mentor's server.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "as2/mentorship.hpp"
#include "domain/agreement_machine.hpp"
#include "domain/context.hpp"
#include "domain/timelines.hpp"
#include "storage/model/learning.hpp"
#include "storage/repo/mentorships.hpp"

namespace collegium::domain {

struct ProposalDraft {
    AccountId author;
    AppId app;
    as2::MentorshipProposal proposal;  // purpose, title, topics, places, content (as typed), ...
    model::Visibility visibility = model::Visibility::public_;
    std::string language;
    std::string idempotency_key;
};
// A repeated idempotency key answers the first proposal. Errors: unprocessable (title, topics 1 to 8, places 1 to 6,
// ...).
Result<model::Proposal> create_proposal(Context& context, const ProposalDraft& draft);
// Places cannot fall below those taken (conflict). A new time opens what had expired.
Result<model::Proposal> update_proposal(Context& context, AccountId author, ProposalId id, const ProposalDraft& draft);
Result<model::Proposal> set_proposal_state(Context& context, AccountId author, ProposalId id,
                                           model::ProposalState state);
// Open and paused proposals whose time is over. Those who wait for an answer may still get one, and the author may open
// it again. Returns how many there were; another round takes what is beyond `limit`.
int expire_proposals(Context& context, int limit);
// Open requests for it are declined.
Result<void> delete_proposal(Context& context, AccountId author, ProposalId id);

// The record behind a row, with its present places and state; `page` is left empty.
as2::MentorshipProposal record_of(const model::Proposal& row);
// After places or state changed: the carrier's text is written anew, which tells every reader by an Update.
Result<void> refresh_carrier(Context& context, const model::Proposal& row);

struct ProposalView {
    model::Proposal proposal;
    as2::MentorshipProposal record;
    PostView post;
};
Result<ProposalView> load_proposal(Context& context, ProposalId id, AccountId viewer);
std::vector<ProposalView> load_board(Context& context, const repo::BoardQuery& query, AccountId viewer,
                                     const model::Page& page);
void import_proposal(Context& context, const model::Post& carrier, const as2::MentorshipProposal& proposal);

// Transition 1. Errors: conflict (not open, already asked, full, limits), forbidden (blocked, own proposal).
Result<model::Agreement> ask(Context& context, AccountId who, ProposalId proposal, std::string_view message,
                             std::string_view terms_json);

// One step by one of our people. not_found: not a party; conflict: the state or the places do not allow it.
struct Step {
    AgreementAction action = AgreementAction::accept;
    std::string note;        // for the other side: a question, an answer, a reason
    std::string terms_json;  // for propose_terms
};
Result<model::Agreement> take_step(Context& context, AccountId who, AgreementId id, const Step& step);

struct AgreementView {
    model::Agreement agreement;
    model::Proposal proposal;
    std::shared_ptr<const model::Account> mentor;
    std::shared_ptr<const model::Account> mentee;
    std::vector<model::AgreementStep> steps;
    std::vector<AgreementAction> possible;  // for the viewer, now
};
// not_found for everyone but the two.
Result<AgreementView> load_agreement(Context& context, AgreementId id, AccountId viewer);
std::vector<AgreementView> load_agreements(Context& context, AccountId viewer, const model::Page& page);

// Told by the other party's server; `actor` is who signed.
struct RemoteOffer {
    std::string offer_uri;
    AccountId actor;
    std::string satisfies;    // intent URI of a proposal of ours (or of the actor's, for a counter-offer)
    std::string in_reply_to;  // for new terms or an answer: the URI of an earlier Offer of this agreement
    std::string message;      // plain text
    std::string terms_json;
};
// A first Offer, new terms (5), or an Update of an Offer that answers a question (4). What cannot be taken
// is answered with a Reject and a reason, by an event; the result tells only of malformed input.
Result<void> offer_received(Context& context, const RemoteOffer& offer);
Result<void> offer_answered(Context& context, const RemoteOffer& offer);
// `agreement_uri` empty: the mentee's side accepts terms, and our place count decides.
Result<void> accept_received(Context& context, AccountId actor, std::string_view offer_uri,
                             std::string_view agreement_uri);
Result<void> reject_received(Context& context, AccountId actor, std::string_view offer_uri, std::string_view reason,
                             std::string_view note);
Result<void> question_received(Context& context, AccountId actor, std::string_view offer_uri, std::string_view note);
Result<void> withdrawal_received(Context& context, AccountId actor, std::string_view offer_uri);
Result<void> leave_received(Context& context, AccountId actor, std::string_view agreement_uri);

// Its proposal is going: those who wait for an answer get one.
Result<void> decline_waiting(Context& context, const model::Proposal& proposal);

// Transition 9: requests that nobody answered for 14 days. Returns how many expired.
int expire_overdue(Context& context, int limit);

}  // namespace collegium::domain
