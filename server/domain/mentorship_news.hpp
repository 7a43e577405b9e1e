// The words in which a step of a mentorship is told to a person who may know nothing but a Mastodon app: complete
// enough to act on, with the page where that is done (pln-domain.md 4.1). It stores nothing.
#pragma once

#include <optional>

#include "domain/context.hpp"
#include "domain/system_posts.hpp"
#include "storage/model/learning.hpp"
#include "storage/model/queue.hpp"

namespace collegium::domain {

// For `person`, of what `other` did; by the clock when the event has no account. nullopt: nothing to tell.
std::optional<SystemPost> news_of_step(Context& context, const model::Event& event, const model::Agreement& agreement,
                                       const model::Account& person, const model::Account& other);

}  // namespace collegium::domain
