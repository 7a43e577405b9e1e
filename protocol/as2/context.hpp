// The "@context" of what we send (federation.md 12.1): ActivityStreams, security, then one inline object that
// defines the terms this very document uses and no others. No context of ours is ever fetched by anyone.
#pragma once

#include "core/json.hpp"

namespace collegium::as2 {

// The document with "@context" in front; one that is there already is replaced. Must come before an
// integrity proof is made (FEP-8b32 covers the context); `proved` announces that one will be added.
enum class ProofPlan { none, proved };
json::Value with_context(json::Value document, ProofPlan plan = ProofPlan::none);

// The "@context" value alone, for a document of several parts.
json::Value context_for(const json::Value& document, ProofPlan plan = ProofPlan::none);

}  // namespace collegium::as2
