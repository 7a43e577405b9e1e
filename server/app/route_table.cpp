// `collegium routes`: every method and path that an instance answers.
#include "api/routes.hpp"
#include "app/application.hpp"
#include "federation/routes.hpp"
#include "web/routes.hpp"

namespace collegium::app {

std::vector<std::string> route_table() {
    std::vector<std::string> table;
    for (const auto& routes :
         {api::all_routes(), federation::document_routes(), federation::well_known_routes(), web::all_routes()})
        for (const auto& route : routes)
            table.push_back(std::string(http::name_of(route.method)) + " " + std::string(route.path));
    for (const char* path :
         {"POST /ap/inbox", "POST /ap/users/:id/inbox", "GET /healthz", "GET /readyz", "GET /metrics"})
        table.emplace_back(path);
    return table;
}

}  // namespace collegium::app
