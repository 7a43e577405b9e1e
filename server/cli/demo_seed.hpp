// Fills the two institutions of a demonstration: everybody acts at home, through the same use cases as requests
// do, and what depends on something from the other institution waits until federation has brought it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "cli/demo_world.hpp"
#include "core/result.hpp"

namespace collegium::cli::sample {

// Names of what was made, by the sample data's keys.
struct Ledger {
    std::unordered_map<std::string, std::string> posts;      // key, or a resource's title: URI
    std::unordered_map<std::string, std::string> proposals;  // key: URI
};

// `say` is given a line for each stage. Error: of the first step that failed.
Result<void> fill(World& world, std::string_view password, const std::function<void(std::string_view)>& say);

// The stages, in this order.
Result<void> add_people(World& world, std::string_view password);
Result<void> add_follows(World& world);
Result<void> add_resources(World& world, Ledger& ledger);
Result<void> add_proposals(World& world, Ledger& ledger);
Result<void> add_posts(World& world, Ledger& ledger);
Result<void> replace_versions(World& world, const Ledger& ledger);
Result<void> add_mentorships(World& world, const Ledger& ledger);

// The post of that URI is known at `here`.
Result<void> wait_for_post(World& world, Side here, const std::string& uri, std::string_view name);

}  // namespace collegium::cli::sample
