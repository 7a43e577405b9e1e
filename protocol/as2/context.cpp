#include "as2/context.hpp"

#include <set>
#include <string>

#include "as2/context_terms.hpp"
#include "as2/vocabulary.hpp"

namespace collegium::as2 {
namespace {

// Names are collected as views into the document.
struct Used {
    std::set<std::string_view> names;  // properties and types
    std::set<std::string_view> prefixes;
};

void note_name(std::string_view name, Used& used) {
    used.names.insert(name);
    const auto colon = name.find(':');
    if (colon != std::string_view::npos) used.prefixes.insert(name.substr(0, colon));
}

void collect(const json::Value& value, Used& used) {
    for (const auto& item : value.items()) collect(item, used);
    for (const auto& [name, member] : value.members()) {
        if (name == property::context) continue;
        note_name(name, used);
        if (name == property::type) {
            note_name(member.string(), used);
            for (const auto& item : member.items()) note_name(item.string(), used);
        } else if (name == property::content_map || name == property::summary_map || name == property::name_map) {
            continue;  // their names are languages
        } else {
            collect(member, used);
        }
    }
}

json::Value definition_of(const Term& term) {
    switch (term.kind) {
        case TermKind::plain: return term.iri;
        case TermKind::id: return json::Value::object({{"@id", term.iri}, {"@type", "@id"}});
        case TermKind::list: return json::Value::object({{"@id", term.iri}, {"@container", "@list"}});
        case TermKind::set: break;
    }
    return json::Value::object({{"@id", term.iri}, {"@container", "@set"}});
}

}  // namespace

json::Value context_for(const json::Value& document, ProofPlan plan) {
    Used used;
    collect(document, used);
    json::Object definitions;
    for (const auto& term : terms()) {
        if (used.names.count(term.name) == 0) continue;
        definitions.emplace_back(std::string(term.name), definition_of(term));
        const auto colon = term.iri.find(':');
        used.prefixes.insert(term.iri.substr(0, colon));
    }
    json::Object inline_context;
    for (const auto& prefix : prefixes()) {
        if (used.prefixes.count(prefix.name) > 0) inline_context.emplace_back(std::string(prefix.name), prefix.iri);
    }
    for (auto& definition : definitions) inline_context.push_back(std::move(definition));

    json::Value context = json::Value::array({activitystreams});
    if (used.names.count(property::public_key) > 0) context.push(security_context);
    if (used.names.count(type::multikey) > 0) context.push(key_context);
    if (plan == ProofPlan::proved || used.names.count(property::proof) > 0) context.push(proof_context);
    if (!inline_context.empty()) context.push(json::Value(std::move(inline_context)));
    return context;
}

json::Value with_context(json::Value document, ProofPlan plan) {
    json::Object whole;
    whole.emplace_back(std::string(property::context), context_for(document, plan));
    for (const auto& member : document.members()) {
        if (member.first != property::context) whole.push_back(member);
    }
    return json::Value(std::move(whole));
}

}  // namespace collegium::as2
