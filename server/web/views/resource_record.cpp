#include "web/views/resource_record.hpp"

#include <array>

#include "as2/labels.hpp"
#include "core/strings.hpp"
#include "core/url.hpp"
#include "storage/repo/resources.hpp"
#include "web/frame.hpp"
#include "web/views/people.hpp"
#include "web/views/posts.hpp"
#include "web/views/resources.hpp"

namespace collegium::web {
namespace {

constexpr std::array evidence_words = {
    "An idea, not tried yet",
    "Tried by the author",
    "Tried by others",
    "Reasoned from cited research",
    "A cited study with a comparison",
    "A cited strong study or synthesis",
};

void add_row(json::Value& rows, std::string_view label, const std::string& value) {
    if (!value.empty()) rows.push(json::Value::object({{"label", label}, {"value", value}}));
}

template <class Label>
std::string joined(const std::vector<std::string>& values, Label label) {
    std::vector<std::string> labels;
    for (const auto& value : values) labels.push_back(label(value));
    return strings::join(labels, ", ");
}

std::string label_from(std::span<const as2::Label> list, const std::string& value) {
    for (const auto& entry : list)
        if (entry.value == value) return std::string(entry.label);
    return value;
}

std::string evidence_text(const std::string& evidence) {
    if (evidence.size() != 1 || evidence[0] < '1' || evidence[0] > '6') return {};
    return evidence_words.at(static_cast<std::size_t>(evidence[0] - '1'));
}

std::string creator_names(const as2::LearningResource& record) {
    std::vector<std::string> names;
    for (const auto& creator : record.creators) names.push_back(creator.name);
    return strings::join(names, ", ");
}

json::Value record_rows(const as2::LearningResource& record) {
    auto rows = json::Value::array();
    add_row(rows, "Made by", creator_names(record));
    add_row(rows, "Published by", record.publisher ? record.publisher->name : "");
    add_row(rows, "Kind", joined(record.kinds, as2::kind_label));
    add_row(rows, "Subject", labels_of(record.subjects));
    add_row(rows, "Level", labels_of(record.levels));
    add_row(rows, "For", ages_text(record.age_range));
    add_row(rows, "Audience", joined(record.audience_roles, [](const std::string& role) {
                return label_from(as2::role_labels(), role);
            }));
    add_row(rows, "Use",
            joined(record.educational_uses, [](const std::string& use) { return label_from(as2::use_labels(), use); }));
    add_row(rows, "Time", as2::duration_label(record.time_required));
    add_row(rows, "Language", joined(record.languages, as2::language_label));
    add_row(rows, "Teaches", labels_of(record.teaches));
    add_row(rows, "Assesses", labels_of(record.assesses));
    add_row(rows, "Needs", labels_of(record.needs));
    add_row(rows, "Evidence", evidence_text(record.evidence));
    add_row(rows, "Costs", !record.free ? "" : *record.free ? "free of charge" : "has a price");
    add_row(rows, "Access", record.access_conditions);
    add_row(rows, "Accessibility", strings::join(record.accessibility_features, ", "));
    add_row(rows, "Note on accessibility", record.accessibility_note);
    add_row(rows, "Used with", record.context_note);
    add_row(rows, "Artificial intelligence", record.ai_use);
    add_row(rows, "Work of pupils", record.student_material);
    add_row(rows, "Sources", strings::join(record.citations, "; "));
    return rows;
}

// Ours, and whatever is told under the author's own server, is linked; the address is http or https.
json::Value file_list(const as2::LearningResource& record) {
    auto list = json::Value::array();
    for (const auto& file : record.files) {
        if (!parse_url(file.url)) continue;
        list.push(json::Value::object({{"url", file.url},
                                       {"name", file.name.empty() ? "File" : file.name},
                                       {"type", file_type_label(file.media_type)},
                                       {"size", size_text(file.size.value_or(0))}}));
    }
    return list;
}

json::Value link_view(const as2::LearningResource& record) {
    const auto url = parse_url(record.work_url);
    return json::Value::object({{"url", url ? record.work_url : ""}, {"host", url ? url->host : ""}});
}

json::Value keyword_list(const as2::LearningResource& record) {
    auto list = json::Value::array();
    for (const auto& word : record.keywords) {
        const auto name = strings::replace_all(word, " ", "");
        list.push(json::Value::object({{"name", name}, {"url", "/tags/" + percent_encode(name)}}));
    }
    return list;
}

json::Value based_on_list(const as2::LearningResource& record) {
    auto list = json::Value::array();
    for (const auto& source : record.based_on) {
        if (!parse_url(source.url)) continue;
        std::string note = source.creator;
        if (!source.license.empty()) note += (note.empty() ? "" : ", ") + as2::license_label(source.license);
        list.push(json::Value::object(
            {{"title", source.title.empty() ? source.url : source.title}, {"url", source.url}, {"note", note}}));
    }
    return list;
}

json::Value version_list(domain::Context& context, const Scene& scene, const domain::ResourceView& view) {
    auto list = json::Value::array();
    const auto older = repo::versions_of(context.db, view.resource.id);
    if (older.empty()) return list;
    const auto add = [&list, &scene](const std::string& version, const std::string& note, Timestamp time,
                                     bool current) {
        const auto date = date_view(time, scene.now);
        list.push(json::Value::object({{"version", version},
                                       {"note", note},
                                       {"iso", date["iso"].string()},
                                       {"text", date["text"].string()},
                                       {"current", current}}));
    };
    add(view.resource.version, view.record.version_note, view.resource.updated_at, true);
    for (const auto& row : older) {
        const auto tree = json::parse(row.record);
        add(row.version, tree ? (*tree)["pln:versionNote"].string() : "", row.created_at, false);
    }
    return list;
}

}  // namespace

json::Value resource_view(domain::Context& context, const Scene& scene, const domain::ResourceView& view) {
    const auto& record = view.record;
    const auto path = "/resources/" + view.resource.id.text();
    const bool mine = scene.viewer == view.post.author->id;
    const bool superseded = record.status == "superseded", withdrawn = record.status == "withdrawn";
    return json::Value::object({{"title", view.resource.title},
                                {"lang", record.languages.empty() ? "" : record.languages.front()},
                                {"description", record.description},
                                {"disclosure", disclosure_text(record.disclosure)},
                                {"state", superseded  ? "Superseded"
                                          : withdrawn ? "Withdrawn"
                                                      : ""},
                                {"state_note", superseded  ? "There is something newer."
                                               : withdrawn ? "The author took it back."
                                                           : ""},
                                {"link", link_view(record)},
                                {"files", file_list(record)},
                                {"record", record_rows(record)},
                                {"keywords", keyword_list(record)},
                                {"attribution", credit_line(record)},
                                {"source_url", view.resource.local ? "" : view.post.post.url},
                                {"based_on", based_on_list(record)},
                                {"versions", version_list(context, scene, view)},
                                {"version", view.resource.version},
                                {"post_url", path_of(scene, view.post)},
                                {"edit_url", mine ? path + "/edit" : ""},
                                {"delete_action", mine ? path + "/delete" : ""}});
}

json::Value resource_origin(const Scene& scene, const domain::ResourceView& view) {
    auto origin = origin_view(scene, *view.post.author);
    const auto& publisher = view.record.publisher;
    if (view.resource.local || !publisher || publisher->name.empty()) return origin;
    if (same_origin(publisher->id, view.post.post.uri)) origin.set("name", strings::shorten(publisher->name, 100));
    return origin;
}

}  // namespace collegium::web
