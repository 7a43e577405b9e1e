// The templates and assets of the pages, compiled into the program by config/cmake/CollegiumEmbed.cmake.
// Names are file names without a folder, in alphabetical order.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace collegium::web {

struct EmbeddedFile {
    std::string_view name;
    std::string_view bytes;
};

std::span<const EmbeddedFile> embedded_templates();
std::span<const EmbeddedFile> embedded_assets();

}  // namespace collegium::web
