// What every view builder knows: this instance, the time, and who looks.
#pragma once

#include "config/config.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"

namespace collegium::web {

struct Scene {
    const config::Config& config;
    Timestamp now;
    AccountId viewer;  // none: a stranger
};

}  // namespace collegium::web
