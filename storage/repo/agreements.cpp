// The agreements' half of storage/repo/mentorships.hpp.
#include "storage/repo/mentorships.hpp"
#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

using model::AgreementState;

const std::string select_agreement =
    "SELECT id, uri, offer_uri, last_offer_uri, proposal_id, proposer_id, responder_id, mentor_id, mentee_id, state, "
    "message, terms, terms_hash, terms_by_id, place_held, trial_ends_at, created_at, updated_at FROM agreement ";

// requested, info_needed, terms_proposed; trial, active, paused, amending, completing (model::AgreementState).
const std::string open_states = "state IN (0, 1, 2)";
const std::string running_states = "state IN (3, 4, 5, 6, 7)";
static_assert(static_cast<int>(AgreementState::terms_proposed) == 2);
static_assert(static_cast<int>(AgreementState::completing) == 7);

model::Agreement read_agreement(const sql::Row& row) {
    model::Agreement agreement;
    agreement.id = row.id<AgreementId>(0);
    agreement.uri = row.string(1);
    agreement.offer_uri = row.string(2);
    agreement.last_offer_uri = row.string(3);
    agreement.proposal_id = row.id<ProposalId>(4);
    agreement.proposer_id = row.id<AccountId>(5);
    agreement.responder_id = row.id<AccountId>(6);
    agreement.mentor_id = row.id<AccountId>(7);
    agreement.mentee_id = row.id<AccountId>(8);
    agreement.state = row.as<AgreementState>(9);
    agreement.message = row.string(10);
    agreement.terms = row.string(11);
    agreement.terms_hash = row.string(12);
    agreement.terms_by_id = row.id<AccountId>(13);
    agreement.place_held = row.flag(14);
    agreement.trial_ends_at = row.optional_time(15);
    agreement.created_at = row.time(16);
    agreement.updated_at = row.time(17);
    return agreement;
}

}  // namespace

std::optional<model::Agreement> find_agreement(sql::Connection& db, AgreementId id) {
    return db.one(select_agreement + "WHERE id = ?", {id}, read_agreement);
}

void lock_proposal(sql::Connection& db, ProposalId id) {
    db.exists("SELECT id FROM proposal WHERE id = ? {{for_update}}", {id});
}

void lock_agreement(sql::Connection& db, AgreementId id) {
    db.exists("SELECT id FROM agreement WHERE id = ? {{for_update}}", {id});
}

std::optional<model::Agreement> find_agreement_by_offer(sql::Connection& db, std::string_view offer_uri) {
    return db.one(select_agreement + "WHERE offer_uri = ? OR last_offer_uri = ? LIMIT 1", {offer_uri, offer_uri},
                  read_agreement);
}

std::optional<model::Agreement> find_agreement_by_uri(sql::Connection& db, std::string_view uri) {
    return db.one(select_agreement + "WHERE uri = ? AND uri <> ''", {uri}, read_agreement);
}

bool insert_agreement(sql::Connection& db, const model::Agreement& agreement) {
    return db.execute(
               "INSERT INTO agreement (id, uri, offer_uri, last_offer_uri, proposal_id, proposer_id, responder_id, "
               "mentor_id, mentee_id, state, message, terms, terms_hash, terms_by_id, place_held, trial_ends_at, "
               "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
               "ON CONFLICT DO NOTHING",
               {agreement.id, agreement.uri, agreement.offer_uri, agreement.last_offer_uri, agreement.proposal_id,
                agreement.proposer_id, agreement.responder_id, agreement.mentor_id, agreement.mentee_id,
                agreement.state, agreement.message, agreement.terms, agreement.terms_hash, agreement.terms_by_id,
                agreement.place_held, agreement.trial_ends_at, agreement.created_at, agreement.updated_at}) > 0;
}

void update_agreement(sql::Connection& db, const model::Agreement& agreement) {
    db.execute(
        "UPDATE agreement SET uri = ?, last_offer_uri = ?, state = ?, message = ?, terms = ?, terms_hash = ?, "
        "terms_by_id = ?, place_held = ?, trial_ends_at = ?, updated_at = ? WHERE id = ?",
        {agreement.uri, agreement.last_offer_uri, agreement.state, agreement.message, agreement.terms,
         agreement.terms_hash, agreement.terms_by_id, agreement.place_held, agreement.trial_ends_at,
         agreement.updated_at, agreement.id});
}

std::vector<model::Agreement> agreements_page(sql::Connection& db, AccountId party, const model::Page& page) {
    const PageClause clause(page, "id");
    return clause.in_order(db.all(select_agreement + "WHERE (proposer_id = ? OR responder_id = ?)" + clause.sql(),
                                  clause.with({party, party}), read_agreement));
}

std::vector<model::Agreement> agreements_of_proposal(sql::Connection& db, ProposalId id, AccountId party) {
    return db.all(
        select_agreement + "WHERE proposal_id = ? AND (proposer_id = ? OR responder_id = ?) ORDER BY id DESC LIMIT 100",
        {id, party, party}, read_agreement);
}

std::optional<model::Agreement> find_open_agreement(sql::Connection& db, ProposalId id, AccountId responder) {
    return db.one(select_agreement + "WHERE proposal_id = ? AND responder_id = ? AND (" + open_states + " OR " +
                      running_states + ") LIMIT 1",
                  {id, responder}, read_agreement);
}

bool was_declined_since(sql::Connection& db, ProposalId id, AccountId responder, Timestamp since) {
    return db.exists(
        "SELECT 1 FROM agreement a JOIN agreement_step s ON s.agreement_id = a.id WHERE a.proposal_id = ? "
        "AND a.responder_id = ? AND a.state = ? AND s.to_state = ? AND s.actor_id = a.proposer_id AND s.created_at > ? "
        "LIMIT 1",
        {id, responder, AgreementState::declined, AgreementState::declined, since});
}

std::int64_t count_open_requests(sql::Connection& db, AccountId responder) {
    return db.number("SELECT COUNT(*) FROM agreement WHERE responder_id = ? AND " + open_states, {responder})
        .value_or(0);
}

std::int64_t count_running_as_mentee(sql::Connection& db, AccountId mentee) {
    return db.number("SELECT COUNT(*) FROM agreement WHERE mentee_id = ? AND " + running_states, {mentee}).value_or(0);
}

std::vector<model::Agreement> overdue_agreements(sql::Connection& db, Timestamp before, int limit) {
    return db.all(select_agreement + "WHERE state IN (0, 2) AND updated_at < ? ORDER BY updated_at LIMIT ?",
                  {before, limit}, read_agreement);
}

void insert_step(sql::Connection& db, const model::AgreementStep& step) {
    db.execute(
        "INSERT INTO agreement_step (agreement_id, from_state, to_state, actor_id, note, created_at, previous_hash, "
        "hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {step.agreement_id, step.from_state, step.to_state, step.actor_id, step.note, step.created_at,
         step.previous_hash, step.hash});
}

std::vector<model::AgreementStep> steps_of(sql::Connection& db, AgreementId id) {
    return db.all(
        "SELECT agreement_id, from_state, to_state, actor_id, note, created_at, previous_hash, hash "
        "FROM agreement_step WHERE agreement_id = ? ORDER BY id",
        {id}, [](const sql::Row& row) {
            model::AgreementStep step;
            step.agreement_id = row.id<AgreementId>(0);
            if (!row.null(1)) step.from_state = row.as<AgreementState>(1);
            step.to_state = row.as<AgreementState>(2);
            step.actor_id = row.id<AccountId>(3);
            step.note = row.string(4);
            step.created_at = row.time(5);
            step.previous_hash = row.string(6);
            step.hash = row.string(7);
            return step;
        });
}

}  // namespace collegium::repo
