// With whom we federate at all: the instance's mode and its block list. The one place where it is asked,
// for what comes in, what is fetched and what goes out.
#pragma once

#include <string_view>

#include "config/config.hpp"

namespace collegium::federation {

// `authority` is host[:port] as in a URL. A blocked domain takes its subdomains with it.
bool may_federate(const config::Config& config, std::string_view authority);

}  // namespace collegium::federation
