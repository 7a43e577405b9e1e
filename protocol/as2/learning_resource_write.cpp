#include "as2/labels.hpp"
#include "as2/learning_resource.hpp"
#include "as2/vocabulary.hpp"
#include "as2/write.hpp"
#include "as2/write_parts.hpp"

namespace collegium::as2 {
namespace {

constexpr Name amb_context = "https://w3id.org/kim/amb/context.jsonld";

std::string in_scheme(std::string_view scheme, const std::string& name) {
    return name.find(':') == std::string::npos ? std::string(scheme) + name : name;
}

// One resource in one of the two forms; `amb_` says which.
class LdWriter {
  public:
    LdWriter(const LearningResource& resource, LdForm form)
        : resource_(resource), amb_(form == LdForm::standalone), value_(json::Value::object({})) {}

    json::Value write() {
        write_head();
        write_classification();
        write_people();
        write_rights();
        write_access();
        write_files();
        return std::move(value_);
    }

  private:
    void write_head() {
        if (amb_) {
            json::Value terms = json::Value::object({{"pln", pln}});
            if (!resource_.languages.empty()) terms.set("@language", resource_.languages.front());
            value_.set(property::context, json::Value::array({amb_context, std::move(terms)}));
        }
        parts::set_text(value_, property::id, resource_.id);
        if (amb_) {
            json::Value types = json::Value::array({type::learning_resource});
            for (const auto& form : resource_.media_forms) types.push(form);
            value_.set(property::type, std::move(types));
        } else {
            value_.set(property::type, type::learning_resource);
            parts::set_texts(value_, "additionalType", resource_.media_forms);
        }
        value_.set(property::name, resource_.title);
        parts::set_text(value_, property::url, resource_.page);
        if (!resource_.work_url.empty()) value_.set("mainEntityOfPage", references({resource_.work_url}));
        parts::set_text(value_, "abstract", resource_.summary);
        parts::set_text(value_, "description", resource_.description);
        parts::set_text(value_, property::image, resource_.image);
        set_date("dateCreated", resource_.created);
        set_date("datePublished", resource_.published);
        set_date("dateModified", resource_.modified);
    }

    void write_classification() {
        Texts kinds;
        for (const auto& kind : resource_.kinds) kinds.push_back(kind_address(kind));
        set_references("learningResourceType", kinds);
        Texts uses;
        for (const auto& use : resource_.educational_uses) uses.push_back(in_scheme(use_scheme, use));
        set_references("educationalUse", uses);
        write_audience();
        set_concepts("about", resource_.subjects);
        set_concepts("educationalLevel", resource_.levels);
        set_concepts("teaches", resource_.teaches);
        set_concepts("assesses", resource_.assesses);
        set_concepts("competencyRequired", resource_.needs);
        parts::set_text(value_, "typicalAgeRange", resource_.age_range);
        parts::set_text(value_, "timeRequired", resource_.time_required);
        parts::set_text(value_, "interactivityType", resource_.interactivity);
        parts::set_texts(value_, "inLanguage", resource_.languages);
        parts::set_texts(value_, "keywords", resource_.keywords);
    }

    void write_audience() {
        json::Value audience = json::Value::array();
        for (const auto& role : resource_.audience_roles) {
            audience.push(amb_
                              ? json::Value::object({{"id", in_scheme(role_scheme, role)}})
                              : json::Value::object({{"type", type::educational_audience}, {"educationalRole", role}}));
        }
        if (!audience.items().empty()) value_.set(property::audience, std::move(audience));
    }

    void write_people() {
        json::Value creators = json::Value::array();
        for (const auto& creator : resource_.creators) creators.push(party(creator));
        if (!creators.items().empty()) value_.set("creator", std::move(creators));
        if (resource_.publisher) value_.set("publisher", json::Value::array({party(*resource_.publisher)}));
        const Disclosure& disclosure = resource_.disclosure;
        if (disclosure.kind.empty() || disclosure.kind == "none") return;
        if (!disclosure.party.empty()) value_.set("sponsor", party({disclosure.party_url, disclosure.party, true}));
        json::Value told = json::Value::object({{"kind", disclosure.kind}});
        parts::set_text(told, "note", disclosure.note);
        value_.set("pln:disclosure", std::move(told));
    }

    void write_rights() {
        if (!resource_.license.empty()) {
            value_.set("license", amb_ ? json::Value::object({{"id", resource_.license}}) : resource_.license);
        }
        parts::set_text(value_, "creditText", resource_.credit_text);
        parts::set_text(value_, "version", resource_.version);
        parts::set_text(value_, "pln:versionNote", resource_.version_note);
        json::Value sources = json::Value::array();
        for (const auto& source : resource_.based_on) {
            json::Value item = json::Value::object({{"type", type::creative_work}});
            parts::set_text(item, property::id, source.url);
            parts::set_text(item, property::name, source.title);
            if (!source.license.empty()) {
                item.set("license", amb_ ? json::Value::object({{"id", source.license}}) : source.license);
            }
            if (!source.creator.empty()) item.set("creator", json::Value::array({party({{}, source.creator, false})}));
            sources.push(std::move(item));
        }
        if (!sources.items().empty()) value_.set("isBasedOn", std::move(sources));
        parts::set_texts(value_, "citation", resource_.citations);
        parts::set_text(value_, "creativeWorkStatus", resource_.status);
    }

    void write_access() {
        if (resource_.free) value_.set("isAccessibleForFree", *resource_.free);
        parts::set_text(value_, "conditionsOfAccess", resource_.access_conditions);
        parts::set_texts(value_, "accessibilityFeature", resource_.accessibility_features);
        parts::set_texts(value_, "accessibilityHazard", resource_.accessibility_hazards);
        parts::set_text(value_, "accessibilitySummary", resource_.accessibility_note);
        parts::set_text(value_, "digitalSourceType", resource_.ai_use);
        parts::set_text(value_, "pln:evidenceBasis", resource_.evidence);
        parts::set_text(value_, "pln:contextNote", resource_.context_note);
        parts::set_text(value_, "pln:studentMaterial", resource_.student_material);
    }

    void write_files() {
        json::Value encoding = json::Value::array();
        for (const auto& file : resource_.files) {
            json::Value item = json::Value::object({{"type", type::media_object}});
            parts::set_text(item, property::name, file.name);
            item.set("contentUrl", file.url);
            parts::set_text(item, "encodingFormat", file.media_type);
            if (file.size) item.set("contentSize", std::to_string(*file.size));  // AMB: digits in a string
            parts::set_text(item, "sha256", file.sha256);
            encoding.push(std::move(item));
        }
        if (!encoding.items().empty()) value_.set("encoding", std::move(encoding));
    }

    json::Value references(const Texts& addresses) const {
        if (!amb_) return write_texts(addresses);
        json::Value list = json::Value::array();
        for (const auto& address : addresses) list.push(json::Value::object({{"id", address}}));
        return list;
    }

    void set_references(std::string_view name, const Texts& addresses) {
        if (!addresses.empty()) value_.set(name, references(addresses));
    }

    void set_concepts(std::string_view name, const std::vector<Concept>& concepts) {
        json::Value list = json::Value::array();
        for (const auto& term : concepts) {
            json::Value item = json::Value::object({{"type", amb_ ? Name("Concept") : type::defined_term}});
            parts::set_text(item, property::id, term.id);
            if (!term.label.empty() && amb_) {
                const std::string language = resource_.languages.empty() ? "en" : resource_.languages.front();
                item.set("prefLabel", json::Value(json::Object{{language, json::Value(term.label)}}));
            } else {
                parts::set_text(item, property::name, term.label);
            }
            parts::set_text(item, "termCode", term.code);
            list.push(std::move(item));
        }
        if (!list.items().empty()) value_.set(name, std::move(list));
    }

    static json::Value party(const Party& party) {
        json::Value value = json::Value::object({{"type", party.organization ? type::organization : type::person}});
        parts::set_text(value, property::id, party.id);
        return std::move(value.set(property::name, party.name));
    }

    void set_date(std::string_view name, const std::optional<Timestamp>& time) {
        if (time) value_.set(name, amb_ ? json::Value(format_date(*time)) : write_time(*time));
    }

    const LearningResource& resource_;
    bool amb_;
    json::Value value_;
};

}  // namespace

json::Value to_json_ld(const LearningResource& resource, LdForm form) {
    return LdWriter(resource, form).write();
}

}  // namespace collegium::as2
