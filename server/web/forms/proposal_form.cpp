#include "web/forms/proposal_form.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "web/forms/choices.hpp"
#include "web/views/proposals.hpp"

namespace collegium::web {
namespace {

constexpr std::size_t title_limit = 150;
constexpr std::size_t content_limit = 3000;
constexpr std::size_t most_topics = 8;

void read_topics(Form& form, as2::MentorshipProposal& proposal) {
    form.require("topics", "Name at least one topic.");
    std::vector<as2::Concept> topics;
    for (const auto& word : form.words("topics")) {
        as2::Concept topic{"", strings::shorten(word, 100), ""};
        for (const auto& known : proposal.topics)
            if (known.label == word) topic = known;
        topics.push_back(std::move(topic));
    }
    if (topics.size() > most_topics) form.fail("topics", "At most eight, with commas between.");
    proposal.topics = std::move(topics);
}

// Only what is on the list; a browser sends nothing else.
std::vector<std::string> picked(const Form& form, std::string_view name, const std::vector<Option>& options) {
    std::vector<std::string> values;
    for (const auto& value : form.list(name))
        if (std::any_of(options.begin(), options.end(),
                        [&value](const Option& option) { return option.value == value; }))
            values.push_back(value);
    return values;
}

void read_level(Form& form, as2::MentorshipProposal& proposal) {
    const auto level = form.text("level");
    const auto present = proposal.levels.empty() ? std::string() : proposal.levels.front().label;
    form.choose("level", level_options(present));
    if (level == present) return;
    if (!proposal.levels.empty()) proposal.levels.erase(proposal.levels.begin());
    if (!level.empty()) proposal.levels.insert(proposal.levels.begin(), as2::Concept{"", level, level_code(level)});
}

}  // namespace

void read_proposal(Form& form, as2::MentorshipProposal& proposal) {
    form.require("title", "Give it a title.");
    form.limit("title", title_limit);
    proposal.title = strings::without_controls(form.text("title"));
    read_topics(form, proposal);
    form.require("content", "Say a little in your own words.");
    form.limit("content", content_limit);
    proposal.content = form.text("content");
    if (proposal.purpose == as2::Purpose::offer) {
        form.require("places", "Say how many places there are.");
        if (auto places = form.number("places", 1, 6)) proposal.places = *places;
    } else {
        proposal.places = 1;
    }
    proposal.weeks = form.number("weeks", 4, 40);
    form.choose("cadence", cadence_options());
    proposal.cadence = form.text("cadence");
    const auto language = form.text("language");
    if (proposal.languages.size() < 2) proposal.languages.clear();
    if (!language.empty() && proposal.languages.empty()) proposal.languages = {language};
    read_level(form, proposal);
    proposal.formats = picked(form, "formats", format_options());
    proposal.windows = picked(form, "windows", window_options());
    form.choose("policy", policy_options());
    proposal.institution_policy = form.text("policy");
}

Form proposal_form(const as2::MentorshipProposal& proposal, const std::string& source) {
    Form form;
    form.put("title", proposal.title);
    std::vector<std::string> topics;
    for (const auto& topic : proposal.topics) topics.push_back(topic.label);
    form.put("topics", strings::join(topics, ", "));
    form.put("content", source);
    form.put("places", std::to_string(proposal.places));
    form.put("weeks", proposal.weeks ? std::to_string(*proposal.weeks) : "");
    form.put("cadence", proposal.cadence);
    form.put("language", proposal.languages.empty() ? "" : proposal.languages.front());
    form.put("level", proposal.levels.empty() ? "" : proposal.levels.front().label);
    form.put_list("formats", proposal.formats);
    form.put_list("windows", proposal.windows);
    form.put("policy", proposal.institution_policy);
    return form;
}

void show_proposal_form(json::Value& view, const config::Config& config, as2::Purpose purpose, const Form& form) {
    auto fields = json::Value::object();
    for (const char* name : {"title", "content", "topics", "places", "weeks"}) fields.set(name, form.field(name));
    fields.set("cadence", form.select("cadence", cadence_options()));
    fields.set("language", form.select("language", language_options(config, form.text("language"))));
    fields.set("level", form.select("level", level_options(form.text("level"))));
    fields.set("policy", form.select("policy", policy_options()));
    fields.set("formats", form.boxes("formats", format_options()));
    fields.set("windows", form.boxes("windows", window_options()));
    view.set("form", std::move(fields));
    view.set("open", json::Value::object({{"how", !form.sound()}}));
    view.set("errors", form.errors());
    const bool offer = purpose == as2::Purpose::offer;
    view.set("purpose", offer ? "offer" : "request");
    view.set("is_offer", offer);
}

}  // namespace collegium::web
