#include <algorithm>

#include "as2/labels.hpp"
#include "as2/learning_resource.hpp"
#include "as2/read.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write_parts.hpp"
#include "core/strings.hpp"

namespace collegium::as2 {
namespace {

constexpr std::size_t most_words = 20;
constexpr std::size_t most_terms = 20;
constexpr std::size_t most_files = 20;
constexpr std::size_t short_text = 300;

// A string, {"@value": …}, a map of languages (English first), or the first of a list of those.
const std::string& words_of(const json::Value& value) {
    static const std::string nothing;
    if (value.is_array())
        return value.items().empty() || value.items()[0].is_array() ? nothing : words_of(value.items()[0]);
    if (!value.is_object()) return value.string();
    for (const std::string_view name : {"@value", "en"}) {
        if (value[name].is_string()) return value[name].string();
    }
    for (const auto& [language, text] : value.members()) {
        if (text.is_string() && !read::language(language).empty()) return text.string();
    }
    return nothing;
}

std::string text(const json::Value& value, std::size_t most = short_text) {
    return read::text(json::Value(words_of(value)), most);
}

std::string scalar(const json::Value& value) {
    if (const auto number = value.integer()) return std::to_string(*number);
    if (const auto number = value.number()) return json::dump(value);
    return text(value);
}

// The address or short word that an item stands for: the string itself, or its id, url or name.
std::string reference(const json::Value& item) {
    if (!item.is_object()) return read::text(item, 2'048);
    for (const std::string_view name : {"id", "@id", "url", "educationalRole", "name"}) {
        if (item[name].is_string()) return read::text(item[name], 2'048);
    }
    return {};
}

std::string address(const json::Value& value) {
    const auto items = read::list(value);
    return items.empty() ? std::string() : read::url(json::Value(reference(*items.front())));
}

Texts references(const json::Value& value, std::string_view scheme = {}) {
    Texts found;
    for (const auto* item : read::list(value)) {
        std::string written = reference(*item);
        if (!scheme.empty() && written.starts_with(scheme)) written.erase(0, scheme.size());
        if (written.empty() || found.size() == most_words) continue;
        if (std::find(found.begin(), found.end(), written) == found.end()) found.push_back(std::move(written));
    }
    return found;
}

std::vector<Concept> concepts(const json::Value& value) {
    std::vector<Concept> found;
    for (const auto* item : read::list(value)) {
        Concept term;
        if (item->is_object()) {
            term.id = read::url((*item)["id"].is_null() ? (*item)["@id"] : (*item)["id"]);
            for (const std::string_view name : {"prefLabel", "name", "targetName"}) {
                if (term.label.empty()) term.label = text((*item)[name]);
            }
            if (term.id.empty()) term.id = read::url((*item)["targetUrl"]);
            term.code = text((*item)["termCode"]);
        } else {
            term.id = read::url(*item);
            if (term.id.empty()) term.label = text(*item);
        }
        const bool empty = term.id.empty() && term.label.empty() && term.code.empty();
        if (!empty && found.size() < most_terms) found.push_back(std::move(term));
    }
    return found;
}

std::vector<Party> parties(const json::Value& value) {
    std::vector<Party> found;
    for (const auto* item : read::list(value)) {
        Party party;
        if (item->is_object()) {
            party.id = read::url((*item)["id"].is_null() ? (*item)["@id"] : (*item)["id"]);
            if (party.id.empty()) party.id = read::url((*item)["url"]);
            party.name = text((*item)["name"]);
            const std::string kind = read::type((*item)["type"].is_null() ? (*item)["@type"] : (*item)["type"]);
            party.organization = kind.ends_with("Organization");
        } else {
            party.id = read::url(*item);
            if (party.id.empty()) party.name = text(*item);
        }
        if (party.name.empty()) party.name = party.id;
        if (!party.name.empty() && found.size() < most_terms) found.push_back(std::move(party));
    }
    return found;
}

std::vector<BasedOn> sources(const json::Value& value) {
    std::vector<BasedOn> found;
    for (const auto* item : read::list(value)) {
        BasedOn source;
        source.url = address(*item);
        source.title = item->is_object() ? text((*item)["name"]) : source.url.empty() ? text(*item) : std::string();
        source.license = address((*item)["license"]);
        const auto creators = parties((*item)["creator"]);
        if (!creators.empty()) source.creator = creators.front().name;
        if ((!source.url.empty() || !source.title.empty()) && found.size() < most_terms)
            found.push_back(std::move(source));
    }
    return found;
}

std::optional<std::int64_t> size_of(const json::Value& value) {
    if (const auto number = read::count(value)) return number;
    const std::string& digits = value.string();
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.empty() || digits.size() > 15 || !std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    return std::stoll(digits);
}

std::vector<ResourceFile> files(const json::Value& value) {
    std::vector<ResourceFile> found;
    for (const auto* item : read::list(value)) {
        ResourceFile file;
        file.url = read::url((*item)["contentUrl"]);
        file.media_type = text((*item)["encodingFormat"], 100);
        file.name = text((*item)["name"]);
        const std::string digest = strings::lower(text((*item)["sha256"], 64));
        if (digest.find_first_not_of("0123456789abcdef") == std::string::npos) file.sha256 = digest;
        file.size = size_of((*item)["contentSize"]);
        if (!file.url.empty() && found.size() < most_files) found.push_back(std::move(file));
    }
    return found;
}

// A comma-separated string, as schema.org has it, or a list.
Texts keywords(const json::Value& value) {
    Texts found;
    const auto add = [&found](std::string_view written) {
        std::string word = read::text(json::Value(written), 100);
        if (word.starts_with('#')) word.erase(0, 1);
        if (!word.empty() && found.size() < most_words) found.push_back(std::move(word));
    };
    if (value.is_string()) {
        for (const auto part : strings::split(value.string(), ',')) add(part);
    } else {
        for (const auto* item : read::list(value)) add(reference(*item));
    }
    return found;
}

Texts languages(const json::Value& value) {
    Texts found;
    for (const auto& tag : references(value)) {
        if (std::string usable = read::language(tag); !usable.empty()) found.push_back(std::move(usable));
    }
    return found;
}

Texts media_forms(const json::Value& value) {
    Texts found;
    for (const Name name : {Name("type"), Name("@type"), Name("additionalType")}) {
        for (const auto& form : references(value[name])) {
            const bool known = form == type::learning_resource || form == type::creative_work;
            if (!known && std::find(found.begin(), found.end(), form) == found.end()) found.push_back(form);
        }
    }
    return found;
}

Disclosure disclosure(const json::Value& value) {
    Disclosure found;
    const json::Value& told = value["pln:disclosure"];
    found.kind = told.is_object() ? text(told["kind"], 40) : text(told, 40);
    found.note = text(told["note"]);
    const auto sponsors = parties(value["sponsor"].is_null() ? value["funder"] : value["sponsor"]);
    if (!sponsors.empty()) {
        found.party = sponsors.front().name;
        found.party_url = sponsors.front().id;
        if (found.kind.empty()) found.kind = "grant";
    }
    return found;
}

void read_classification(const json::Value& value, LearningResource& resource) {
    for (const auto& kind : references(value["learningResourceType"])) resource.kinds.push_back(kind_name(kind));
    resource.media_forms = media_forms(value);
    resource.educational_uses = references(value["educationalUse"], use_scheme);
    resource.audience_roles = references(value["audience"], role_scheme);
    resource.subjects = concepts(value["about"]);
    resource.levels = concepts(value["educationalLevel"]);
    resource.teaches = concepts(value["teaches"].is_null() ? value["educationalAlignment"] : value["teaches"]);
    resource.assesses = concepts(value["assesses"]);
    resource.needs = concepts(value["competencyRequired"]);
    resource.age_range = text(value["typicalAgeRange"], 40);
    resource.time_required = text(value["timeRequired"], 40);
    resource.interactivity = text(value["interactivityType"], 100);
    resource.languages = languages(value["inLanguage"]);
    resource.keywords = keywords(value["keywords"]);
}

void read_rights_and_access(const json::Value& value, LearningResource& resource) {
    resource.license = address(value["license"]);
    resource.creators = parties(value["creator"].is_null() ? value["author"] : value["creator"]);
    const auto publishers = parties(value["publisher"]);
    if (!publishers.empty()) resource.publisher = publishers.front();
    resource.version = scalar(value["version"]);
    resource.version_note = text(value["pln:versionNote"]);
    resource.based_on = sources(value["isBasedOn"]);
    resource.free = value["isAccessibleForFree"].boolean();
    const Texts conditions = references(value["conditionsOfAccess"]);
    if (!conditions.empty()) resource.access_conditions = conditions.front();
    resource.accessibility_features = references(value["accessibilityFeature"]);
    resource.accessibility_hazards = references(value["accessibilityHazard"]);
    resource.accessibility_note = text(value["accessibilitySummary"], 1'000);
    resource.citations = references(value["citation"]);
    resource.credit_text = text(value["creditText"], 1'000);
    resource.ai_use = text(value["digitalSourceType"]);
    resource.evidence = scalar(value["pln:evidenceBasis"]);
    resource.context_note = text(value["pln:contextNote"], 1'000);
    resource.student_material = text(value["pln:studentMaterial"]);
    resource.disclosure = disclosure(value);
    resource.status = text(value["creativeWorkStatus"], 40);
}

}  // namespace

Result<LearningResource> parse_learning_resource(const json::Value& value) {
    LearningResource resource;
    resource.title = text(value["name"]);
    if (resource.title.empty()) return Error(Errc::unprocessable, "A learning resource needs a title");
    resource.id = read::url(value["id"].is_null() ? value["@id"] : value["id"]);
    resource.page = read::link(value["url"]);
    resource.work_url = address(value["mainEntityOfPage"]);
    resource.summary = text(value["abstract"], 500);
    resource.description = read::html(json::Value(words_of(value["description"])), 32 * 1024);
    resource.image = address(value["image"]);
    read_classification(value, resource);
    read_rights_and_access(value, resource);
    resource.files = files(value["encoding"]);
    resource.created = read::time(value["dateCreated"]);
    resource.published = read::time(value["datePublished"]);
    resource.modified = read::time(value["dateModified"]);
    return resource;
}

}  // namespace collegium::as2
