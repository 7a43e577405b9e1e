// An activity that came in and was authenticated, on its way through needs and apply.
#pragma once

#include <string>

#include "as2/types.hpp"
#include "core/ids.hpp"
#include "core/json.hpp"
#include "core/time.hpp"
#include "storage/model/account.hpp"

namespace collegium::federation {

struct Incoming {
    as2::Activity activity;
    json::Value raw;         // as received
    std::string signer;      // actor whose key signed the delivery
    AccountId actor;         // the activity's actor, known by now
    model::Account author;   // the same, whole
    AccountId recipient;     // owner of the inbox; none for the shared one
    bool forwarded = false;  // somebody else delivered it: nothing embedded counts, only ids (security.md ACT-14)
};

}  // namespace collegium::federation
