// What other servers read here: documents and collections, and the well-known addresses.
#pragma once

#include "domain/context.hpp"
#include "http/route.hpp"

namespace collegium::federation {

http::Routes<domain::Context> document_routes();
http::Routes<domain::Context> well_known_routes();

}  // namespace collegium::federation
