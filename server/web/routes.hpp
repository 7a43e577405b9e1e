// The pages' route tables, one per area.
#pragma once

#include "domain/context.hpp"
#include "http/route.hpp"

namespace collegium::web {

using Routes = http::Routes<domain::Context>;

// All of them.
Routes all_routes();

}  // namespace collegium::web
