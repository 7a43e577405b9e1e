#include "as2/carrier_text.hpp"
#include "as2/labels.hpp"
#include "as2/learning_resource.hpp"
#include "core/strings.hpp"
#include "text/markup.hpp"
#include "text/sanitize.hpp"
#include "text/sanitize_rules.hpp"

namespace collegium::as2 {
namespace {

using text::escape_text;

std::string disclosure_line(const Disclosure& disclosure) {
    if (disclosure.kind.empty() || disclosure.kind == "none") return {};
    if (!disclosure.note.empty()) {
        const bool named = disclosure.party.empty() || disclosure.note.find(disclosure.party) != std::string::npos;
        return "Disclosure: " + disclosure.note + (named ? "" : " (" + disclosure.party + ")");
    }
    const std::string party = disclosure.party.empty() ? "a third party" : disclosure.party;
    if (disclosure.kind == "employer") return "Disclosure: a product of the author's employer, " + party;
    if (disclosure.kind == "free_access") return "Disclosure: given free access by " + party;
    if (disclosure.kind == "paid") return "Disclosure: paid for by " + party;
    if (disclosure.kind == "royalties") return "Disclosure: the author earns from " + party;
    if (disclosure.kind == "grant") return "Disclosure: funded by " + party;
    return "Disclosure: the author has a tie to " + party;
}

std::string facts_line(const LearningResource& resource) {
    std::vector<std::string> languages;
    for (const auto& tag : resource.languages) languages.push_back(language_label(tag));
    Texts facts = {carrier::labels(resource.subjects, 3), carrier::labels(resource.levels, 3)};
    facts.push_back(resource.age_range.empty() ? std::string() : "ages " + resource.age_range);
    facts.push_back(duration_label(resource.time_required));
    facts.push_back(strings::join(languages, ", "));
    return carrier::join_facts(facts);
}

std::string license_line(const LearningResource& resource) {
    std::string files;
    if (!resource.files.empty()) {
        files = std::to_string(resource.files.size()) + (resource.files.size() == 1 ? " file" : " files");
    }
    const std::string license = resource.license.empty() ? "" : "Licence: " + license_label(resource.license);
    const std::string cost = resource.free && !*resource.free ? "not free of charge" : "";
    return carrier::join_facts({license, files, cost});
}

std::string head(const LearningResource& resource) {
    const std::string kind = resource.kinds.empty() ? "Resource" : kind_label(resource.kinds.front());
    std::string state;
    if (resource.status == "withdrawn") state = "WITHDRAWN: ";
    if (resource.status == "superseded") state = "SUPERSEDED: ";
    std::string html = "<p><strong>" + escape_text(state + kind + ": " + resource.title) + "</strong>";
    for (const auto& line : {disclosure_line(resource.disclosure), facts_line(resource), license_line(resource)}) {
        if (!line.empty()) html += "<br />" + escape_text(line);
    }
    return html + "</p>";
}

std::string links(const LearningResource& resource) {
    std::string html;
    if (text::is_allowed_link(resource.work_url)) html = text::link_html(resource.work_url);
    if (text::is_allowed_link(resource.page) && resource.page != resource.work_url) {
        html += (html.empty() ? "" : "<br />") +
                carrier::page_link(resource.page, html.empty() ? "Open the resource" : "Details and discussion");
    }
    return html.empty() ? html : "<p>" + html + "</p>";
}

}  // namespace

CarrierText fallback_text(const LearningResource& resource, std::string_view tag_prefix) {
    CarrierText carrier_text;
    Texts words = resource.keywords;
    for (const auto& subject : resource.subjects) words.push_back(subject.label);
    carrier_text.hashtags = carrier::hashtags(words);
    const bool described = !resource.description.empty();
    const std::string description = described ? resource.description : escape_text(resource.summary);
    carrier_text.html = head(resource) + carrier::body(description) + links(resource) +
                        carrier::hashtag_line(carrier_text.hashtags, tag_prefix);
    return carrier_text;
}

}  // namespace collegium::as2
