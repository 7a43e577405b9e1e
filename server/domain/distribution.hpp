// The domain's half of the pump: what an event means for timelines and notifications of our own people.
// Deliveries to other servers are made from the same event, in the same transaction, by federation/outbox.
#pragma once

#include "domain/context.hpp"
#include "storage/model/queue.hpp"

namespace collegium::domain {

void distribute(Context& context, const model::Event& event);

}  // namespace collegium::domain
