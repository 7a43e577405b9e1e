// Reads a configuration: file, then COLLEGIUM_SECTION_KEY from the environment, then *_file secrets.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

namespace collegium::config {

struct Mistake {
    std::string where;  // "collegium.toml:12", or the variable's name
    std::string what;   // says what is wrong and what is allowed
};

struct Loaded {
    Config config;
    std::vector<Mistake> mistakes;  // usable only when empty
};

using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// `path` may be empty: environment alone. Never throws; a file that cannot be read is a mistake.
Loaded load(const std::string& path, const Environment& environment);
Loaded load(const std::string& path);

}  // namespace collegium::config
