// Mentorship proposals (the board) and agreements between two people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/learning.hpp"
#include "storage/model/post.hpp"
#include "storage/sql/connection.hpp"

namespace collegium::repo {

std::optional<model::Proposal> find_proposal(sql::Connection& db, ProposalId id);
std::optional<model::Proposal> find_proposal_by_post(sql::Connection& db, PostId id);
std::optional<model::Proposal> find_proposal_by_uri(sql::Connection& db, std::string_view uri);
std::optional<model::Proposal> find_proposal_by_intent(sql::Connection& db, std::string_view intent_uri);
std::vector<model::Proposal> find_proposals(sql::Connection& db, const std::vector<ProposalId>& ids);
std::vector<model::Proposal> find_proposals_by_posts(sql::Connection& db, const std::vector<PostId>& ids);
bool insert_proposal(sql::Connection& db, const model::Proposal& proposal);
// places_free of a local proposal is not taken from the row: it changes by as much as places does, and full and
// open follow it.
void update_proposal(sql::Connection& db, const model::Proposal& proposal);
void delete_proposal(sql::Connection& db, ProposalId id, Timestamp now);
// Open and paused ones, of everybody, that expired by `now`.
std::vector<ProposalId> overdue_proposals(sql::Connection& db, Timestamp now, int limit);

struct Topic {
    std::string folded;
    std::string label;
};
void set_topics(sql::Connection& db, ProposalId id, const std::vector<Topic>& topics);

struct BoardQuery {
    std::optional<model::Purpose> purpose;
    std::vector<std::string> words;  // folded
    std::string topic;               // folded
    std::optional<model::ProposalState> state;
    AccountId author;
    bool local_only = false;
};
// Only proposals whose carrier is public or unlisted, newest first.
std::vector<model::Proposal> board_page(sql::Connection& db, const BoardQuery& query, const model::Page& page);
std::int64_t board_size(sql::Connection& db, const BoardQuery& query);
// Topics under the query with how many proposals have each, most first.
struct TopicCount {
    Topic topic;
    std::int64_t count = 0;
};
std::vector<TopicCount> board_topics(sql::Connection& db, const BoardQuery& query, int limit);

// Takes one place if one is free, in one statement; places_free and state (open to full) follow. False: full.
bool take_place(sql::Connection& db, ProposalId id, Timestamp now);
void free_place(sql::Connection& db, ProposalId id, Timestamp now);

std::optional<model::Agreement> find_agreement(sql::Connection& db, AgreementId id);
// On the write lane, before it is read to be changed: two steps at once come one after the other.
void lock_proposal(sql::Connection& db, ProposalId id);
void lock_agreement(sql::Connection& db, AgreementId id);
std::optional<model::Agreement> find_agreement_by_offer(sql::Connection& db, std::string_view offer_uri);
std::optional<model::Agreement> find_agreement_by_uri(sql::Connection& db, std::string_view uri);
bool insert_agreement(sql::Connection& db, const model::Agreement& agreement);
void update_agreement(sql::Connection& db, const model::Agreement& agreement);
// One's own, newest first.
std::vector<model::Agreement> agreements_page(sql::Connection& db, AccountId party, const model::Page& page);
std::vector<model::Agreement> agreements_of_proposal(sql::Connection& db, ProposalId id, AccountId party);
// In requested, info_needed or terms_proposed, by the same responder for the same proposal.
std::optional<model::Agreement> find_open_agreement(sql::Connection& db, ProposalId id, AccountId responder);
// Whether the proposer declined a request of this responder for this proposal since then.
bool was_declined_since(sql::Connection& db, ProposalId id, AccountId responder, Timestamp since);
// Open requests (requested, info_needed, terms_proposed) made by `responder`; running ones (trial, active,
// paused, amending, completing) with `mentee`.
std::int64_t count_open_requests(sql::Connection& db, AccountId responder);
std::int64_t count_running_as_mentee(sql::Connection& db, AccountId mentee);
// Requested or terms_proposed, untouched since `before`.
std::vector<model::Agreement> overdue_agreements(sql::Connection& db, Timestamp before, int limit);

void insert_step(sql::Connection& db, const model::AgreementStep& step);
std::vector<model::AgreementStep> steps_of(sql::Connection& db, AgreementId id);

}  // namespace collegium::repo
