#include <algorithm>
#include <array>

#include "as2/parse.hpp"
#include "as2/read.hpp"
#include "as2/vocabulary.hpp"
#include "core/strings.hpp"

namespace collegium::as2 {
namespace {

constexpr json::Limits document_limits{1024 * 1024, 32, 20'000};

// Terms that decide who says what about whom. Servers do define them again in their contexts, but as
// themselves.
constexpr std::array<Name, 21> core_terms = {
    property::id,        property::type,        property::actor,   property::object,    property::attributed_to,
    property::to,        property::cc,          property::content, property::name,      property::summary,
    property::target,    property::in_reply_to, property::url,     property::published, property::result,
    property::inbox,     property::tag,         property::href,    property::updated,   property::preferred_username,
    property::public_key};

Error refused(std::string_view detail) {
    return Error(Errc::bad_request, "The document cannot be read in one way only", std::string(detail));
}

bool is_own_meaning(std::string_view term, std::string_view iri) {
    if (term == property::id) return iri == "@id";
    if (term == property::type) return iri == "@type" || iri == "rdf:type";
    for (const Name prefix : {Name("as:"), Name("https://www.w3.org/ns/activitystreams#"), Name("ldp:"),
                              Name("http://www.w3.org/ns/ldp#"), Name("sec:"), Name("https://w3id.org/security#")}) {
        if (iri.starts_with(prefix) && iri.substr(prefix.size()) == term) return true;
    }
    return false;
}

bool keeps_core_terms(const json::Value& context) {
    for (const auto* part : read::list(context)) {
        for (const auto& [term, definition] : part->members()) {
            if (std::find(core_terms.begin(), core_terms.end(), Name(term)) == core_terms.end()) continue;
            const std::string& iri = definition.is_object() ? definition["@id"].string() : definition.string();
            if (!is_own_meaning(term, iri)) return false;
        }
    }
    return true;
}

Result<void> check(const json::Value& value) {
    for (const auto& item : value.items()) {
        COLLEGIUM_CHECK(check(item));
    }
    for (const auto& [name, member] : value.members()) {
        if (name == "@graph" || name == "@included" || name == "@reverse") return refused(name);
        if (name == property::context) {
            if (!keeps_core_terms(member)) return refused("a context that redefines ActivityStreams");
            continue;
        }
        COLLEGIUM_CHECK(check(member));
    }
    return ok();
}

}  // namespace

Result<json::Value> parse_document(std::string_view bytes) {
    COLLEGIUM_TRY(json::Value document, json::parse(bytes, document_limits));
    if (!document.is_object()) return refused("not a JSON object");
    COLLEGIUM_CHECK(check_document(document));
    return document;
}

Result<void> check_document(const json::Value& document) {
    return check(document);
}

Result<Tombstone> parse_tombstone(const json::Value& value) {
    Tombstone tombstone;
    tombstone.id = read::id(value);
    if (tombstone.id.empty()) return Error(Errc::bad_request, "The deleted object has no usable id");
    tombstone.former_type = read::type(value[property::former_type]);
    tombstone.deleted = read::time(value[property::deleted]);
    return tombstone;
}

Result<Collection> parse_collection(const json::Value& document) {
    Collection collection;
    collection.id = read::url(document[property::id]);
    collection.type = read::type(document[property::type]);
    if (collection.type.find("Collection") == std::string::npos) {
        return Error(Errc::bad_request, "This is not a collection");
    }
    collection.total = read::count(document[property::total_items]);
    for (const Name name : {property::ordered_items, property::items}) {
        for (const auto* item : read::list(document[name])) {
            if (collection.items.size() == read::limit::items) break;
            if (item->is_object() || !read::url(*item).empty()) collection.items.push_back(*item);
        }
    }
    collection.first = read::id(document[property::first]);
    if (document[property::first].is_object()) collection.embedded_first = document[property::first];
    collection.last = read::id(document[property::last]);
    collection.next = read::id(document[property::next]);
    collection.prev = read::id(document[property::prev]);
    collection.part_of = read::id(document[property::part_of]);
    collection.attributed_to = read::id(document[property::attributed_to]);
    return collection;
}

}  // namespace collegium::as2
