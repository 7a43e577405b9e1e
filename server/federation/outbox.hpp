// The federation's half of the pump: which activity an event becomes, and to which inboxes it goes. One
// delivery row per distinct inbox, in the transaction that took the event.
#pragma once

#include "domain/news.hpp"

namespace collegium::federation {

void enqueue_deliveries(domain::Context& context, const domain::News& news);

}  // namespace collegium::federation
