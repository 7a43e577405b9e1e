#include "web/forms/resource_form.hpp"

#include <charconv>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "web/forms/choices.hpp"
#include "web/views/posts.hpp"

namespace collegium::web {
namespace {

constexpr std::size_t title_limit = 200;
constexpr std::size_t description_limit = 10'000;
constexpr std::size_t most_subjects = 5;
constexpr std::size_t most_keywords = 8;

struct Ages {
    std::string from, to;
};

// "11-14", "11-"
Ages ages_in(const std::string& range) {
    const auto dash = range.find('-');
    if (dash == std::string::npos) return {range, range};
    return {range.substr(0, dash), range.substr(dash + 1)};
}

void read_basics(Form& form, HasFile file, as2::LearningResource& record) {
    form.require("title", "Give it a title.");
    form.limit("title", title_limit);
    const auto url = form.text("url");
    if (!url.empty() && !parse_url(url)) form.fail("url", "This is no web address. It starts with https://");
    if (url.empty() && file == HasFile::no) form.fail("url", "Give a link, or choose a file.");
    form.require("license", "Say what others may do with it.");
    form.choose("license", license_options(record.license));
    record.title = form.text("title");
    record.work_url = url;
    record.license = form.text("license");
}

void read_ages(Form& form, as2::LearningResource& record) {
    const auto from = form.number("age_from", 0, 120);
    const auto to = form.number("age_to", 0, 120);
    if (from && to && *from > *to) form.fail("age_to", "The second age is the higher one.");
    if (from && to)
        record.age_range = std::to_string(*from) + "-" + std::to_string(*to);
    else if (from)
        record.age_range = std::to_string(*from) + "-";
    else
        record.age_range = to ? "0-" + std::to_string(*to) : "";
}

void read_time(Form& form, as2::LearningResource& record) {
    const auto minutes = form.number("minutes", 1, 100'000);
    if (minutes)
        record.time_required = "PT" + std::to_string(*minutes) + "M";
    else if (minutes_in(record.time_required))  // days and weeks are not the form's to take away
        record.time_required.clear();
}

void read_classes(Form& form, as2::LearningResource& record) {
    const auto kind = form.text("kind");
    const auto present_kind = record.kinds.empty() ? std::string() : as2::kind_name(record.kinds.front());
    form.choose("kind", kind_options(present_kind));
    if (kind != present_kind) {
        if (!record.kinds.empty()) record.kinds.erase(record.kinds.begin());
        if (!kind.empty()) record.kinds.insert(record.kinds.begin(), kind);
    }
    auto subjects = form.words("subject");
    if (subjects.size() > most_subjects) form.fail("subject", "At most five, with commas between.");
    std::vector<as2::Concept> concepts;
    for (auto& subject : subjects) {
        as2::Concept term{"", subject, ""};
        for (const auto& known : record.subjects)
            if (known.label == subject) term = known;
        concepts.push_back(std::move(term));
    }
    record.subjects = std::move(concepts);
    const auto level = form.text("level");
    const auto present_level = record.levels.empty() ? std::string() : record.levels.front().label;
    form.choose("level", level_options(present_level));
    if (level != present_level) {
        if (!record.levels.empty()) record.levels.erase(record.levels.begin());
        if (!level.empty()) record.levels.insert(record.levels.begin(), as2::Concept{"", level, level_code(level)});
    }
}

void read_texts(Form& form, as2::LearningResource& record) {
    form.limit("description", description_limit);
    record.description = form.text("description");
    record.keywords.clear();
    for (const auto& word : form.words("keywords"))
        record.keywords.push_back(word.starts_with('#') ? word.substr(1) : word);
    if (record.keywords.size() > most_keywords) form.fail("keywords", "At most eight, with commas between.");
    const auto creator = strings::without_controls(form.text("creator"));
    form.choose("authorship", authorship_options());
    if (form.text("authorship") == "found") {
        if (creator.empty()) form.fail("creator", "Say who made it, as far as you know.");
        const bool same = !record.creators.empty() && record.creators.front().name == creator;
        if (!same) record.creators = {as2::Party{"", creator, false}};
    } else {
        record.creators.clear();  // then it is the author's
    }
    const auto language = form.text("language");
    if (record.languages.size() < 2) record.languages.clear();
    if (!language.empty() && record.languages.empty()) record.languages = {language};
}

void read_disclosure(Form& form, as2::LearningResource& record) {
    form.choose("disclosure_kind", disclosure_options());
    form.limit("disclosure_note", 200);
    const auto party = strings::without_controls(form.text("disclosure_party"));
    if (party != record.disclosure.party) record.disclosure.party_url.clear();
    record.disclosure.kind = form.text("disclosure_kind");
    record.disclosure.party = party;
    record.disclosure.note = strings::without_controls(form.text("disclosure_note"));
    if (record.disclosure.kind.empty() && (!party.empty() || !record.disclosure.note.empty()))
        form.fail("disclosure_kind", "Say what connects you.");
}

}  // namespace

std::optional<std::int64_t> minutes_in(std::string_view duration) {
    if (!duration.starts_with("PT")) return std::nullopt;
    duration.remove_prefix(2);
    std::int64_t minutes = 0;
    while (!duration.empty()) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(duration.data(), duration.data() + duration.size(), number);
        const auto used = static_cast<std::size_t>(end - duration.data());
        if (error != std::errc() || used == duration.size() || number < 0 || number > 100'000) return std::nullopt;
        if (*end != 'H' && *end != 'M') return std::nullopt;
        minutes += *end == 'H' ? number * 60 : number;
        duration.remove_prefix(used + 1);
    }
    return minutes > 0 ? std::optional(minutes) : std::nullopt;
}

void read_resource(Form& form, HasFile file, as2::LearningResource& record) {
    read_basics(form, file, record);
    read_classes(form, record);
    read_ages(form, record);
    read_time(form, record);
    read_texts(form, record);
    read_disclosure(form, record);
}

Form resource_form(const as2::LearningResource& record, const std::string& source, const std::string& author_uri) {
    Form form;
    form.put("title", record.title);
    form.put("url", record.work_url);
    form.put("license", record.license);
    form.put("kind", record.kinds.empty() ? "" : as2::kind_name(record.kinds.front()));
    std::vector<std::string> subjects;
    for (const auto& subject : record.subjects) subjects.push_back(subject.label);
    form.put("subject", strings::join(subjects, ", "));
    form.put("level", record.levels.empty() ? "" : record.levels.front().label);
    form.put("language", record.languages.empty() ? "" : record.languages.front());
    const auto ages = ages_in(record.age_range);
    form.put("age_from", ages.from);
    form.put("age_to", ages.to);
    const auto minutes = minutes_in(record.time_required);
    form.put("minutes", minutes ? std::to_string(*minutes) : "");
    form.put("description", source);
    form.put("keywords", strings::join(record.keywords, ", "));
    const bool found = !record.creators.empty() && record.creators.front().id != author_uri;
    form.put("authorship", found ? "found" : "own");
    form.put("creator", found ? record.creators.front().name : "");
    form.put("disclosure_kind", record.disclosure.kind == "none" ? "" : record.disclosure.kind);
    form.put("disclosure_party", record.disclosure.party);
    form.put("disclosure_note", record.disclosure.note);
    form.put("version", record.version);
    return form;
}

void show_resource_form(json::Value& view, const config::Config& config, const Form& form) {
    auto fields = json::Value::object();
    for (const char* name : {"title", "url", "file", "subject", "age_from", "age_to", "minutes", "description",
                             "keywords", "creator", "disclosure_party", "disclosure_note", "version", "version_note"})
        fields.set(name, form.field(name));
    fields.set("license", form.select("license", license_options(form.text("license"))));
    fields.set("kind", form.select("kind", kind_options(form.text("kind"))));
    fields.set("level", form.select("level", level_options(form.text("level"))));
    fields.set("language", form.select("language", language_options(config, form.text("language"))));
    fields.set("authorship", form.select("authorship", authorship_options()));
    fields.set("disclosure_kind", form.select("disclosure_kind", disclosure_options()));
    auto readers = visibility_options();
    readers.pop_back();  // a resource for the mentioned alone would be none
    fields.set("visibility", form.select("visibility", readers));
    view.set("form", std::move(fields));
    const bool unfold = !form.sound();
    view.set("open", json::Value::object({{"work", unfold}, {"text", unfold}, {"disclosure", unfold}}));
    view.set("errors", form.errors());
    view.set("file_limit", std::to_string(config.limits.media_bytes / (1024 * 1024)) + " MB");
}

}  // namespace collegium::web
