// A boost on the wire: the same Announce whether it is delivered, undone or read from the outbox.
#pragma once

#include "as2/types.hpp"
#include "storage/model/account.hpp"
#include "storage/model/post.hpp"

namespace collegium::federation {

// `reblog` needs its uri, visibility and time; `who` made it, `author` wrote the original.
as2::Activity announce_value(const model::Post& reblog, const model::Account& who, const model::Post& original,
                             const model::Account& author);

}  // namespace collegium::federation
