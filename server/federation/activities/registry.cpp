#include "federation/activities/registry.hpp"

#include <array>

namespace collegium::federation {
namespace {

using namespace activities;

constexpr std::array handlers = {
    ActivityHandler{"Create", create_needs, apply_create},
    ActivityHandler{"Update", update_needs, apply_update},
    ActivityHandler{"Delete", delete_needs, apply_delete},
    ActivityHandler{"Follow", follow_needs, apply_follow},
    ActivityHandler{"Accept", accept_needs, apply_accept},
    ActivityHandler{"Reject", reject_needs, apply_reject},
    ActivityHandler{"TentativeAccept", tentative_accept_needs, apply_tentative_accept},
    ActivityHandler{"Undo", undo_needs, apply_undo},
    ActivityHandler{"Announce", announce_needs, apply_announce},
    ActivityHandler{"Like", like_needs, apply_like},
    ActivityHandler{"EmojiReact", like_needs, apply_like},
    ActivityHandler{"Block", block_needs, apply_block},
    ActivityHandler{"Offer", offer_needs, apply_offer},
    ActivityHandler{"Leave", leave_needs, apply_leave},
};

}  // namespace

std::span<const ActivityHandler> activity_handlers() {
    return handlers;
}

const ActivityHandler* find_handler(std::string_view type) {
    for (const auto& handler : handlers)
        if (handler.type == type) return &handler;
    return nullptr;
}

}  // namespace collegium::federation
