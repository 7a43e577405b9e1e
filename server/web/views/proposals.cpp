#include "web/views/proposals.hpp"

#include <algorithm>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "text/plain_text.hpp"
#include "web/search.hpp"
#include "web/views/people.hpp"
#include "web/views/resources.hpp"

namespace collegium::web {
namespace {

constexpr int most_doors = 12;

json::Value facts_of(const as2::MentorshipProposal& record) {
    auto facts = json::Value::array();
    std::vector<std::string> languages;
    for (const auto& tag : record.languages) languages.push_back(as2::language_label(tag));
    const std::string weeks = record.weeks ? counted(*record.weeks, "week", "weeks") : "";
    const auto cadence = record.cadence.empty() ? "" : label_in(cadence_options(), record.cadence);
    for (const auto& text : {cadence, weeks, labels_in(format_options(), record.formats),
                             strings::join(languages, ", "), labels_of(record.levels)})
        if (!text.empty()) facts.push(json::Value::object({{"text", text}}));
    return facts;
}

}  // namespace

std::string purpose_label(model::Purpose purpose) {
    return purpose == model::Purpose::offer ? "Offers to help" : "Looking for a mentor";
}

std::string places_text(const model::Proposal& row) {
    if (row.purpose == model::Purpose::request) return row.places_free > 0 ? "Open for answers" : "Found";
    if (row.places_free == 0) return "Full";
    return std::to_string(row.places_free) + " of " + std::to_string(row.places) +
           (row.places == 1 ? " place free" : " places free");
}

std::string state_label(const model::Proposal& row, Timestamp now) {
    switch (row.state) {
        case model::ProposalState::draft: return "Draft";
        case model::ProposalState::open:
        case model::ProposalState::full: return row.expires_at && *row.expires_at < now ? "Expired" : "";
        case model::ProposalState::paused: return "Paused";
        case model::ProposalState::closed: return "Closed";
        case model::ProposalState::expired: return "Expired";
    }
    return {};
}

bool takes_requests(const model::Proposal& row, Timestamp now) {
    return row.state == model::ProposalState::open && row.places_free > 0 && state_label(row, now).empty();
}

const std::vector<Option>& cadence_options() {
    static const std::vector<Option> options = {{"", "No matter"},
                                                {"weekly", "Every week"},
                                                {"fortnightly", "Every two weeks"},
                                                {"monthly", "Every month"},
                                                {"as_needed", "As needed"}};
    return options;
}

const std::vector<Option>& format_options() {
    static const std::vector<Option> options = {{"video", "Video"},
                                                {"phone", "Phone"},
                                                {"writing", "Writing"},
                                                {"in_person", "In person"},
                                                {"observation", "Visiting classes"}};
    return options;
}

const std::vector<Option>& window_options() {
    static const std::vector<Option> options = {{"weekday_morning", "Weekday mornings"},
                                                {"weekday_afternoon", "Weekday afternoons"},
                                                {"weekday_evening", "Weekday evenings"},
                                                {"weekend", "Weekends"}};
    return options;
}

const std::vector<Option>& policy_options() {
    static const std::vector<Option> options = {{"any", "Anyone in the network"},
                                                {"prefer_other", "Rather someone from another institution"},
                                                {"only", "Only someone from my own institution"}};
    return options;
}

std::string label_in(const std::vector<Option>& options, std::string_view value) {
    for (const auto& option : options)
        if (option.value == value && !value.empty()) return option.label;
    return strings::replace_all(std::string(value), "_", " ");
}

std::string labels_in(const std::vector<Option>& options, const std::vector<std::string>& values) {
    std::vector<std::string> labels;
    for (const auto& value : values) labels.push_back(label_in(options, value));
    return strings::join(labels, ", ");
}

json::Value places_list(const model::Proposal& row) {
    auto list = json::Value::array();
    const int shown = std::min(row.places, most_doors);
    for (int place = 0; place < shown; ++place)
        list.push(json::Value::object({{"free", place >= shown - std::min(row.places_free, shown)}}));
    return list;
}

json::Value topic_list(const std::vector<as2::Concept>& topics) {
    auto list = json::Value::array();
    for (const auto& topic : topics)
        list.push(json::Value::object({{"text", topic.label.empty() ? topic.id : topic.label}}));
    return list;
}

json::Value proposal_card(const Scene& scene, const domain::ProposalView& view) {
    const auto& row = view.proposal;
    auto card = json::Value::object({{"url", "/proposals/" + row.id.text()},
                                     {"title", row.title},
                                     {"lang", view.post.post.language},
                                     {"summary", text::excerpt(row.content, 180)},
                                     {"css", row.purpose == model::Purpose::offer ? "offer" : "request"},
                                     {"purpose_label", purpose_label(row.purpose)},
                                     {"topics", topic_list(view.record.topics)},
                                     {"facts", facts_of(view.record)},
                                     {"places", places_list(row)},
                                     {"places_text", places_text(row)},
                                     {"state", state_label(row, scene.now)}});
    add_person(card, scene, *view.post.author);
    return card;
}

json::Value proposal_cards(const Scene& scene, const std::vector<domain::ProposalView>& views) {
    auto cards = json::Value::array();
    for (const auto& view : views) cards.push(proposal_card(scene, view));
    return cards;
}

}  // namespace collegium::web
