// Which activity types we act on, each in the file of its name: what it needs from the network, and what
// it does, in one transaction. A type that is not here is stored nowhere and answered with 202.
#pragma once

#include <span>
#include <string_view>

#include "core/result.hpp"
#include "domain/context.hpp"
#include "federation/incoming.hpp"
#include "http/route.hpp"

namespace collegium::federation {

struct ActivityHandler {
    std::string_view type;
    // Objects and actors that must be known before apply.
    http::Needs (*needs)(domain::Context&, const Incoming&);
    // Errors are final and change nothing: the activity was not acceptable.
    Result<void> (*apply)(domain::Context&, const Incoming&);
};

std::span<const ActivityHandler> activity_handlers();
const ActivityHandler* find_handler(std::string_view type);

namespace activities {

http::Needs create_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_create(domain::Context& context, const Incoming& incoming);
// The post that a Create's post answers, when it has to be read first: so that it is shown in its thread, and to those
// alone whom replies are shown to. "" when it is known, or the post is nothing to us.
std::string unknown_parent(domain::Context& context, const Incoming& incoming);
http::Needs update_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_update(domain::Context& context, const Incoming& incoming);
http::Needs delete_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_delete(domain::Context& context, const Incoming& incoming);
http::Needs follow_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_follow(domain::Context& context, const Incoming& incoming);
http::Needs accept_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_accept(domain::Context& context, const Incoming& incoming);
http::Needs reject_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_reject(domain::Context& context, const Incoming& incoming);
http::Needs tentative_accept_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_tentative_accept(domain::Context& context, const Incoming& incoming);
http::Needs undo_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_undo(domain::Context& context, const Incoming& incoming);
http::Needs announce_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_announce(domain::Context& context, const Incoming& incoming);
http::Needs like_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_like(domain::Context& context, const Incoming& incoming);
http::Needs block_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_block(domain::Context& context, const Incoming& incoming);
http::Needs offer_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_offer(domain::Context& context, const Incoming& incoming);
http::Needs leave_needs(domain::Context& context, const Incoming& incoming);
Result<void> apply_leave(domain::Context& context, const Incoming& incoming);

}  // namespace activities

}  // namespace collegium::federation
