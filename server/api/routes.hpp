// The client API's route tables, one per area, each in the file of its name.
#pragma once

#include <string>

#include "core/json.hpp"
#include "domain/context.hpp"
#include "http/route.hpp"

namespace collegium::api {

using Routes = http::Routes<domain::Context>;
using Reply = http::Reply<domain::Context>;

Routes oauth_routes();
Routes account_routes();
Routes profile_routes();
Routes relation_routes();
Routes status_routes();
Routes status_action_routes();
Routes timeline_routes();
Routes list_routes();
Routes notification_routes();
Routes conversation_routes();
Routes search_routes();
Routes instance_routes();
Routes start_up_routes();
Routes media_routes();
Routes resource_routes();
Routes proposal_routes();
Routes agreement_routes();

// All of them.
Routes all_routes();

// What every route of the client API shares: any origin may call it.
inline constexpr http::RouteOptions open_to_browsers = {1024 * 1024, http::RateLimit::standard, true};

inline Reply json_reply(json::Writer& writer) {
    return http::Response::json(writer.take());
}

// What is the same for everybody and seldom changes; apps ask for it at each start (mastodon-api.md 2.4).
inline Reply kept_for_minutes(http::Response response) {
    response.set("Cache-Control", "public, max-age=300, stale-while-revalidate=30, stale-if-error=86400");
    return response;
}

}  // namespace collegium::api
