// What a learning resource is, in the fields of pln-domain.md 3.1.2, and its two forms in JSON: the AMB profile
// of schema.org/LRMI for a document of its own, and plain schema.org words inside a Note. Reading takes
// either, and what other catalogues write: strings for objects, one for many, "@id" for "id". Texts are as
// they came; the description is HTML that whoever stores it has to sanitise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "as2/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

namespace collegium::as2 {

// A term of some list: a subject, a level, a standard. Either part may be missing.
struct Concept {
    std::string id, label, code;
    friend bool operator==(const Concept&, const Concept&) = default;
};

struct Party {
    std::string id, name;
    bool organization = false;
    friend bool operator==(const Party&, const Party&) = default;
};

struct BasedOn {
    std::string url, title, license, creator;
    friend bool operator==(const BasedOn&, const BasedOn&) = default;
};

// pln-domain.md 3.1.5. Kinds: employer, free_access, paid, royalties, grant, other; "" or none when there is none.
struct Disclosure {
    std::string kind, party, party_url, note;
    friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

struct ResourceFile {
    std::string url, media_type, sha256, name;
    std::optional<std::int64_t> size;
    friend bool operator==(const ResourceFile&, const ResourceFile&) = default;
};

struct LearningResource {
    std::string id;        // canonical address
    std::string page;      // its page for people
    std::string work_url;  // where the thing itself is, when it is a link
    std::string title, summary, description;
    std::string license;
    Texts kinds;             // short names (as2/labels), or addresses of other lists
    Texts media_forms;       // types of schema.org: VideoObject, PodcastEpisode …
    Texts educational_uses;  // short names
    Texts audience_roles;    // short names
    std::vector<Concept> subjects, levels, teaches, assesses, needs;
    std::string age_range;      // "14-17"
    std::string time_required;  // ISO 8601
    std::string interactivity;  // active, expositive, mixed
    Texts languages;            // BCP 47
    Texts keywords;             // without "#"
    std::vector<Party> creators;
    std::optional<Party> publisher;
    std::string version, version_note;
    std::vector<BasedOn> based_on;
    std::optional<bool> free;
    std::string access_conditions;
    Texts accessibility_features, accessibility_hazards;
    std::string accessibility_note;
    std::string context_note, credit_text, ai_use, student_material;
    std::string evidence;  // 1 to 6 of pln-domain.md 3.1.6
    Texts citations;       // addresses or references in words
    Disclosure disclosure;
    std::vector<ResourceFile> files;
    std::string image;
    std::string status;  // published, superseded, withdrawn; "" is published
    std::optional<Timestamp> created, published, modified;

    friend bool operator==(const LearningResource&, const LearningResource&) = default;
};

enum class LdForm {
    standalone,  // AMB, with "@context" and a list of types: application/ld+json
    embedded     // the learningResource property of a Note, without "@context"
};

json::Value to_json_ld(const LearningResource& resource, LdForm form);

// Error: unprocessable when there is no title.
Result<LearningResource> parse_learning_resource(const json::Value& value);

// The content of the Note that carries a resource: complete enough to use it without our pages
// (pln-domain.md 4.1), in elements that every server keeps; and the hashtags that it links.
struct CarrierText {
    std::string html;
    Texts hashtags;  // at most 5, CamelCase, without "#"
};
CarrierText fallback_text(const LearningResource& resource, std::string_view tag_prefix);

}  // namespace collegium::as2
