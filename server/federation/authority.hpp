// Whose word counts for an object: the one place where it is asked (federation.md 3.1 step 10; security.md
// 1.1, 1.9). An embedded object counts only when its id, its owner and the signer are of one origin and the
// owner is the signer; otherwise only its id is used, and it is fetched from there.
#pragma once

#include <string>
#include <string_view>

#include "as2/types.hpp"
#include "core/json.hpp"
#include "federation/incoming.hpp"

namespace collegium::federation {

// Whether the object that came along may be used as it is.
bool embedded_object_counts(const Incoming& incoming, const json::Value& object);

// The id of an object, given as itself, as its id or as the only member of a list; "" when it has none.
std::string object_id(const json::Value& value);
// The object itself when it is embedded (or the only member of a list); null otherwise.
const json::Value& embedded_object(const json::Value& value);

}  // namespace collegium::federation
