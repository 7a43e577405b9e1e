#include "api/routes.hpp"

namespace collegium::api {

Routes all_routes() {
    Routes all;
    for (auto area :
         {oauth_routes, account_routes, profile_routes, relation_routes, status_routes, status_action_routes,
          timeline_routes, list_routes, notification_routes, conversation_routes, search_routes, instance_routes,
          start_up_routes, media_routes, resource_routes, proposal_routes, agreement_routes}) {
        auto routes = area();
        all.insert(all.end(), routes.begin(), routes.end());
    }
    return all;
}

}  // namespace collegium::api
