// Offer{Agreement} (FEP-0837): somebody asks for one of our proposals, or puts other terms on the table.
#include "core/json.hpp"
#include "core/url.hpp"
#include "domain/mentorships.hpp"
#include "federation/activities/registry.hpp"
#include "federation/activities/subject.hpp"
#include "federation/authority.hpp"

namespace collegium::federation::activities {
namespace {

constexpr std::size_t terms_limit = 8 * 1024;

// One place, no more, no less: a mentorship cannot be had by halves (federation.md 8.1, unitBased false).
bool is_one(const json::Value& quantity) {
    if (quantity.is_null()) return true;
    const auto& value = quantity["hasNumericalValue"];
    return value.string() == "1" || value.integer() == std::optional<std::int64_t>(1);
}

}  // namespace

http::Needs offer_needs(domain::Context& context, const Incoming& incoming) {
    return no_needs(context, incoming);
}

Result<void> apply_offer(domain::Context& context, const Incoming& incoming) {
    const auto& agreement = embedded_object(incoming.activity.object);
    if (agreement["type"].string() != "Agreement") return ok();
    if (incoming.activity.id.empty() || !same_origin(incoming.activity.id, incoming.activity.actor))
        return Error(Errc::bad_request, "Offer without an id of its own");
    // The FEP's own example misspells it once; both are read (pln-domain.md 10.1).
    const auto& stipulates = agreement["stipulates"].is_object() ? agreement["stipulates"] : agreement["stiplulates"];
    if (!is_one(stipulates["resourceQuantity"])) return Error(Errc::bad_request, "Offer of another quantity than one");
    domain::RemoteOffer offer;
    offer.offer_uri = incoming.activity.id;
    offer.actor = incoming.actor;
    offer.satisfies = object_id(stipulates["satisfies"]);
    offer.in_reply_to = object_id(incoming.raw["inReplyTo"]);
    offer.message = plain_content(agreement);
    if (agreement["pln:terms"].is_object()) {
        offer.terms_json = json::dump(agreement["pln:terms"]);
        if (offer.terms_json.size() > terms_limit) return Error(Errc::too_large, "Terms are too long");
    }
    return domain::offer_received(context, offer);
}

}  // namespace collegium::federation::activities
