#include "web/views/proposal_parts.hpp"

#include <algorithm>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "storage/repo/mentorships.hpp"
#include "storage/repo/relations.hpp"
#include "web/frame.hpp"
#include "web/search.hpp"
#include "web/views/agreements.hpp"
#include "web/views/people.hpp"
#include "web/views/posts.hpp"
#include "web/views/proposals.hpp"
#include "web/views/resources.hpp"

namespace collegium::web {
namespace {

constexpr std::size_t most_requests = 30;

void add_row(json::Value& rows, std::string_view label, const std::string& value) {
    if (!value.empty()) rows.push(json::Value::object({{"label", label}, {"value", value}}));
}

json::Value record_rows(const Scene& scene, const domain::ProposalView& view) {
    const auto& record = view.record;
    auto rows = json::Value::array();
    std::vector<std::string> languages;
    for (const auto& tag : record.languages) languages.push_back(as2::language_label(tag));
    add_row(rows, "How often", record.cadence.empty() ? "" : label_in(cadence_options(), record.cadence));
    add_row(rows, "Length", record.weeks ? counted(*record.weeks, "week", "weeks") : "");
    add_row(rows, "Form", labels_in(format_options(), record.formats));
    auto windows = labels_in(window_options(), record.windows);
    if (!windows.empty() && !record.time_zone.empty()) windows += " (" + record.time_zone + ")";
    add_row(rows, "Good times", windows);
    add_row(rows, "Language", strings::join(languages, ", "));
    add_row(rows, "Subjects", labels_of(record.subjects));
    add_row(rows, "Level", labels_of(record.levels));
    add_row(rows, "With whom",
            record.institution_policy.empty() ? "" : label_in(policy_options(), record.institution_policy));
    add_row(rows, "What to expect", record.expectations);
    add_row(rows, "Open until",
            view.proposal.expires_at ? date_view(*view.proposal.expires_at, scene.now)["text"].string() : "");
    return rows;
}

std::string state_note(const std::string& state) {
    if (state == "Paused") return "It takes no requests for a while.";
    if (state == "Closed") return "It takes no more requests.";
    if (state == "Expired") return "Its time is over.";
    return state.empty() ? "" : "It cannot be answered.";
}

bool is_possible(const domain::AgreementView& view, domain::AgreementAction action) {
    return std::find(view.possible.begin(), view.possible.end(), action) != view.possible.end();
}

json::Value request_view(const Scene& scene, const domain::AgreementView& view) {
    const auto& agreement = view.agreement;
    const auto path = "/mentorships/" + agreement.id.text();
    const auto& other = other_of(view, scene.viewer);
    auto item = json::Value::object(
        {{"message", agreement.message},
         {"state", state_of(view, scene.viewer)},
         {"tone", tone_of(agreement.state)},
         {"when", date_view(agreement.created_at, scene.now)},
         {"url_agreement", path},
         {"accept", is_possible(view, domain::AgreementAction::accept) ? path + "/accept" : ""},
         {"decline", is_possible(view, domain::AgreementAction::decline) ? path + "/decline" : ""}});
    add_person(item, scene, other);
    return item;
}

std::string obstacle_of(const model::Proposal& proposal, Timestamp now) {
    const bool offer = proposal.purpose == model::Purpose::offer;
    const auto state = state_label(proposal, now);
    if (state == "Paused") return "It is paused. Come back later, or look for another one on the board.";
    if (!state.empty()) return "It takes no more requests.";
    if (takes_requests(proposal, now)) return {};
    return offer ? "All places are taken. When one becomes free, it shows here." : "Somebody was found already.";
}

}  // namespace

json::Value proposal_view(const Scene& scene, const domain::ProposalView& view) {
    const auto& row = view.proposal;
    const auto state = state_label(row, scene.now);
    return json::Value::object({{"title", row.title},
                                {"lang", view.post.post.language},
                                {"css", row.purpose == model::Purpose::offer ? "offer" : "request"},
                                {"purpose_label", purpose_label(row.purpose)},
                                {"content", row.content},
                                {"is_offer", row.purpose == model::Purpose::offer},
                                {"topics", topic_list(view.record.topics)},
                                {"record", record_rows(scene, view)},
                                {"state", state},
                                {"state_note", state_note(state)},
                                {"source_url", row.local ? "" : view.post.post.url},
                                {"post_url", path_of(scene, view.post)}});
}

json::Value request_list(domain::Context& context, const Scene& scene, ProposalId id) {
    auto rows = repo::agreements_of_proposal(context.db, id, scene.viewer);
    std::stable_sort(rows.begin(), rows.end(), [&scene](const model::Agreement& left, const model::Agreement& right) {
        const bool left_waits = is_waiting_for(left, scene.viewer), right_waits = is_waiting_for(right, scene.viewer);
        return left_waits != right_waits ? left_waits : left.id > right.id;
    });
    auto list = json::Value::array();
    for (const auto& row : rows) {
        if (list.items().size() == most_requests) break;
        if (auto view = domain::load_agreement(context, row.id, scene.viewer)) list.push(request_view(scene, *view));
    }
    return list;
}

Asking asking_of(domain::Context& context, const Scene& scene, const model::Proposal& proposal) {
    Asking asking;
    if (scene.viewer) {
        for (const auto& agreement : repo::agreements_of_proposal(context.db, proposal.id, scene.viewer)) {
            if (domain::is_final(agreement.state)) continue;
            asking.mine = json::Value::object({{"url", "/mentorships/" + agreement.id.text()},
                                               {"state", state_label(agreement.state)},
                                               {"tone", tone_of(agreement.state)}});
            return asking;
        }
        if (repo::blocks_either_way(context.db, proposal.account_id, scene.viewer)) {
            asking.obstacle = "You cannot answer this one.";
            return asking;
        }
    }
    asking.obstacle = obstacle_of(proposal, context.now);
    return asking;
}

}  // namespace collegium::web
