// The pair's page: the way through the states, what was said, what happened, what was agreed.
#include <algorithm>
#include <array>

#include "core/strings.hpp"
#include "domain/agreement_machine.hpp"
#include "web/frame.hpp"
#include "web/search.hpp"
#include "web/views/agreements.hpp"
#include "web/views/people.hpp"
#include "web/views/proposals.hpp"

namespace collegium::web {
namespace {

using State = model::AgreementState;

struct Stop {
    std::string label;
    std::optional<Timestamp> reached;
    enum class Mark { coming, done, now, stopped } mark = Mark::coming;
};

std::optional<Timestamp> first_time(const domain::AgreementView& view, std::initializer_list<State> states) {
    for (const auto& step : view.steps)
        if (std::find(states.begin(), states.end(), step.to_state) != states.end()) return step.created_at;
    return std::nullopt;
}

// Reasons that servers give in one word (pln-domain.md 3.2.3).
struct Reason {
    std::string_view word;
    const char* text;
};
constexpr std::array reasons = {
    Reason{"full", "All places were taken"},
    Reason{"closed", "The proposal was closed"},
    Reason{"expired", "Nobody answered in time"},
    Reason{"limit", "A limit was reached"},
    Reason{"duplicate", "There was a request already"},
    Reason{"refused", "The other server refused it"},
};

std::string reason_text(std::string_view note) {
    for (const auto& [word, text] : reasons)
        if (word == note) return text;
    return {};
}

std::string happened(State state) {
    switch (state) {
        case State::requested: return "asked";
        case State::info_needed: return "asked for more";
        case State::terms_proposed: return "proposed terms";
        case State::trial: return "accepted; the trial began";
        case State::active: return "accepted; it began";
        case State::paused: return "paused it";
        case State::amending: return "proposed new terms";
        case State::completing: return "began to finish";
        case State::completed: return "completed it";
        case State::declined: return "declined";
        case State::withdrawn: return "withdrew the request";
        case State::expired: return "the request expired";
        case State::ended: return "ended it";
        case State::suspended: return "put it on hold";
        case State::void_: return "it became void";
    }
    return {};
}

std::string step_text(const domain::AgreementView& view, const model::AgreementStep& step, AccountId viewer) {
    auto what = happened(step.to_state);
    if (step.from_state == State::info_needed && step.to_state == State::requested) what = "told more";
    // A yes to the other server's terms, or terms of one's own instead.
    if (step.from_state == step.to_state) what = "answered the terms";
    if (step.from_state == step.to_state && has_agreed(view, step.actor_id) && &step == &view.steps.back())
        what = "agreed to the terms";
    std::string text = what;
    if (step.actor_id) {
        const auto& who = step.actor_id == view.agreement.mentor_id ? *view.mentor : *view.mentee;
        text = (step.actor_id == viewer ? "You" : name_of(who)) + " " + what;
    } else {
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    }
    const auto reason = reason_text(step.note);
    return text + (reason.empty() ? "." : ". " + reason + ".");
}

void add_row(json::Value& rows, std::string_view label, const std::string& value) {
    if (!value.empty()) rows.push(json::Value::object({{"label", label}, {"value", value}}));
}

std::string joined(const json::Value& value) {
    std::vector<std::string> parts;
    if (value.is_string()) parts.push_back(value.string());
    for (const auto& item : value.items())
        if (item.is_string()) parts.push_back(item.string());
    return strings::shorten(strings::join(parts, "; "), 500);
}

}  // namespace

json::Value way_view(const Scene& scene, const domain::AgreementView& view) {
    const auto state = view.agreement.state;
    const auto began = first_time(view, {State::trial, State::active});
    const auto finished = first_time(view, {State::completed, State::ended});
    const bool asked_only = domain::is_open_request(state);
    std::vector<Stop> stops = {{"Asked", view.agreement.created_at, Stop::Mark::done}};
    const auto here = has_agreed(view, scene.viewer) ? std::string(waiting_label) : state_label(state);
    if (asked_only) stops.push_back({here, std::nullopt, Stop::Mark::now});
    if (!asked_only && !began) {
        const auto last = view.steps.empty() ? view.agreement.updated_at : view.steps.back().created_at;
        stops.push_back({state_label(state), last, Stop::Mark::stopped});
    } else {
        stops.push_back({"Trial", began,
                         state == State::trial ? Stop::Mark::now
                         : began               ? Stop::Mark::done
                                               : Stop::Mark::coming});
        const bool running = domain::is_running(state) && state != State::trial;
        const auto active = first_time(view, {State::active});
        stops.push_back({"Working together", active,
                         running                               ? Stop::Mark::now
                         : active || state == State::completed ? Stop::Mark::done
                                                               : Stop::Mark::coming});
        const bool over = began && domain::is_final(state);
        stops.push_back({over ? state_label(state) : "End", finished,
                         !over                       ? Stop::Mark::coming
                         : state == State::completed ? Stop::Mark::done
                                                     : Stop::Mark::stopped});
    }
    auto list = json::Value::array();
    for (const auto& stop : stops) {
        const auto date = stop.reached ? date_view(*stop.reached, scene.now) : json::Value::object();
        list.push(json::Value::object({{"label", stop.label},
                                       {"iso", date["iso"].string()},
                                       {"text", date["text"].string()},
                                       {"done", stop.mark == Stop::Mark::done},
                                       {"now", stop.mark == Stop::Mark::now},
                                       {"stopped", stop.mark == Stop::Mark::stopped}}));
    }
    return list;
}

json::Value message_list(const Scene& scene, const domain::AgreementView& view) {
    auto list = json::Value::array();
    for (const auto& step : view.steps) {
        if (strings::trim(step.note).empty() || !reason_text(step.note).empty()) continue;
        const bool mine = step.actor_id == scene.viewer;
        const auto& who = step.actor_id == view.agreement.mentor_id ? *view.mentor : *view.mentee;
        const auto when = moment_view(step.created_at, scene.now);
        list.push(json::Value::object({{"who", mine ? "You" : name_of(who)},
                                       {"text", step.note},
                                       {"iso", when["iso"].string()},
                                       {"when", when["text"].string()},
                                       {"mine", mine}}));
    }
    return list;
}

json::Value history_list(const Scene& scene, const domain::AgreementView& view) {
    auto list = json::Value::array();
    for (const auto& step : view.steps) {
        const auto when = moment_view(step.created_at, scene.now);
        list.push(json::Value::object({{"iso", when["iso"].string()},
                                       {"when", when["text"].string()},
                                       {"text", step_text(view, step, scene.viewer)}}));
    }
    return list;
}

json::Value terms_list(const domain::AgreementView& view, Timestamp now) {
    auto rows = json::Value::array();
    if (view.agreement.trial_ends_at)
        add_row(rows, "Trial until", date_view(*view.agreement.trial_ends_at, now)["text"].string());
    const auto terms = json::parse(view.agreement.terms);
    if (!terms) return rows;
    add_row(rows, "Goals", joined((*terms)["goals"]));
    add_row(rows, "How often", label_in(cadence_options(), (*terms)["cadence"].string()));
    add_row(rows, "In which form", label_in(format_options(), (*terms)["format"].string()));
    if (const auto weeks = (*terms)["weeks"].integer()) add_row(rows, "Length", counted(*weeks, "week", "weeks"));
    if (const auto weeks = (*terms)["trialWeeks"].integer())
        add_row(rows, "Trial", *weeks > 0 ? counted(*weeks, "week", "weeks") : "none");
    if ((*terms)["notEvaluated"].boolean().value_or(false))
        add_row(rows, "Evaluation", "Neither evaluates the other's work");
    return rows;
}

bool was_full(const domain::AgreementView& view) {
    return view.agreement.state == State::declined && !view.steps.empty() && view.steps.back().note == "full";
}

}  // namespace collegium::web
