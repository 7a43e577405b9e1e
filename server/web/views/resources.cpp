#include "web/views/resources.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "text/plain_text.hpp"
#include "web/frame.hpp"
#include "web/views/people.hpp"

namespace collegium::web {
namespace {

struct KindStyle {
    std::string_view kind;
    const char* css;
};

constexpr std::array kind_styles = {
    KindStyle{"lessonPlan", "plan"},       KindStyle{"unitPlan", "plan"},
    KindStyle{"activityPlan", "plan"},     KindStyle{"educatorCurriculumGuide", "plan"},
    KindStyle{"assessment", "assessment"}, KindStyle{"assessmentItem", "assessment"},
    KindStyle{"source", "source"},         KindStyle{"textbook", "source"},
    KindStyle{"blogPost", "source"},       KindStyle{"recordedLesson", "media"},
    KindStyle{"podcastEpisode", "media"},  KindStyle{"tool", "tool"},
    KindStyle{"dataSet", "tool"},          KindStyle{"protocol", "tool"},
};

struct Phrase {
    std::string_view key;
    std::string_view text;
};

constexpr std::array file_types = {
    Phrase{"application/pdf", "PDF"},
    Phrase{"application/zip", "Zip archive"},
    Phrase{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"},
    Phrase{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"},
    Phrase{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint slides"},
    Phrase{"application/vnd.oasis.opendocument.text", "Text document"},
    Phrase{"application/vnd.oasis.opendocument.spreadsheet", "Spreadsheet"},
    Phrase{"application/vnd.oasis.opendocument.presentation", "Slides"},
    Phrase{"text/plain", "Plain text"},
    Phrase{"text/markdown", "Markdown text"},
    Phrase{"text/csv", "Table (CSV)"},
};

constexpr std::array file_groups = {
    Phrase{"image/", "Picture"},
    Phrase{"audio/", "Sound"},
    Phrase{"video/", "Video"},
    Phrase{"text/", "Text"},
};

constexpr std::array disclosure_words = {
    Phrase{"employer", "a product of the author's employer"},
    Phrase{"free_access", "given free of charge"},
    Phrase{"paid", "the author was paid"},
    Phrase{"royalties", "the author has royalties or shares"},
    Phrase{"grant", "made with a grant"},
    Phrase{"other", "the author has a connection"},
};

void add_fact(json::Value& facts, const std::string& text) {
    if (!text.empty() && facts.items().size() < 5) facts.push(json::Value::object({{"text", text}}));
}

json::Value facts_of(const as2::LearningResource& record) {
    auto facts = json::Value::array();
    add_fact(facts, labels_of(record.subjects));
    add_fact(facts, labels_of(record.levels));
    add_fact(facts, ages_text(record.age_range));
    add_fact(facts, as2::duration_label(record.time_required));
    std::vector<std::string> languages;
    for (const auto& tag : record.languages) languages.push_back(as2::language_label(tag));
    add_fact(facts, strings::join(languages, ", "));
    return facts;
}

}  // namespace

json::Value kind_view(const std::vector<std::string>& kinds) {
    const auto name = kinds.empty() ? std::string() : as2::kind_name(kinds.front());
    const auto same = [&name](const KindStyle& style) { return style.kind == name; };
    const auto style = std::find_if(kind_styles.begin(), kind_styles.end(), same);
    const std::string css = style == kind_styles.end() ? "" : style->css;
    auto view = json::Value::object({{"label", as2::kind_label(name)}, {"css", css}});
    for (const char* flag : {"plan", "assessment", "source", "media", "tool"}) view.set(flag, css == flag);
    return view;
}

json::Value kind_view(const model::Resource& row) {
    const auto tree = json::parse(row.record);
    if (!tree) return kind_view(std::vector<std::string>());
    const auto record = as2::parse_learning_resource(*tree);
    return kind_view(record ? record->kinds : std::vector<std::string>());
}

std::string disclosure_text(const as2::Disclosure& disclosure) {
    if (disclosure.kind.empty() || disclosure.kind == "none") return {};
    std::string text = "the author has a connection";
    for (const auto& [key, words] : disclosure_words)
        if (key == disclosure.kind) text = words;
    if (!disclosure.party.empty()) text += " (" + disclosure.party + ")";
    return disclosure.note.empty() ? text : text + ": " + disclosure.note;
}

std::string labels_of(const std::vector<as2::Concept>& terms) {
    std::vector<std::string> labels;
    for (const auto& term : terms) {
        if (labels.size() == 4) break;
        const auto& label = !term.label.empty() ? term.label : !term.code.empty() ? term.code : term.id;
        if (!label.empty()) labels.push_back(label);
    }
    return strings::join(labels, ", ");
}

std::string ages_text(std::string_view range) {
    if (range.empty()) return {};
    if (range.ends_with('-')) return "ages " + std::string(range.substr(0, range.size() - 1)) + " and up";
    return "ages " + std::string(range);
}

std::string credit_line(const as2::LearningResource& record) {
    if (!record.credit_text.empty()) return record.credit_text;
    std::vector<std::string> creators;
    for (const auto& creator : record.creators)
        if (!creator.name.empty()) creators.push_back(creator.name);
    std::string line = "“" + record.title + "”";
    if (!creators.empty()) line += " by " + strings::join(creators, ", ");
    const auto& source = record.page.empty() ? record.work_url : record.page;
    if (!source.empty()) line += ", " + source;
    return line + ", " + as2::license_label(record.license);
}

std::string file_type_label(std::string_view media_type) {
    for (const auto& [type, label] : file_types)
        if (type == media_type) return std::string(label);
    for (const auto& [group, label] : file_groups)
        if (media_type.starts_with(group)) return std::string(label);
    return "File";
}

std::string size_text(std::int64_t bytes) {
    if (bytes <= 0) return {};
    if (bytes < 1000) return fmt::format("{} bytes", bytes);
    if (bytes < 1'000'000) return fmt::format("{} kB", (bytes + 500) / 1000);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

json::Value resource_card(const Scene& scene, const domain::ResourceView& view) {
    const auto& record = view.record;
    auto summary = record.summary.empty() ? text::excerpt(record.description, 180) : record.summary;
    auto card =
        json::Value::object({{"url", "/resources/" + view.resource.id.text()},
                             {"title", view.resource.title},
                             {"lang", record.languages.empty() ? view.post.post.language : record.languages.front()},
                             {"summary", strings::shorten(summary, 180)},
                             {"facts", facts_of(record)},
                             {"state", record.status == "superseded"  ? "Superseded"
                                       : record.status == "withdrawn" ? "Withdrawn"
                                                                      : ""},
                             {"disclosure", disclosure_text(record.disclosure)},
                             {"kind", kind_view(record.kinds)},
                             {"licence", licence_view(view.resource.license)},
                             {"published", date_view(view.resource.created_at, scene.now)}});
    add_person(card, scene, *view.post.author);
    return card;
}

json::Value resource_cards(const Scene& scene, const std::vector<domain::ResourceView>& views) {
    auto cards = json::Value::array();
    for (const auto& view : views) cards.push(resource_card(scene, view));
    return cards;
}

}  // namespace collegium::web
