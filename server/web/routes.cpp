#include "web/routes.hpp"

namespace collegium::web {

Routes all_routes() {
    Routes all;
    for (auto area : {start_routes, sign_in_routes, authorize_routes, profile_routes, post_routes, library_routes,
                      resource_routes, share_routes, board_routes, proposal_form_routes, proposal_routes,
                      agreement_routes, settings_routes, tag_routes, media_routes}) {
        auto routes = area();
        all.insert(all.end(), routes.begin(), routes.end());
    }
    return all;
}

}  // namespace collegium::web
