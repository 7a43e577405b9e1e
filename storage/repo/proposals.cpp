// The board's half of storage/repo/mentorships.hpp.
#include "storage/repo/mentorships.hpp"
#include "storage/repo/page.hpp"

namespace collegium::repo {
namespace {

const std::string select_proposal =
    "SELECT r.id, r.post_id, r.account_id, r.uri, r.intent_uri, r.purpose, r.title, r.content, r.source, r.record, "
    "r.search_text, r.places, r.places_free, r.state, r.local, r.created_at, r.updated_at, r.expires_at, r.deleted_at "
    "FROM proposal r ";

model::Proposal read_proposal(const sql::Row& row) {
    model::Proposal proposal;
    proposal.id = row.id<ProposalId>(0);
    proposal.post_id = row.id<PostId>(1);
    proposal.account_id = row.id<AccountId>(2);
    proposal.uri = row.string(3);
    proposal.intent_uri = row.string(4);
    proposal.purpose = row.as<model::Purpose>(5);
    proposal.title = row.string(6);
    proposal.content = row.string(7);
    proposal.source = row.string(8);
    proposal.record = row.string(9);
    proposal.search_text = row.string(10);
    proposal.places = static_cast<int>(row.integer(11));
    proposal.places_free = static_cast<int>(row.integer(12));
    proposal.state = row.as<model::ProposalState>(13);
    proposal.local = row.flag(14);
    proposal.created_at = row.time(15);
    proposal.updated_at = row.time(16);
    proposal.expires_at = row.optional_time(17);
    proposal.deleted_at = row.optional_time(18);
    return proposal;
}

std::optional<model::Proposal> one_proposal(sql::Connection& db, const std::string& condition,
                                            const sql::Params& params) {
    return db.one(select_proposal + condition, params, read_proposal);
}

// The condition of a board query over `proposal r`, and its parameters.
std::string condition_of(const BoardQuery& query, sql::Params& params) {
    std::string condition =
        "JOIN post p ON p.id = r.post_id JOIN account a ON a.id = r.account_id WHERE r.deleted_at IS NULL "
        "AND p.deleted_at IS NULL AND p.visibility <= 1 AND a.suspended_at IS NULL AND a.deleted_at IS NULL";
    if (query.purpose) {
        condition += " AND r.purpose = ?";
        params.emplace_back(*query.purpose);
    }
    if (query.state) {
        condition += " AND r.state = ?";
        params.emplace_back(*query.state);
    }
    if (query.author) {
        condition += " AND r.account_id = ?";
        params.emplace_back(query.author);
    }
    if (query.local_only) condition += " AND r.local = 1";
    if (!query.topic.empty()) {
        condition += " AND EXISTS (SELECT 1 FROM proposal_topic t WHERE t.topic = ? AND t.proposal_id = r.id)";
        params.emplace_back(query.topic);
    }
    for (const auto& word : query.words) {
        condition += " AND r.search_text LIKE ? ESCAPE '\\'";
        params.emplace_back(contains_pattern(word));
    }
    return condition;
}

}  // namespace

std::optional<model::Proposal> find_proposal(sql::Connection& db, ProposalId id) {
    return one_proposal(db, "WHERE r.id = ?", {id});
}

std::optional<model::Proposal> find_proposal_by_post(sql::Connection& db, PostId id) {
    return one_proposal(db, "WHERE r.post_id = ?", {id});
}

std::optional<model::Proposal> find_proposal_by_uri(sql::Connection& db, std::string_view uri) {
    return one_proposal(db, "WHERE r.uri = ?", {uri});
}

std::optional<model::Proposal> find_proposal_by_intent(sql::Connection& db, std::string_view intent_uri) {
    return one_proposal(db, "WHERE r.intent_uri = ? AND r.deleted_at IS NULL", {intent_uri});
}

std::vector<model::Proposal> find_proposals(sql::Connection& db, const std::vector<ProposalId>& ids) {
    if (ids.empty()) return {};
    return db.all(select_proposal + "WHERE r.id {{in_ids}}", {ids}, read_proposal);
}

std::vector<model::Proposal> find_proposals_by_posts(sql::Connection& db, const std::vector<PostId>& ids) {
    if (ids.empty()) return {};
    return db.all(select_proposal + "WHERE r.post_id {{in_ids}}", {ids}, read_proposal);
}

bool insert_proposal(sql::Connection& db, const model::Proposal& proposal) {
    return db.execute(
               "INSERT INTO proposal (id, post_id, account_id, uri, intent_uri, purpose, title, content, source, "
               "record, "
               "search_text, places, places_free, state, local, created_at, updated_at, expires_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               {proposal.id, proposal.post_id, proposal.account_id, proposal.uri, proposal.intent_uri, proposal.purpose,
                proposal.title, proposal.content, proposal.source, proposal.record, proposal.search_text,
                proposal.places, proposal.places_free, proposal.state, proposal.local, proposal.created_at,
                proposal.updated_at, proposal.expires_at}) > 0;
}

void update_proposal(sql::Connection& db, const model::Proposal& proposal) {
    // Free places of ours follow the change of places, from what is stored now: a place may have been taken
    // since the caller read the row.
    db.execute(
        "UPDATE proposal SET purpose = ?, title = ?, content = ?, source = ?, record = ?, search_text = ?, "
        "places_free = CASE WHEN local = 0 THEN ? WHEN places_free + (? - places) < 0 THEN 0 "
        "ELSE places_free + (? - places) END, places = ?, state = ?, updated_at = ?, expires_at = ? WHERE id = ?",
        {proposal.purpose, proposal.title, proposal.content, proposal.source, proposal.record, proposal.search_text,
         proposal.places_free, proposal.places, proposal.places, proposal.places, proposal.state, proposal.updated_at,
         proposal.expires_at, proposal.id});
    db.execute(
        "UPDATE proposal SET state = CASE WHEN places_free = 0 THEN ? ELSE ? END WHERE id = ? AND local = 1 "
        "AND state IN (?, ?)",
        {model::ProposalState::full, model::ProposalState::open, proposal.id, model::ProposalState::open,
         model::ProposalState::full});
}

void delete_proposal(sql::Connection& db, ProposalId id, Timestamp now) {
    db.execute("DELETE FROM proposal_topic WHERE proposal_id = ?", {id});
    db.execute("UPDATE proposal SET deleted_at = ?, state = ?, search_text = '' WHERE id = ?",
               {now, model::ProposalState::closed, id});
}

std::vector<ProposalId> overdue_proposals(sql::Connection& db, Timestamp now, int limit) {
    // The states as the index has them: open and paused.
    return db.all(
        "SELECT id FROM proposal WHERE state IN (1, 3) AND deleted_at IS NULL AND expires_at <= ? "
        "ORDER BY expires_at LIMIT ?",
        {now, limit}, [](const sql::Row& row) { return row.id<ProposalId>(0); });
}

void set_topics(sql::Connection& db, ProposalId id, const std::vector<Topic>& topics) {
    db.execute("DELETE FROM proposal_topic WHERE proposal_id = ?", {id});
    for (const auto& topic : topics)
        db.execute("INSERT INTO proposal_topic (topic, proposal_id, label) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                   {topic.folded, id, topic.label});
}

std::vector<model::Proposal> board_page(sql::Connection& db, const BoardQuery& query, const model::Page& page) {
    sql::Params params;
    const auto condition = condition_of(query, params);
    const PageClause clause(page, "r.id");
    return clause.in_order(
        db.all(select_proposal + condition + clause.sql(), clause.with(std::move(params)), read_proposal));
}

std::int64_t board_size(sql::Connection& db, const BoardQuery& query) {
    sql::Params params;
    const auto condition = condition_of(query, params);
    return db.number("SELECT COUNT(*) FROM proposal r " + condition, params).value_or(0);
}

std::vector<TopicCount> board_topics(sql::Connection& db, const BoardQuery& query, int limit) {
    sql::Params params;
    const auto condition = condition_of(query, params);
    params.emplace_back(limit);
    return db.all(
        "SELECT g.topic, MAX(g.label), COUNT(*) FROM proposal_topic g WHERE g.proposal_id IN (SELECT r.id FROM "
        "proposal r " +
            condition + ") GROUP BY g.topic ORDER BY 3 DESC, g.topic LIMIT ?",
        params, [](const sql::Row& row) {
            return TopicCount{{row.string(0), row.string(1)}, row.integer(2)};
        });
}

bool take_place(sql::Connection& db, ProposalId id, Timestamp now) {
    // One statement: of two who want the last place, the database lets one through.
    return db.execute(
               "UPDATE proposal SET places_free = places_free - 1, updated_at = ?, "
               "state = CASE WHEN places_free = 1 AND state = ? THEN ? ELSE state END "
               "WHERE id = ? AND places_free > 0 AND deleted_at IS NULL",
               {now, model::ProposalState::open, model::ProposalState::full, id}) > 0;
}

void free_place(sql::Connection& db, ProposalId id, Timestamp now) {
    db.execute(
        "UPDATE proposal SET places_free = places_free + 1, updated_at = ?, "
        "state = CASE WHEN state = ? THEN ? ELSE state END WHERE id = ? AND places_free < places",
        {now, model::ProposalState::full, model::ProposalState::open, id});
}

}  // namespace collegium::repo
