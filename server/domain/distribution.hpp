// The domain's half of the pump: what events mean for timelines and notifications of our own people.
// Deliveries to other servers are made from the same event, in the same transaction, by federation/outbox.
#pragma once

#include "domain/news.hpp"

namespace collegium::domain {

void distribute(Context& context, const News& news);

}  // namespace collegium::domain
