// The pages' route tables, one per area, each in the file of its name.
#pragma once

#include "domain/context.hpp"
#include "http/route.hpp"

namespace collegium::web {

using Routes = http::Routes<domain::Context>;
using Reply = http::Reply<domain::Context>;

Routes start_routes();
Routes sign_in_routes();
Routes authorize_routes();
Routes profile_routes();
Routes post_routes();
Routes library_routes();
Routes resource_routes();
Routes share_routes();
Routes board_routes();
Routes proposal_form_routes();
Routes proposal_routes();
Routes agreement_routes();
Routes settings_routes();
Routes tag_routes();
Routes media_routes();

// All of them.
Routes all_routes();

}  // namespace collegium::web
