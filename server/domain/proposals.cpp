// The board's half of domain/mentorships.hpp: offers and requests, ours and remote.
#include <algorithm>
#include <array>

#include "core/json.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "domain/mentorships.hpp"
#include "domain/post_text.hpp"
#include "domain/posts.hpp"
#include "domain/uris.hpp"
#include "storage/model/queue.hpp"
#include "storage/repo/posts.hpp"
#include "storage/repo/queues.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"

namespace collegium::domain {
namespace {

using model::ProposalState;

constexpr std::size_t title_limit = 150;
constexpr std::size_t content_limit = 3000;
constexpr auto default_life = std::chrono::days(120);

Error invalid(const std::string& what) {
    return Error(Errc::unprocessable, "Validation failed: " + what);
}

Result<void> check(const as2::MentorshipProposal& proposal) {
    if (strings::trim(proposal.title).empty()) return invalid("Title can't be blank");
    if (strings::count_characters(proposal.title) > title_limit)
        return invalid("Title is too long (maximum is 150 characters)");
    if (proposal.topics.empty() || proposal.topics.size() > 8) return invalid("One to eight topics are needed");
    if (proposal.places < 1 || proposal.places > 6) return invalid("Places must be 1 to 6");
    if (strings::count_characters(proposal.content) > content_limit)
        return invalid("Text is too long (maximum is 3000 characters)");
    if (proposal.weeks && (*proposal.weeks < 1 || *proposal.weeks > 52)) return invalid("Weeks must be 1 to 52");
    return ok();
}

std::string search_text(const as2::MentorshipProposal& proposal) {
    std::string text = proposal.title + "\n" + text::html_to_text(proposal.content);
    for (const auto* list : {&proposal.topics, &proposal.subjects, &proposal.levels})
        for (const auto& term : *list) text += "\n" + term.label;
    return strings::fold(strings::shorten(text, 4000));
}

std::vector<repo::Topic> topics_of(const as2::MentorshipProposal& proposal) {
    std::vector<repo::Topic> topics;
    for (const auto& topic : proposal.topics) {
        const auto& label = topic.label.empty() ? topic.id : topic.label;
        auto folded = strings::fold(label);
        if (!folded.empty() && folded.size() <= 200) topics.push_back({std::move(folded), label});
    }
    return topics;
}

std::string_view word_of(ProposalState state) {
    return name_of(state);
}

std::optional<ProposalState> parse_state(std::string_view name) {
    constexpr std::array states = {ProposalState::draft,  ProposalState::open,   ProposalState::full,
                                   ProposalState::paused, ProposalState::closed, ProposalState::expired};
    for (auto state : states)
        if (word_of(state) == name) return state;
    return std::nullopt;
}

void fill_row(model::Proposal& row, const as2::MentorshipProposal& proposal) {
    row.purpose = proposal.purpose == as2::Purpose::offer ? model::Purpose::offer : model::Purpose::request;
    row.title = strings::shorten(strings::without_controls(proposal.title), title_limit);
    row.content = proposal.content;
    row.record = json::dump(as2::write_mentorship_facts(proposal));
    row.search_text = search_text(proposal);
    row.expires_at = proposal.expires;
}

bool is_over(const Context& context, const model::Proposal& row) {
    return row.expires_at && *row.expires_at <= context.now;
}

// The text of the carrier says the state first, so that readers elsewhere see it too (pln-domain.md 4.1, 9).
Carrier carrier_of(const Context& context, const as2::MentorshipProposal& proposal) {
    auto text = as2::fallback_text(proposal, Uris(context.config).home() + "tags/");
    Carrier carrier;
    carrier.kind = model::PostKind::mentorship;
    carrier.content = std::move(text.html);
    carrier.tags = std::move(text.hashtags);
    carrier.url = proposal.page;
    return carrier;
}

}  // namespace

as2::MentorshipProposal record_of(const model::Proposal& row) {
    as2::MentorshipProposal proposal;
    if (auto facts = json::parse(row.record)) as2::read_mentorship_facts(*facts, proposal);
    proposal.id = row.uri;
    proposal.intent = row.intent_uri;
    proposal.purpose = row.purpose == model::Purpose::offer ? as2::Purpose::offer : as2::Purpose::request;
    proposal.title = row.title;
    proposal.content = row.content;
    proposal.places = row.places;
    proposal.places_free = row.places_free;
    proposal.state = std::string(word_of(row.state));
    proposal.published = row.created_at;
    proposal.updated = row.updated_at;
    proposal.expires = row.expires_at;
    return proposal;
}

Result<model::Proposal> create_proposal(Context& context, const ProposalDraft& draft) {
    COLLEGIUM_CHECK(check(draft.proposal));
    const Uris uris(context.config);
    model::Proposal row;
    row.id = context.ids.next<ProposalId>();
    row.account_id = draft.author;
    row.uri = uris.proposal(row.id);
    row.intent_uri = uris.intent(row.id);
    row.local = true;
    row.created_at = context.now;
    row.updated_at = context.now;
    row.places = static_cast<int>(draft.proposal.places);
    row.places_free = row.places;
    row.source = draft.proposal.content;

    auto proposal = draft.proposal;
    proposal.id = row.uri;
    proposal.intent = row.intent_uri;
    proposal.page = uris.proposal_page(row.id);
    proposal.content = render_profile_text(context, draft.proposal.content);
    proposal.places_free = proposal.places;
    proposal.state = "open";
    if (!proposal.expires) proposal.expires = context.now + default_life;
    fill_row(row, proposal);

    PostDraft post;
    post.author = draft.author;
    post.app = draft.app;
    post.text = draft.proposal.content;
    post.visibility = draft.visibility;
    post.language = draft.language;
    post.carrier = carrier_of(context, proposal);
    post.idempotency_key = draft.idempotency_key;
    COLLEGIUM_TRY(auto carrier, create_post(context, post));
    if (auto first = repo::find_proposal_by_post(context.db, carrier.id)) return std::move(*first);
    if (carrier.kind != model::PostKind::mentorship) return Error(Errc::conflict, "Duplicate record");
    row.post_id = carrier.id;
    if (!repo::insert_proposal(context.db, row)) return Error(Errc::conflict, "Duplicate record");
    repo::set_topics(context.db, row.id, topics_of(proposal));
    return row;
}

// Writes the carrier's text anew from the row, and so tells everyone.
Result<void> refresh_carrier(Context& context, const model::Proposal& row) {
    auto proposal = record_of(row);
    proposal.page = Uris(context.config).proposal_page(row.id);
    auto post = repo::find_post(context.db, row.post_id);
    if (!post) return Error(Errc::not_found, "Record not found");
    PostChange change;
    change.text = row.source;
    change.language = post->language;
    change.carrier = carrier_of(context, proposal);
    COLLEGIUM_CHECK(edit_post(context, row.account_id, row.post_id, change));
    return ok();
}

Result<model::Proposal> update_proposal(Context& context, AccountId author, ProposalId id, const ProposalDraft& draft) {
    auto row = repo::find_proposal(context.db, id);
    if (!row || row->account_id != author || row->deleted_at) return Error(Errc::not_found, "Record not found");
    COLLEGIUM_CHECK(check(draft.proposal));
    const auto taken = row->places - row->places_free;
    if (draft.proposal.places < taken)
        return Error(Errc::conflict,
                     taken == 1 ? "There is already one mentorship under this proposal"
                                : "There are already " + std::to_string(taken) + " mentorships under this proposal");
    auto proposal = draft.proposal;
    proposal.purpose = row->purpose == model::Purpose::offer ? as2::Purpose::offer : as2::Purpose::request;
    proposal.content = render_profile_text(context, draft.proposal.content);
    if (!proposal.expires) proposal.expires = row->expires_at;
    fill_row(*row, proposal);
    row->source = draft.proposal.content;
    row->places = static_cast<int>(proposal.places);
    row->places_free = row->places - taken;
    if (row->state == ProposalState::expired && !is_over(context, *row)) row->state = ProposalState::open;
    if (row->state == ProposalState::full && row->places_free > 0) row->state = ProposalState::open;
    if (row->state == ProposalState::open && row->places_free == 0) row->state = ProposalState::full;
    row->updated_at = context.now;
    repo::update_proposal(context.db, *row);
    repo::set_topics(context.db, id, topics_of(proposal));
    COLLEGIUM_CHECK(refresh_carrier(context, *row));
    return std::move(*row);
}

Result<model::Proposal> set_proposal_state(Context& context, AccountId author, ProposalId id, ProposalState state) {
    auto row = repo::find_proposal(context.db, id);
    if (!row || row->account_id != author || row->deleted_at) return Error(Errc::not_found, "Record not found");
    if (state != ProposalState::open && state != ProposalState::paused && state != ProposalState::closed)
        return Error(Errc::unprocessable, "Validation failed: State must be open, paused or closed");
    if (state == ProposalState::open && is_over(context, *row)) row->expires_at = context.now + default_life;
    row->state = state == ProposalState::open && row->places_free == 0 ? ProposalState::full : state;
    row->updated_at = context.now;
    repo::update_proposal(context.db, *row);
    COLLEGIUM_CHECK(refresh_carrier(context, *row));
    return std::move(*row);
}

int expire_proposals(Context& context, int limit) {
    int expired = 0;
    for (const auto id : repo::overdue_proposals(context.db, context.now, limit)) {
        repo::lock_proposal(context.db, id);
        auto row = repo::find_proposal(context.db, id);
        if (!row || row->deleted_at || !is_over(context, *row)) continue;
        if (row->state != ProposalState::open && row->state != ProposalState::paused) continue;
        row->state = ProposalState::expired;
        row->updated_at = context.now;
        repo::update_proposal(context.db, *row);
        ++expired;
        // Of a remote one its own server tells.
        if (!row->local) continue;
        if (auto told = refresh_carrier(context, *row); !told)
            log::info("a proposal without a carrier expired", {{"proposal", id.text()}});
    }
    return expired;
}

Result<void> delete_proposal(Context& context, AccountId author, ProposalId id) {
    auto row = repo::find_proposal(context.db, id);
    if (!row || row->account_id != author || row->deleted_at) return Error(Errc::not_found, "Record not found");
    COLLEGIUM_CHECK(delete_post(context, author, row->post_id));
    return ok();
}

Result<ProposalView> load_proposal(Context& context, ProposalId id, AccountId viewer) {
    auto row = repo::find_proposal(context.db, id);
    if (!row) return Error(Errc::not_found, "Record not found");
    if (row->deleted_at) return Error(Errc::gone, "This proposal was deleted");
    COLLEGIUM_TRY(auto post, load_post(context, row->post_id, viewer));
    auto record = record_of(*row);
    return ProposalView{std::move(*row), std::move(record), std::move(post)};
}

std::vector<ProposalView> load_board(Context& context, const repo::BoardQuery& query, AccountId viewer,
                                     const model::Page& page) {
    auto rows = repo::board_page(context.db, query, page);
    const auto posts = load_posts_of(context, rows, viewer, Hide::hidden_accounts);
    std::vector<ProposalView> views;
    for (auto& row : rows) {
        auto post = posts.find(row.post_id);
        if (post == posts.end()) continue;
        auto record = record_of(row);
        views.push_back({std::move(row), std::move(record), post->second});
    }
    return views;
}

void import_proposal(Context& context, const model::Post& carrier, const as2::MentorshipProposal& given) {
    auto proposal = given;
    proposal.content = text::sanitize_html(proposal.content);
    if (!same_origin(proposal.intent, carrier.uri)) return;
    if (!same_origin(proposal.id, carrier.uri)) proposal.id = proposal.intent.substr(0, proposal.intent.find('#'));
    auto known = repo::find_proposal_by_post(context.db, carrier.id);
    model::Proposal row = known ? *known : model::Proposal();
    fill_row(row, proposal);
    if (row.title.empty()) row.title = text::excerpt(carrier.content, 100);
    row.places = static_cast<int>(std::clamp<std::int64_t>(proposal.places, 1, 1000));
    row.places_free = static_cast<int>(std::clamp<std::int64_t>(proposal.places_free, 0, row.places));
    row.state = parse_state(proposal.state).value_or(row.places_free > 0 ? ProposalState::open : ProposalState::full);
    row.updated_at = context.now;
    if (known) {
        repo::update_proposal(context.db, row);
    } else {
        row.id = context.ids.at<ProposalId>(carrier.created_at);
        row.post_id = carrier.id;
        row.account_id = carrier.account_id;
        row.uri = proposal.id;
        row.intent_uri = proposal.intent;
        row.created_at = carrier.created_at;
        if (!repo::insert_proposal(context.db, row)) return;  // its intent belongs to another post
    }
    repo::set_topics(context.db, row.id, topics_of(proposal));
}

}  // namespace collegium::domain
