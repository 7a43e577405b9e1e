#include "cli/demo_seed.hpp"

namespace collegium::cli::sample {

Result<void> fill(World& world, std::string_view password, const std::function<void(std::string_view)>& say) {
    Ledger ledger;
    say("people, with their keys");
    COLLEGIUM_CHECK(add_people(world, password));
    say("who follows whom, across both institutions");
    COLLEGIUM_CHECK(add_follows(world));
    say("resources for the library");
    COLLEGIUM_CHECK(add_resources(world, ledger));
    say("offers and requests for the mentoring board");
    COLLEGIUM_CHECK(add_proposals(world, ledger));
    say("posts, replies and boosts");
    COLLEGIUM_CHECK(add_posts(world, ledger));
    say("new versions of resources");
    COLLEGIUM_CHECK(replace_versions(world, ledger));
    say("mentorships between the two");
    return add_mentorships(world, ledger);
}

}  // namespace collegium::cli::sample
