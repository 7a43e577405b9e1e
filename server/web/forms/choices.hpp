// What forms offer to choose from, beside what as2/labels lists.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "web/frame.hpp"

namespace collegium::web {

// The instance's own languages first.
std::vector<Option> language_options(const config::Config& config, const std::string& present);
// Levels of ISCED 2011; the value is the label. `present` is offered too, whatever it is.
std::vector<Option> level_options(const std::string& present);
// "ISCED 2" for a label of the list, "" for any other.
std::string level_code(const std::string& label);
std::vector<Option> license_options(const std::string& present);
std::vector<Option> kind_options(const std::string& present);
const std::vector<Option>& authorship_options();
const std::vector<Option>& disclosure_options();

}  // namespace collegium::web
