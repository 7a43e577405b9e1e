// Actors: what another server says of one, and what we say of ours.
#pragma once

#include "as2/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "domain/accounts.hpp"
#include "domain/context.hpp"

namespace collegium::federation {

// Text sanitised, addresses checked; `domain` is left to WebFinger. Error: bad_upstream for what is no actor.
Result<domain::RemoteAccount> actor_to_draft(const json::Value& document);

// Without "@context"; the instance actor too.
json::Value render_actor(const domain::Context& context, const model::Account& account);

}  // namespace collegium::federation
