#include "federation/authority.hpp"

#include "core/url.hpp"

namespace collegium::federation {
namespace {

const json::Value nothing;

// attributedTo (or actor, for an activity inside): an id, {id}, or a list whose first member it is.
std::string owner_of(const json::Value& object) {
    const auto& owner = object["attributedTo"].is_null() ? object["actor"] : object["attributedTo"];
    if (owner.is_array() && !owner.items().empty()) return object_id(owner.items().front());
    return object_id(owner);
}

}  // namespace

std::string object_id(const json::Value& value) {
    if (value.is_string()) return value.string();
    if (value.is_object()) return value["id"].string();
    if (value.is_array() && value.items().size() == 1) return object_id(value.items().front());
    return {};
}

const json::Value& embedded_object(const json::Value& value) {
    if (value.is_object()) return value;
    if (value.is_array() && value.items().size() == 1) return embedded_object(value.items().front());
    return nothing;
}

bool embedded_object_counts(const Incoming& incoming, const json::Value& object) {
    if (incoming.forwarded || !object.is_object()) return false;
    const auto& actor = incoming.activity.actor;
    if (actor != incoming.signer) return false;
    const auto id = object_id(object);
    if (id.empty() || !same_origin(id, actor)) return false;
    return owner_of(object) == actor;
}

}  // namespace collegium::federation
