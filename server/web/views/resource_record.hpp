// Everything that the page of one work tells, as the template "resource" reads it.
#pragma once

#include "domain/resources.hpp"
#include "web/views/scene.hpp"

namespace collegium::web {

// The member "resource" of the view.
json::Value resource_view(domain::Context& context, const Scene& scene, const domain::ResourceView& view);
// {name, domain, local}: a server is believed what it says of its own name in its own records.
json::Value resource_origin(const Scene& scene, const domain::ResourceView& view);

}  // namespace collegium::web
